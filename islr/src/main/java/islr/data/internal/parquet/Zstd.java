package islr.data.internal.parquet;

import io.airlift.compress.zstd.ZstdDecompressor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Zstandard frames (RFC 8878), decompressed by aircompressor one by one. The library refuses two things that other
/// readers accept: windows of more than 8 MB, which the strongest levels use, and skippable frames.
///
/// A window says how far back a match may reach. The library does not need it, because it decompresses into one array,
/// so a larger window is replaced by the largest that it accepts.
final class Zstd {

    private static final int MAGIC = 0xFD2FB528;
    /// The last four bits are free.
    private static final int SKIPPABLE_MAGIC = 0x184D2A50;
    /// A window of 8 MB: 2 to the power of 10 + 13, in the upper five bits.
    private static final int LARGEST_WINDOW = 13 << 3;
    private static final int SINGLE_SEGMENT = 1 << 5;
    private static final int CHECKSUM = 1 << 2;
    /// Bytes of the dictionary's number, and of the content's size, by their two bits in the header.
    private static final int[] DICTIONARY_BYTES = {0, 1, 2, 4};
    private static final int[] SIZE_BYTES = {0, 2, 4, 8};
    private static final int RUN_LENGTH = 1;

    private Zstd() {}

    /// Decompresses all frames.
    ///
    /// @param in changed where it claims a large window
    /// @return the number of bytes written
    /// @throws IOException or a RuntimeException if they are damaged, or have more than `size` bytes
    static int decompress(byte[] in, int from, int length, byte[] out, int size) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(in, from, length).order(ByteOrder.LITTLE_ENDIAN);
        var decompressor = new ZstdDecompressor();
        int written = 0;
        while (bytes.hasRemaining()) {
            int start = bytes.position();
            int magic = bytes.getInt();
            if ((magic & ~0xF) == SKIPPABLE_MAGIC) {
                skip(bytes, Integer.toUnsignedLong(bytes.getInt()));
            } else if (magic == MAGIC) {
                frame(bytes);
                written += decompressor.decompress(in, start, bytes.position() - start, out, written, size - written);
            } else {
                throw new IOException("no zstd frame");
            }
        }
        return written;
    }

    /// Goes to the end of a frame, and makes its window small enough.
    private static void frame(ByteBuffer bytes) throws IOException {
        int descriptor = bytes.get();
        boolean singleSegment = (descriptor & SINGLE_SEGMENT) != 0;
        if (!singleSegment) {
            int window = bytes.get(bytes.position()) & 0xFF;
            bytes.put((byte) Math.min(window, LARGEST_WINDOW));
        }
        int sizeBytes = SIZE_BYTES[descriptor >> 6 & 3];
        skip(bytes, DICTIONARY_BYTES[descriptor & 3] + (singleSegment && sizeBytes == 0 ? 1 : sizeBytes));
        for (boolean last = false; !last;) {
            int block = bytes.getShort() & 0xFFFF | (bytes.get() & 0xFF) << 16;
            last = (block & 1) != 0;
            skip(bytes, (block >> 1 & 3) == RUN_LENGTH ? 1 : block >> 3);
        }
        skip(bytes, (descriptor & CHECKSUM) != 0 ? Integer.BYTES : 0);
    }

    private static void skip(ByteBuffer bytes, long count) throws IOException {
        if (count > bytes.remaining()) {
            throw new IOException("a zstd frame ends early");
        }
        bytes.position(bytes.position() + (int) count);
    }
}
