package islr.data.parquet;

import java.util.Arrays;

/// The hybrid of runs and bit-packed groups that holds definition levels and dictionary indices (parquet-format, `Encodings.md`, "RLE").
final class RleDecoder {

    private RleDecoder() {}

    /// True if the first run alone holds `count` numbers of one bit that are all 1, as in a column without NULL. Moves the cursor in that
    /// case only.
    static boolean skipOnes(Bytes in, int count) throws ParquetException {
        int start = in.position;
        long header = in.readVarint();
        if ((header & 1) == 0 && header >>> 1 >= count && in.readByte() == 1) {
            return true;
        }
        in.position = start;
        return false;
    }

    /// Decodes the first `count` numbers of `width` bits, 0 to 32, into `out`. What follows them is left unread.
    static void decode(Bytes in, int width, int[] out, int count) throws ParquetException {
        if (width > 32) {
            throw new ParquetException("numbers of %d bits", width);
        }
        if (width == 0) {
            Arrays.fill(out, 0, count, 0);
            return;
        }
        int at = 0;
        while (at < count) {
            long header = in.readVarint();
            if ((header & 1) == 0) {
                int value = 0;
                for (int i = 0; i < (width + 7) / 8; i++) {
                    value |= in.readByte() << 8 * i;
                }
                int end = (int) Math.min(count, at + (header >>> 1));
                Arrays.fill(out, at, end, value);
                at = end;
            } else {
                long groups = header >>> 1;
                if (groups > Integer.MAX_VALUE) {
                    throw new ParquetException("absurd number of packed values");
                }
                int needed = (int) Math.min(count - at, groups * 8);
                long padding = BitPacking.bytes(width, groups * 8) - BitPacking.bytes(width, needed);
                BitPacking.unpack(in, width, out, at, needed);
                // Some writers leave out the padding of the last group.
                in.take(Math.min(padding, in.remaining()));
                at += needed;
            }
        }
    }
}
