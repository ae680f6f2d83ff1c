package islr.data.codec;

/// The sequences section of a zstd block (RFC 8878, 3.1.1.3.2): three interleaved FSE codes, for literal lengths, offsets and match
/// lengths.
///
/// One object lives as long as a frame: tables and the three latest offsets carry over from block to block.
final class ZstdSequences {

    private static final int LITERAL = 0;
    private static final int OFFSET = 1;
    private static final int MATCH = 2;

    private static final int[] MAX_ACCURACY = {9, 8, 9};
    private static final int[] MAX_SYMBOL = {35, 31, 52};
    private static final FseTable[] DEFAULT = {
        FseTable.of(6,
                shorts(4, 3, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 2, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2, 2, 2, 3, 2, 1, 1, 1, 1, 1, -1, -1, -1, -1)),
        FseTable.of(5, shorts(1, 1, 1, 1, 1, 1, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1)),
        FseTable.of(6,
                shorts(1, 4, 3, 2, 2, 2, 2, 2, 2, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
                        1, 1, 1, 1, 1, 1, 1, -1, -1, -1, -1, -1, -1, -1)),
    };

    private static final int[] LITERAL_BITS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1, 1, 1, 2, 2, 3, 3, 4,
        6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int[] MATCH_BITS = {0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0,
        1, 1, 1, 1, 2, 2, 3, 3, 4, 4, 5, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16};
    private static final int[] LITERAL_BASE = bases(0, LITERAL_BITS);
    private static final int[] MATCH_BASE = bases(3, MATCH_BITS);

    private final FseTable[] tables = new FseTable[3];
    private int recent1 = 1;
    private int recent2 = 4;
    private int recent3 = 8;

    /// Executes the section `in[p .. end)` on the block's literals.
    ///
    /// @return the position in `out` after the block
    int run(byte[] in, int p, int end, byte[] literals, int literalCount, byte[] out, int frameStart, int at) throws CodecException {
        int count = at(in, p++, end);
        if (count > 127) {
            count = count < 255 ? (count - 128 << 8) + at(in, p++, end) : at(in, p++, end) + (at(in, p++, end) << 8) + 0x7F00;
        }
        int literal = 0;
        if (count > 0) {
            int from = readTables(in, p, end);
            var stream = new BackwardBits(in, from, end);
            FseTable literalTable = tables[LITERAL];
            FseTable offsetTable = tables[OFFSET];
            FseTable matchTable = tables[MATCH];
            int literalState = stream.read(literalTable.accuracy);
            int offsetState = stream.read(offsetTable.accuracy);
            int matchState = stream.read(matchTable.accuracy);
            for (int i = 0; i < count; i++) {
                int offsetCode = offsetTable.symbol(offsetState);
                int matchCode = matchTable.symbol(matchState);
                int literalCode = literalTable.symbol(literalState);
                if (offsetCode > 30) {
                    throw new CodecException("zstd: offset above 2 GiB");
                }
                int offset = (1 << offsetCode) + stream.read(offsetCode);
                int matchLength = MATCH_BASE[matchCode] + stream.read(MATCH_BITS[matchCode]);
                int literalLength = LITERAL_BASE[literalCode] + stream.read(LITERAL_BITS[literalCode]);
                at = Copies.literals("zstd", literals, literal, literalCount, out, at, literalLength);
                literal += literalLength;
                at = Copies.repeat("zstd", out, frameStart, at, distance(offset, literalLength), matchLength);
                if (i < count - 1) {
                    literalState = literalTable.next(literalState, stream);
                    matchState = matchTable.next(matchState, stream);
                    offsetState = offsetTable.next(offsetState, stream);
                }
                if (stream.position() < 0) {
                    throw new CodecException("zstd: input ends early");
                }
            }
            if (stream.position() != 0) {
                throw new CodecException("zstd: bits left over after the last sequence");
            }
        }
        return Copies.literals("zstd", literals, literal, literalCount, out, at, literalCount - literal);
    }

    /// Values 1 to 3 name one of the latest offsets (shifted by one where no literals precede the copy), greater ones are an offset plus 3.
    private int distance(int value, int literalLength) {
        int distance;
        int repeat = literalLength == 0 ? value + 1 : value;
        if (value > 3) {
            distance = value - 3;
            recent3 = recent2;
        } else if (repeat == 1) {
            return recent1;
        } else if (repeat == 2) {
            distance = recent2;
        } else {
            distance = repeat == 3 ? recent3 : recent1 - 1;
            recent3 = recent2;
        }
        recent2 = recent1;
        recent1 = distance;
        return distance;
    }

    private int readTables(byte[] in, int p, int end) throws CodecException {
        int modes = at(in, p, end);
        if ((modes & 3) != 0) {
            throw new CodecException("zstd: reserved bits are set");
        }
        var reader = new FseTable.Reader(in, p + 1, end);
        for (int kind = 0; kind < 3; kind++) {
            switch (modes >>> 6 - 2 * kind & 3) {
                case 0 -> tables[kind] = DEFAULT[kind];
                case 1 -> {
                    int symbol = at(in, reader.position++, end);
                    if (symbol > MAX_SYMBOL[kind]) {
                        throw new CodecException("zstd: symbol %d above %d", symbol, MAX_SYMBOL[kind]);
                    }
                    tables[kind] = FseTable.constant(symbol);
                }
                case 2 -> tables[kind] = reader.read(MAX_ACCURACY[kind], MAX_SYMBOL[kind]);
                default -> {
                    if (tables[kind] == null) {
                        throw new CodecException("zstd: repeats a table that was never given");
                    }
                }
            }
        }
        return reader.position;
    }

    private static int at(byte[] in, int p, int end) throws CodecException {
        if (p >= end) {
            throw new CodecException("zstd: input ends early");
        }
        return in[p] & 0xFF;
    }

    /// Each code starts where the one before it ends: base[i + 1] = base[i] + 2^bits[i].
    private static int[] bases(int first, int[] bits) {
        int[] bases = new int[bits.length];
        bases[0] = first;
        for (int i = 1; i < bits.length; i++) {
            bases[i] = bases[i - 1] + (1 << bits[i - 1]);
        }
        return bases;
    }

    private static short[] shorts(int... values) {
        short[] shorts = new short[values.length];
        for (int i = 0; i < values.length; i++) {
            shorts[i] = (short) values[i];
        }
        return shorts;
    }
}
