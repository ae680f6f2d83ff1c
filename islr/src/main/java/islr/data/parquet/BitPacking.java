package islr.data.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Unpacks numbers of a fixed number of bits, the first in the lowest bits of the first byte.
final class BitPacking {

    private BitPacking() {}

    /// Unpacks `count` numbers of `width` bits, 0 to 32, into `out[at ..]`. Of the last byte only the bits needed are used.
    static void unpack(Bytes in, int width, int[] out, int at, int count) throws ParquetException {
        long[] words = words(in, width, count);
        long mask = (1L << width) - 1;
        int word = 0;
        int shift = 0;
        for (int i = at; i < at + count; i++) {
            long value = words[word] >>> shift;
            shift += width;
            if (shift >= Long.SIZE) {
                shift -= Long.SIZE;
                word++;
                // The bits of this number that stand in the next word. Java shifts by 64 as by 0, but then none are missing.
                value |= shift == 0 ? 0 : words[word] << width - shift;
            }
            out[i] = (int) (value & mask);
        }
    }

    /// Unpacks `count` numbers of `width` bits, 0 to 64, into `out[at ..]`.
    static void unpack(Bytes in, int width, long[] out, int at, int count) throws ParquetException {
        if (width == 0) {
            Arrays.fill(out, at, at + count, 0);
            return;
        }
        long[] words = words(in, width, count);
        long mask = -1L >>> Long.SIZE - width;
        for (int i = 0; i < count; i++) {
            long bit = (long) i * width;
            int word = (int) (bit >>> 6);
            int shift = (int) (bit & 63);
            long value = words[word] >>> shift;
            if (shift + width > Long.SIZE) {
                value |= words[word + 1] << Long.SIZE - shift;
            }
            out[at + i] = value & mask;
        }
    }

    /// Bytes that `count` numbers take.
    static long bytes(int width, long count) {
        return (width * count + 7) / 8;
    }

    /// The packed bytes as words, copied in bulk: one call, which is fast before the JIT has seen it too.
    private static long[] words(Bytes in, int width, int count) throws ParquetException {
        int length = (int) Math.min(Integer.MAX_VALUE, bytes(width, count));
        int start = in.take(length);
        long[] words = new long[length / Long.BYTES + 1];
        ByteBuffer.wrap(in.array, start, length).order(ByteOrder.LITTLE_ENDIAN).asLongBuffer().get(words, 0, length / Long.BYTES);
        for (int i = length & -Long.BYTES; i < length; i++) {
            words[words.length - 1] |= (in.array[start + i] & 0xFFL) << 8 * i;
        }
        return words;
    }
}
