package islr.weights;

import islr.weights.text.OneLine;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A format that is recognised but not read. The message says what to do with such a file.
///
/// @param looks whether a file that begins with these bytes looks like one
/// @param advice what to do with such a file
record UnreadFormat(String name, Predicate<byte[]> looks, String advice) implements Format {
    private static final String CONVERT = "this program cannot read it yet; load it in Python and write its tensors "
            + "with safetensors.numpy.save_file";
    /// Versions of ONNX's format so far, with room for more.
    private static final int MOST_ONNX = 40;

    /// Texts come last, the most general one behind all others.
    static final List<UnreadFormat> ALL = List.of(
            new UnreadFormat("a zip archive (PyTorch's .pt and Keras's .keras are such)", magic(0, "PK\3\4"), CONVERT),
            new UnreadFormat("an HDF5 file (Keras's .h5)", magic(0, "\u0089HDF\r\n"), CONVERT),
            new UnreadFormat("a TFLite model", magic(4, "TFL3"), CONVERT),
            new UnreadFormat("an ONNX model", UnreadFormat::isOnnx, CONVERT),
            new UnreadFormat("a NumPy array (.npy)", magic(0, "\u0093NUMPY"), CONVERT),
            new UnreadFormat("a Python pickle (an old .pt)", magic(0, "\u0080\2"), CONVERT),
            new UnreadFormat("a parquet file", magic(0, "PAR1"), "it holds a table, such as a clip, and no weights"),
            new UnreadFormat("a gzip archive", magic(0, "\u001f\u008b"), "unpack it first"),
            new UnreadFormat("a Git LFS pointer in place of the file (`git lfs pull` fetches it)",
                    text("version https://git-lfs"), "the weights themselves are not here"),
            new UnreadFormat("a JSON text", text("{").or(text("[")), "it holds no weights; name the file that does"),
            new UnreadFormat("an HTML or XML page", text("<"),
                    "the download gave a page in place of the file; get it again from its source"),
            new UnreadFormat("a text", text("").or(magic(0, "\u00ff\u00fe")).or(magic(0, "\u00fe\u00ff")),
                    "it holds no weights; name the file that does"));

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
    static Optional<UnreadFormat> of(byte[] head) {
        return ALL.stream().filter(format -> format.fits(head)).findFirst();
    }

    @Override
    public boolean fits(byte[] head) {
        return looks.test(head);
    }

    String problem() {
        return "this is " + name + "; " + advice;
    }

    /// @throws WeightsException always
    @Override
    public Checkpoint read(Path file) throws WeightsException {
        throw new WeightsException(OneLine.path(file), problem());
    }
}
