package islr.data.codec;

/// The LZ4 block format (`LZ4_RAW` in parquet): sequences of literals and one copy, the last without a copy.
///
/// Source: lz4/lz4, `doc/lz4_Block_format.md`.
final class Lz4 {

    private static final int MIN_MATCH = 4;

    private final byte[] in;
    private final int end;
    private int p;

    private Lz4(byte[] in, int p, int end) {
        this.in = in;
        this.p = p;
        this.end = end;
    }

    static void decompress(byte[] in, int inOffset, int inLength, byte[] out) throws CodecException {
        new Lz4(in, inOffset, inOffset + inLength).run(out);
    }

    private void run(byte[] out) throws CodecException {
        int at = 0;
        while (true) {
            int token = next();
            int literals = length(token >>> 4);
            at = Copies.literals("lz4", in, p, end, out, at, literals);
            p += literals;
            if (p == end) {
                break;
            }
            int distance = next() | next() << 8;
            at = Copies.repeat("lz4", out, 0, at, distance, length(token & 15) + MIN_MATCH);
        }
        if (at != out.length) {
            throw new CodecException("lz4: ends after %d of %d bytes", at, out.length);
        }
    }

    /// Fifteen means: add the bytes that follow, up to the first that is not 255.
    private int length(int nibble) throws CodecException {
        int length = nibble;
        if (nibble == 15) {
            int more;
            do {
                more = next();
                length += more;
                if (length < 0) {
                    throw new CodecException("lz4: absurd length");
                }
            } while (more == 255);
        }
        return length;
    }

    private int next() throws CodecException {
        if (p >= end) {
            throw new CodecException("lz4: input ends early");
        }
        return in[p++] & 0xFF;
    }
}
