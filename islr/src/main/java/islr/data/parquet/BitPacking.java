package islr.data.parquet;

/// Unpacks numbers of a fixed number of bits, the first in the lowest bits of the first byte.
final class BitPacking {

    private BitPacking() {}

    /// Unpacks `count` numbers of `width` bits, 0 to 32, into `out[at ..]`. Of the last byte only the bits needed are used.
    static void unpack(Bytes in, int width, int[] out, int at, int count) throws ParquetException {
        int start = in.take(bytes(width, count));
        byte[] array = in.array;
        long mask = (1L << width) - 1;
        int i = 0;
        long bit = 0;
        // Eight bytes at once while eight are there: a number of up to 32 bits spans at most 39.
        for (; i < count && start + (int) (bit >>> 3) + 8 <= array.length; i++, bit += width) {
            out[at + i] = (int) (Bytes.longAt(array, start + (int) (bit >>> 3)) >>> (bit & 7) & mask);
        }
        for (; i < count; i++, bit += width) {
            out[at + i] = (int) slow(array, start, bit, width);
        }
    }

    /// Unpacks `count` numbers of `width` bits, 0 to 64, into `out[at ..]`.
    static void unpack(Bytes in, int width, long[] out, int at, int count) throws ParquetException {
        int start = in.take(bytes(width, count));
        long bit = 0;
        for (int i = 0; i < count; i++, bit += width) {
            out[at + i] = slow(in.array, start, bit, width);
        }
    }

    static long bytes(int width, long count) {
        return (width * count + 7) / 8;
    }

    private static long slow(byte[] array, int start, long bit, int width) {
        long value = 0;
        int have = 0;
        while (have < width) {
            int offset = (int) (bit & 7);
            int take = Math.min(8 - offset, width - have);
            long part = array[start + (int) (bit >>> 3)] >>> offset & (1 << take) - 1;
            value |= part << have;
            have += take;
            bit += take;
        }
        return value;
    }
}
