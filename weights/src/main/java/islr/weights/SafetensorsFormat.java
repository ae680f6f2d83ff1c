package islr.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// `.safetensors`, the format of this project's own checkpoints.
final class SafetensorsFormat implements Format {
    static final String NAME = "a safetensors file";

    @Override
    public String name() {
        return NAME;
    }

    /// The format has no magic number. But no file of the other formats begins with a possible header length (at most
    /// four bytes, then zeros) and a `{` after its eight bytes.
    @Override
    public boolean fits(byte[] head) {
        if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2 && length <= SafetensorsHeader.MAX_BYTES;
    }

    @Override
    public TensorFile open(Path file) throws WeightsException {
        return SafetensorsFile.open(file);
    }
}
