package islr.data.codec;

import java.util.Arrays;

/// The Huffman code of zstd's literals (RFC 8878, 4.2): one table look-up a byte.
final class ZstdHuffman {

    private static final int MAX_BITS = 11;
    private static final int MAX_WEIGHT_ACCURACY = 6;

    private final int width;
    private final byte[] symbol;
    private final byte[] bits;

    /// Builds the table from the symbols' weights: weight w > 0 means a code of `width + 1 − w` bits. The last symbol's weight completes
    /// the code.
    private ZstdHuffman(byte[] weights, int count) throws CodecException {
        int sum = 0;
        for (int s = 0; s < count; s++) {
            if (weights[s] > MAX_BITS) {
                throw new CodecException("zstd: Huffman weight " + weights[s]);
            }
            sum += weights[s] == 0 ? 0 : 1 << weights[s] - 1;
        }
        width = 32 - Integer.numberOfLeadingZeros(sum);
        int left = (1 << width) - sum;
        if (sum == 0 || width > MAX_BITS || Integer.bitCount(left) != 1) {
            throw new CodecException("zstd: Huffman code is not complete");
        }
        weights[count] = (byte) (Integer.numberOfTrailingZeros(left) + 1);
        symbol = new byte[1 << width];
        bits = new byte[1 << width];
        int at = 0;
        for (int weight = 1; weight <= width; weight++) {
            for (int s = 0; s <= count; s++) {
                if (weights[s] == weight) {
                    int end = at + (1 << weight - 1);
                    Arrays.fill(symbol, at, end, (byte) s);
                    Arrays.fill(bits, at, end, (byte) (width + 1 - weight));
                    at = end;
                }
            }
        }
    }

    /// Reads the description of a code at `in[p]`; it ends at `p + 1 +` [#describedBytes].
    static ZstdHuffman read(byte[] in, int p, int end) throws CodecException {
        int bytes = describedBytes(in, p, end);
        int header = in[p] & 0xFF;
        byte[] weights = new byte[257];
        int count;
        if (header >= 128) {
            count = header - 127;
            for (int i = 0; i < count; i++) {
                int pair = in[p + 1 + i / 2];
                weights[i] = (byte) ((i & 1) == 0 ? pair >>> 4 & 15 : pair & 15);
            }
        } else {
            count = compressedWeights(in, p + 1, p + 1 + bytes, weights);
        }
        return new ZstdHuffman(weights, count);
    }

    /// The bytes of a description after its first.
    static int describedBytes(byte[] in, int p, int end) throws CodecException {
        if (p >= end) {
            throw new CodecException("zstd: input ends early");
        }
        int header = in[p] & 0xFF;
        int bytes = header >= 128 ? (header - 127 + 1) / 2 : header;
        if (bytes > end - p - 1) {
            throw new CodecException("zstd: input ends early");
        }
        return bytes;
    }

    /// Weights coded by two interleaved FSE states, until the stream has run out.
    private static int compressedWeights(byte[] in, int p, int end, byte[] weights) throws CodecException {
        var reader = new FseTable.Reader(in, p, end);
        FseTable table = reader.read(MAX_WEIGHT_ACCURACY, 255);
        var stream = new BackwardBits(in, reader.position, end);
        int one = stream.read(table.accuracy);
        int two = stream.read(table.accuracy);
        if (stream.position() < 0) {
            throw new CodecException("zstd: input ends early");
        }
        int count = 0;
        while (count < 254) {
            weights[count++] = (byte) table.symbol(one);
            one = table.next(one, stream);
            if (stream.position() < 0) {
                weights[count++] = (byte) table.symbol(two);
                return count;
            }
            int swap = one;
            one = two;
            two = swap;
        }
        throw new CodecException("zstd: more than 255 Huffman weights");
    }

    /// Decodes exactly `length` bytes from exactly `in[p .. end)`.
    void decode(byte[] in, int p, int end, byte[] out, int at, int length) throws CodecException {
        var stream = new BackwardBits(in, p, end);
        for (int i = at; i < at + length; i++) {
            int code = stream.peek(width);
            out[i] = symbol[code];
            stream.skip(bits[code]);
        }
        if (stream.position() != 0) {
            throw new CodecException("zstd: Huffman stream of the wrong length");
        }
    }
}
