package islr.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Zstd's entropy-coded streams, which are read from their last bit to their first. The highest set bit of the last byte marks the end.
///
/// Bits before the first are zeros, as in the reference decoder; [#position] then is negative, and the callers check it where a stream must
/// end exactly.
final class BackwardBits {

    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private final byte[] in;
    private final int start;
    /// Bits not yet read.
    private int position;

    BackwardBits(byte[] in, int start, int end) throws CodecException {
        if (end <= start || in[end - 1] == 0) {
            throw new CodecException("zstd: bit stream without an end mark");
        }
        this.in = in;
        this.start = start;
        int marker = 31 - Integer.numberOfLeadingZeros(in[end - 1] & 0xFF);
        position = Math.multiplyExact(end - start - 1, 8) + marker;
    }

    int position() {
        return position;
    }

    int read(int bits) {
        int value = peek(bits);
        position -= bits;
        return value;
    }

    void skip(int bits) {
        position -= bits;
    }

    /// The next `bits` (0 to 31) bits, without reading them.
    int peek(int bits) {
        int from = position - bits;
        if (from < 0) {
            int present = Math.max(position, 0);
            return present == 0 ? 0 : (int) (word(0) & (1L << present) - 1) << -from;
        }
        return (int) (word(from >>> 3) >>> (from & 7) & (1L << bits) - 1);
    }

    /// Eight bytes from byte `at` of the stream. Those after the stream's end are masked off by the caller.
    private long word(int at) {
        int index = start + at;
        if (index + 8 <= in.length) {
            return (long) LONG.get(in, index);
        }
        long word = 0;
        for (int i = in.length - 1; i >= index; i--) {
            word = word << 8 | in[i] & 0xFF;
        }
        return word;
    }
}
