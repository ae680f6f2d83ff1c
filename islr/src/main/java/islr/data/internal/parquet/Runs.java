package islr.data.internal.parquet;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// Decodes the hybrid of runs and bit-packed groups that holds definition levels and dictionary ids (parquet-format,
/// `Encodings.md`, "RLE").
///
/// The library's own decoder, `RunLengthBitPackingHybridDecoder`, takes as much memory as a run claims, returns one
/// number per call, and makes a new JVM load 280 classes of unrolled loops before the first number.
final class Runs {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Runs() {}

    /// Decodes the first `count` numbers of `width` bits, 0 to 32, into `out`.
    ///
    /// @param in backed by an array
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
                if (width < 32 && value >>> width != 0) {
                    throw new IllegalArgumentException("a run of %d in %d bits".formatted(value, width));
                }
                int end = (int) Math.min(count, at + length);
                Arrays.fill(out, at, end, value);
                at = end;
            } else {
                int end = (int) Math.min(count, at + 8 * length);
                int start = in.position();
                long needed = ((long) (end - at) * width + 7) / 8;
                if (needed > in.remaining()) {
                    throw new BufferUnderflowException();
                }
                unpack(in.array(), in.arrayOffset() + start, width, out, at, end);
                // Some writers leave out the padding of the last group.
                in.position((int) Math.min(start + length * width, in.limit()));
                at = end;
            }
        }
    }

    /// Unpacks numbers. All of their bytes are there, but perhaps none after them.
    private static void unpack(byte[] in, int start, int width, int[] out, int from, int to) {
        int mask = (int) ((1L << width) - 1);
        int last = in.length - Long.BYTES;
        int i = from;
        int bit = 0;
        // Every fourth number begins at a byte or in its middle, so one load of eight bytes holds four numbers. This is
        // three times as fast as one load for each.
        for (; width <= 16 && i + 4 <= to && start + (bit >>> 3) <= last; i += 4, bit += 4 * width) {
            long word = (long) LONG.get(in, start + (bit >>> 3)) >>> (bit & 7);
            out[i] = (int) word & mask;
            out[i + 1] = (int) (word >>> width) & mask;
            out[i + 2] = (int) (word >>> 2 * width) & mask;
            out[i + 3] = (int) (word >>> 3 * width) & mask;
        }
        for (; i < to && start + (bit >>> 3) <= last; i++, bit += width) {
            out[i] = (int) ((long) LONG.get(in, start + (bit >>> 3)) >>> (bit & 7)) & mask;
        }
        for (; i < to; i++, bit += width) {
            long word = 0;
            for (int at = start + (bit >>> 3), shift = 0; shift < width + 7 && at < in.length; at++, shift += 8) {
                word |= (in[at] & 0xFFL) << shift;
            }
            out[i] = (int) (word >>> (bit & 7)) & mask;
        }
    }

    /// An unsigned number of up to 32 bits, with seven bits per byte, the lowest first.
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
