package islr.weights;

import islr.weights.keras.Keras;
import islr.weights.numpy.Npy;
import islr.weights.text.OneLine;
import islr.weights.tflite.TfliteFile;
import islr.weights.torch.Torch;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// A format other than safetensors, recognised by its first bytes.
///
/// The classes of its package, and the library that some need, are loaded when the first such file is opened.
///
/// @param looks whether a file that begins with these bytes looks like one
/// @param advice what to do with such a file where only safetensors files are read
/// @param opener opens it, or says why not
record KnownFormat(String name, Predicate<byte[]> looks, String advice, Opener opener) implements Format {
    private static final String CONVERT = "this program cannot read it yet; load it in Python and write its tensors "
            + "with safetensors.numpy.save_file";
    /// Versions of ONNX's format so far, with room for more.
    private static final int MOST_ONNX = 40;
    private static final int MOST_PICKLE = 5;
    private static final Pattern OLD_PICKLE = Pattern.compile("\\(*c[\\w.]+\n[\\w.]+\n");

    /// Opens a file of a format.
    @FunctionalInterface
    interface Opener {
        TensorFile open(Path file) throws WeightsException;
    }

    /// Texts come last, the most general one behind all others. Where a file is opened, a method reference would load
    /// the class of the method already here.
    static final List<KnownFormat> ALL = List.of(
            read("a zip archive (PyTorch's .pt and Keras's .keras are such)", magic(0, "PK\3\4"),
                    file -> ZipFormats.open(file)),
            read("an HDF5 file (Keras's .h5)", magic(0, "\u0089HDF\r\n"),
                    file -> Libraries.need(OneLine.path(file), Libraries.HDF5, () -> Keras.open(file))),
            read("a TFLite model", magic(4, "TFL3"),
                    file -> Libraries.need(OneLine.path(file), Libraries.FLATBUFFERS, () -> TfliteFile.open(file))),
            read("an index of safetensors files", text("{").and(KnownFormat::isIndex),
                    file -> ShardedSafetensors.open(file)),
            read("a NumPy array (.npy)", magic(0, "\u0093NUMPY"), file -> Npy.open(file)),
            read("a Python pickle (an old .pt)", KnownFormat::isPickle, file -> Torch.open(file)),
            unread("an ONNX model", KnownFormat::isOnnx, CONVERT),
            unread("a parquet file", magic(0, "PAR1"), "it holds a table, such as a clip, and no weights"),
            unread("a gzip archive", magic(0, "\u001f\u008b"), "unpack it first"),
            unread("a 7z archive", magic(0, "7z\u00bc\u00af\u0027\u001c"), "unpack it first"),
            unread("a Git LFS pointer in place of the file (`git lfs pull` fetches it)",
                    text("version https://git-lfs"), "the weights themselves are not here"),
            unread("a JSON text", text("{").or(text("[")), "it holds no weights; name the file that does"),
            unread("an HTML or XML page", text("<"),
                    "the download gave a page in place of the file; get it again from its source"),
            unread("a text", text("").or(magic(0, "\u00ff\u00fe")).or(magic(0, "\u00fe\u00ff")),
                    "it holds no weights; name the file that does"));

    private static KnownFormat read(String name, Predicate<byte[]> looks, Opener opener) {
        return new KnownFormat(name, looks, CONVERT, opener);
    }

    private static KnownFormat unread(String name, Predicate<byte[]> looks, String advice) {
        return new KnownFormat(name, looks, advice, file -> {
            throw new WeightsException(OneLine.path(file), "this is " + name + "; " + advice);
        });
    }

    /// Model repositories name the shards of a large model in a `model.safetensors.index.json`.
    private static boolean isIndex(byte... head) {
        String text = new String(head, StandardCharsets.UTF_8);
        return text.contains("\"weight_map\"") || text.contains("\"total_size\"");
    }

    /// From protocol 2 on a pickle begins with the number of its protocol. The first instruction of an older one may be
    /// any; it is recognised if that fetches something by its name.
    private static boolean isPickle(byte... head) {
        if (head.length > 1 && head[0] == (byte) 0x80 && head[1] > 1 && head[1] <= MOST_PICKLE) {
            return true;
        }
        return OLD_PICKLE.matcher(new String(head, StandardCharsets.ISO_8859_1)).lookingAt();
    }

    private static Predicate<byte[]> magic(int at, String magic) {
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return head -> head.length >= at + bytes.length
                && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /// A text that begins like this, after spaces, empty lines and the mark that Windows writes.
    private static Predicate<byte[]> text(String beginning) {
        return head -> decoded(head).map(text -> text.startsWith("\uFEFF") ? text.substring(1) : text)
                .filter(text -> text.stripLeading().startsWith(beginning)).isPresent();
    }

    /// UTF-8 without control characters. The last character may have been cut.
    private static Optional<String> decoded(byte... head) {
        CharsetDecoder utf8 = StandardCharsets.UTF_8.newDecoder();
        CharBuffer text = CharBuffer.allocate(head.length);
        if (head.length == 0 || utf8.decode(ByteBuffer.wrap(head), text, false).isError()) {
            return Optional.empty();
        }
        return Optional.of(text.flip().toString())
                .filter(all -> all.chars().noneMatch(c -> c < ' ' && !Character.isWhitespace(c)));
    }

    /// A protocol buffer: field 1 is the version, then a text (the program that wrote it), the graph or a list of
    /// operators follows.
    private static boolean isOnnx(byte... head) {
        return head.length > 2 && head[0] == 0x08 && head[1] > 0 && head[1] < MOST_ONNX
                && (head[2] == 0x12 || head[2] == 0x3A || head[2] == 0x42);
    }

    /// What a file looks like.
    static Optional<KnownFormat> of(byte[] head) {
        return ALL.stream().filter(format -> format.fits(head)).findFirst();
    }

    @Override
    public boolean fits(byte[] head) {
        return looks.test(head);
    }

    String problem() {
        return "this is " + name + "; " + advice;
    }

    @Override
    public TensorFile open(Path file) throws WeightsException {
        return opener.open(file);
    }
}
