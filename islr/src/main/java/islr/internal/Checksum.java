package islr.internal;

import islr.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.zip.CRC32C;

/// Tells a damaged file from a whole one: a `.safetensors` file in which some bits have changed reads like any other.
public final class Checksum {
    private static final int CHUNK = 1 << 14;

    private Checksum() {}

    /// Over the bits of all numbers, in the order of the map, and over the texts.
    public static String of(Map<String, Tensor> tensors, String... texts) {
        CRC32C crc = new CRC32C();
        ByteBuffer bytes = ByteBuffer.allocate(CHUNK * Float.BYTES);
        for (Tensor tensor : tensors.values()) {
            int end = tensor.offset() + tensor.size();
            for (int from = tensor.offset(); from < end; from += CHUNK) {
                int count = Math.min(CHUNK, end - from);
                bytes.asFloatBuffer().put(tensor.array(), from, count);
                crc.update(bytes.array(), 0, count * Float.BYTES);
            }
        }
        for (String text : texts) {
            crc.update(text.getBytes(StandardCharsets.UTF_8));
        }
        return String.format(Locale.ROOT, "crc32c %08x", crc.getValue());
    }
}
