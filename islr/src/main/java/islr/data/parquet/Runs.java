package islr.data.parquet;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Decodes the hybrid of runs and bit-packed groups that holds definition levels and dictionary ids (parquet-format, `Encodings.md`, "RLE").
///
/// The library's own, `RunLengthBitPackingHybridDecoder`, takes memory for whatever a run claims, hands out one number a call, and loads 280
/// classes of unrolled loops into a new JVM before its first.
final class Runs {

    private Runs() {}

    /// Decodes the first `count` numbers of `width` bits, 0 to 32, into `out`.
    static void decode(ByteBuffer in, int width, int[] out, int count) {
        if (width < 0 || width > 32) {
            throw new IllegalArgumentException("numbers of " + width + " bits");
        }
        int at = 0;
        while (at < count) {
            int header = varint(in);
            // The lengths are unsigned.
            long length = header >>> 1;
            if ((header & 1) == 0) {
                int value = 0;
                for (int bits = 0; bits < width; bits += 8) {
                    value |= (in.get() & 0xFF) << bits;
                }
                int end = (int) Math.min(count, at + length);
                Arrays.fill(out, at, end, value);
                at = end;
            } else {
                int end = (int) Math.min(count, at + 8 * length);
                int start = in.position();
                unpack(in, width, out, at, end);
                // Some writers leave out the padding of the last group.
                in.position((int) Math.min(start + length * width, in.limit()));
                at = end;
            }
        }
    }

    private static void unpack(ByteBuffer in, int width, int[] out, int from, int to) {
        long mask = (1L << width) - 1;
        long bits = 0;
        int held = 0;
        for (int i = from; i < to; i++) {
            for (; held < width; held += 8) {
                bits |= (in.get() & 0xFFL) << held;
            }
            out[i] = (int) (bits & mask);
            bits >>>= width;
            held -= width;
        }
    }

    /// An unsigned number of up to 32 bits, seven a byte, the lowest first.
    static int varint(ByteBuffer in) {
        int value = 0;
        for (int shift = 0; shift < 35; shift += 7) {
            byte next = in.get();
            value |= (next & 0x7F) << shift;
            if (next >= 0) {
                return value;
            }
        }
        throw new IllegalArgumentException("a number of more than 32 bits");
    }
}
