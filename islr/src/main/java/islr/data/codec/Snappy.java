package islr.data.codec;

/// The raw Snappy format: a length, then literals and copies. The low two bits of a tag byte say which.
///
/// Source: google/snappy, `format_description.txt`.
final class Snappy {

    private Snappy() {}

    static void decompress(byte[] in, int inOffset, int inLength, byte[] out) throws CodecException {
        int end = inOffset + inLength;
        int p = inOffset;
        long stated = 0;
        for (int shift = 0;; shift += 7) {
            if (p >= end || shift > 28) {
                throw new CodecException("snappy: no length");
            }
            int b = in[p++];
            stated |= (b & 0x7FL) << shift;
            if (b >= 0) {
                break;
            }
        }
        if (stated != out.length) {
            throw new CodecException("snappy: %d bytes instead of %d", stated, out.length);
        }
        int at = 0;
        while (p < end) {
            int tag = in[p++] & 0xFF;
            int kind = tag & 3;
            int n = tag >>> 2;
            if (kind == 0) {
                int extra = n < 60 ? 0 : n - 59;
                int length = (extra == 0 ? n : littleEndian(in, p, extra, end)) + 1;
                p += extra;
                at = Copies.literals("snappy", in, p, end, out, at, length);
                p += length;
            } else if (kind == 1) {
                int distance = (tag >>> 5) << 8 | littleEndian(in, p, 1, end);
                p++;
                at = Copies.repeat("snappy", out, 0, at, distance, (n & 7) + 4);
            } else {
                int bytes = kind == 2 ? 2 : 4;
                int distance = littleEndian(in, p, bytes, end);
                p += bytes;
                at = Copies.repeat("snappy", out, 0, at, distance, n + 1);
            }
        }
        if (at != out.length) {
            throw new CodecException("snappy: ends after %d of %d bytes", at, out.length);
        }
    }

    /// One to four bytes; above 2³¹ − 1 the result is negative, and every use refuses that.
    private static int littleEndian(byte[] in, int p, int bytes, int end) throws CodecException {
        if (bytes > end - p) {
            throw new CodecException("snappy: input ends early");
        }
        int value = 0;
        for (int i = 0; i < bytes; i++) {
            value |= (in[p + i] & 0xFF) << 8 * i;
        }
        return value;
    }
}
