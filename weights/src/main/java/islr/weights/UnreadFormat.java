package islr.weights;

import islr.weights.text.OneLine;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;

/// A format that is recognised but not read. The message says what to do with such a file.
///
/// @param at offset of the magic number, in bytes from the beginning of the file
/// @param magic its bytes, as characters of ISO 8859-1
/// @param advice what to do with such a file
record UnreadFormat(String name, int at, String magic, String advice) implements Format {
    private static final String CONVERT = "this program cannot read it yet; load it in Python and write its tensors "
            + "with safetensors.numpy.save_file";

    static final List<UnreadFormat> ALL = List.of(
            new UnreadFormat("a zip archive (PyTorch's .pt and Keras's .keras are such)", 0, "PK\3\4", CONVERT),
            new UnreadFormat("an HDF5 file (Keras's .h5)", 0, "\u0089HDF\r\n", CONVERT),
            new UnreadFormat("a TFLite model", 4, "TFL3", CONVERT),
            new UnreadFormat("a NumPy array (.npy)", 0, "\u0093NUMPY", CONVERT),
            new UnreadFormat("a Python pickle (an old .pt)", 0, "\u0080\2", CONVERT),
            new UnreadFormat("a parquet file", 0, "PAR1", "it holds a table, such as a clip, and no weights"),
            new UnreadFormat("a gzip archive", 0, "\u001f\u008b", "unpack it first"),
            new UnreadFormat("a Git LFS pointer in place of the file (`git lfs pull` fetches it)", 0,
                    "version https://git-lfs", "the weights themselves are not here"),
            new UnreadFormat("a JSON text", 0, "{", "it holds no weights; name the file that does"),
            new UnreadFormat("an HTML or XML page", 0, "<",
                    "the download gave a page in place of the file; get it again from its source"));

    @Override
    public boolean fits(byte[] head) {
        byte[] bytes = magic.getBytes(StandardCharsets.ISO_8859_1);
        return head.length >= at + bytes.length && Arrays.equals(head, at, at + bytes.length, bytes, 0, bytes.length);
    }

    /// @throws WeightsException always
    @Override
    public Checkpoint read(Path file) throws WeightsException {
        throw new WeightsException(OneLine.name(file), "this is " + name + "; " + advice);
    }
}
