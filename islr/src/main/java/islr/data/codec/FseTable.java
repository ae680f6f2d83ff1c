package islr.data.codec;

/// A decoding table of zstd's finite state entropy code (RFC 8878, 4.1): a state is an index; it emits a symbol and leads to `base + (some
/// bits read)`.
final class FseTable {

    final int accuracy;
    final byte[] symbol;
    final byte[] bits;
    final short[] base;

    private FseTable(int accuracy) {
        this.accuracy = accuracy;
        int size = 1 << accuracy;
        symbol = new byte[size];
        bits = new byte[size];
        base = new short[size];
    }

    /// The table that always emits one symbol and reads nothing.
    static FseTable constant(int symbol) {
        var table = new FseTable(0);
        table.symbol[0] = (byte) symbol;
        return table;
    }

    /// The table of a distribution: `frequency[s]` of 2^accuracy states emit s; −1 stands for "less than one", which takes a state from the
    /// upper end.
    static FseTable of(int accuracy, short[] frequency) {
        var table = new FseTable(accuracy);
        int size = 1 << accuracy;
        int mask = size - 1;
        int high = size;
        int[] next = new int[frequency.length];
        for (int s = 0; s < frequency.length; s++) {
            if (frequency[s] < 0) {
                table.symbol[--high] = (byte) s;
                next[s] = 1;
            }
        }
        int step = (size >> 1) + (size >> 3) + 3;
        int at = 0;
        for (int s = 0; s < frequency.length; s++) {
            if (frequency[s] <= 0) {
                continue;
            }
            next[s] = frequency[s];
            for (int i = 0; i < frequency[s]; i++) {
                table.symbol[at] = (byte) s;
                do {
                    at = at + step & mask;
                } while (at >= high);
            }
        }
        for (int i = 0; i < size; i++) {
            int state = next[table.symbol[i] & 0xFF]++;
            int bits = accuracy - (31 - Integer.numberOfLeadingZeros(state));
            table.bits[i] = (byte) bits;
            table.base[i] = (short) ((state << bits) - size);
        }
        return table;
    }

    int symbol(int state) {
        return symbol[state] & 0xFF;
    }

    int next(int state, BackwardBits in) {
        return base[state] + in.read(bits[state]);
    }

    /// Reads distributions, which are written forward in variable-width numbers, and remembers where they end.
    static final class Reader {
        private final byte[] in;
        private final int end;
        /// The first byte after the distribution read last.
        int position;
        private long bit;

        Reader(byte[] in, int position, int end) {
            this.in = in;
            this.position = position;
            this.end = end;
        }

        FseTable read(int maxAccuracy, int maxSymbol) throws CodecException {
            bit = 8L * position;
            int accuracy = bits(4) + 5;
            if (accuracy > maxAccuracy) {
                throw new CodecException("zstd: FSE accuracy %d above %d", accuracy, maxAccuracy);
            }
            short[] frequency = new short[maxSymbol + 1];
            int remaining = 1 << accuracy;
            int s = 0;
            while (remaining > 0 && s <= maxSymbol) {
                int width = 32 - Integer.numberOfLeadingZeros(remaining + 1);
                int value = bits(width);
                // Small values are written with one bit less.
                int lower = value & (1 << width - 1) - 1;
                int threshold = (1 << width) - 2 - remaining;
                if (lower < threshold) {
                    bit--;
                    value = lower;
                } else if (value != lower) {
                    value -= threshold;
                }
                int probability = value - 1;
                remaining -= Math.abs(probability);
                frequency[s++] = (short) probability;
                if (probability == 0) {
                    int zeros;
                    do {
                        zeros = bits(2);
                        s += zeros;
                    } while (zeros == 3);
                }
            }
            if (remaining != 0 || s > maxSymbol + 1) {
                throw new CodecException("zstd: FSE distribution does not add up");
            }
            position = (int) (bit + 7 >>> 3);
            return of(accuracy, frequency);
        }

        private int bits(int count) throws CodecException {
            int value = 0;
            for (int i = 0; i < count; i++, bit++) {
                int index = (int) (bit >>> 3);
                if (index >= end) {
                    throw new CodecException("zstd: input ends early");
                }
                value |= (in[index] >>> (bit & 7) & 1) << i;
            }
            return value;
        }
    }
}
