package islr.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;

/// `.safetensors`, the format of this project's own checkpoints.
final class SafetensorsFormat implements Format {
    @Override
    public String name() {
        return "a safetensors file";
    }

    /// The format has no magic number. A header length below 2^27 (three or four bytes and zeros) with `{` behind it is
    /// the beginning of no file of the other formats.
    @Override
    public boolean fits(byte[] head) {
        if (head.length <= Long.BYTES || head[Long.BYTES] != '{') {
            return false;
        }
        long length = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN).getLong();
        return length >= 2 && length <= SafetensorsHeader.MAX_BYTES;
    }

    @Override
    public Checkpoint read(Path file) throws WeightsException {
        return Safetensors.read(file);
    }
}
