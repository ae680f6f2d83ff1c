package islr.weights;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Optional;

/// What a file is that is not safetensors, told by its first bytes, so that the message can say what to do.
enum FileKind {
    ZIP(0, "PK\3\4", "a zip archive (PyTorch's .pt and Keras's .keras are such)"),
    HDF5(0, "\u0089HDF\r\n", "an HDF5 file (Keras's .h5)"), TFLITE(4, "TFL3", "a TFLite model"),
    NUMPY(0, "\u0093NUMPY", "a NumPy array (.npy)"), PARQUET(0, "PAR1", "a parquet file"),
    PICKLE(0, "\u0080\2", "a Python pickle (an old .pt)"), GZIP(0, "\u001f\u008b", "a gzip archive"),
    LFS(0, "version https://git-lfs", "a Git LFS pointer in place of the file (`git lfs pull` fetches it)"),
    TEXT(0, "{", "a JSON text"), HTML(0, "<", "an HTML or XML page");

    /// How many bytes from the start [#of] looks at.
    static final int BYTES = 32;

    private final int at;
    private final byte[] magic;
    private final String words;

    FileKind(int at, String magic, String words) {
        this.at = at;
        this.magic = magic.getBytes(StandardCharsets.ISO_8859_1);
        this.words = words;
    }

    private boolean fits(byte[] start) {
        return start.length >= at + magic.length && Arrays.equals(start, at, at + magic.length, magic, 0, magic.length);
    }

    static Optional<FileKind> of(byte[] start) {
        return Arrays.stream(values()).filter(kind -> kind.fits(start)).findFirst();
    }

    /// `a TFLite model`
    String words() {
        return words;
    }
}
