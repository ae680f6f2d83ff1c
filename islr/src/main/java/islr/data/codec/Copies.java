package islr.data.codec;

/// The copy that all three LZ77 formats share.
final class Copies {

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
        if (distance >= length) {
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
    static int literals(String format, byte[] in, int from, int inEnd, byte[] out, int at, int length) throws CodecException {
        if (length < 0 || length > inEnd - from) {
            throw new CodecException(format + ": input ends early");
        }
        if (length > out.length - at) {
            throw new CodecException(format + ": more bytes than the stated " + out.length);
        }
        System.arraycopy(in, from, out, at, length);
        return at + length;
    }
}
