package islr.data.codec;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// The two copies that all LZ77 formats share.
///
/// Most are short: doubles that were floats compress to literals of two or three bytes and copies of five. So up to eight bytes are moved
/// as one word, which may write over the end of the copy, into bytes that later ones fill; only near the end of an array it must be exact.
final class Copies {

    private static final VarHandle WORD = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

    private Copies() {}

    /// Repeats `length` bytes that stand `distance` bytes back, at `out[at]`. The two ranges may overlap: distance 1 repeats one byte.
    ///
    /// @return the position after the copy
    /// @throws CodecException if the copy starts before `start` or ends after the array
    static int repeat(String format, byte[] out, int start, int at, int distance, int length) throws CodecException {
        if (distance <= 0 || distance > at - start) {
            throw new CodecException(format + ": copy from before the start");
        }
        if (length < 0 || length > out.length - at) {
            throw new CodecException(format + ": more bytes than the stated " + out.length);
        }
        if (length <= Long.BYTES && distance >= Long.BYTES && out.length - at >= Long.BYTES) {
            WORD.set(out, at, (long) WORD.get(out, at - distance));
        } else if (distance >= length) {
            System.arraycopy(out, at - distance, out, at, length);
        } else {
            for (int i = at, end = at + length; i < end; i++) {
                out[i] = out[i - distance];
            }
        }
        return at + length;
    }

    /// Copies `length` bytes of the input as they are.
    ///
    /// @return the position in `out` after the copy
    /// @throws CodecException if the input has fewer bytes, or the output less room
    static int literals(String format, byte[] in, int from, int inEnd, byte[] out, int at, int length) throws CodecException {
        if (length < 0 || length > inEnd - from) {
            throw new CodecException(format + ": input ends early");
        }
        if (length > out.length - at) {
            throw new CodecException(format + ": more bytes than the stated " + out.length);
        }
        if (length <= Long.BYTES && in.length - from >= Long.BYTES && out.length - at >= Long.BYTES) {
            WORD.set(out, at, (long) WORD.get(in, from));
        } else {
            System.arraycopy(in, from, out, at, length);
        }
        return at + length;
    }
}
