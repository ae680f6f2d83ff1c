package islr.tensor.kernel;

/// How a weight is kept in fewer bits than a float32 has. Kernels widen it where they use it, in registers.
///
/// | type | bytes | a number is |
/// |---|---|---|
/// | [#INT8] | 1 | a whole number from −127 to 127, times a scale that belongs to its output channel |
/// | [#BF16] | 2 | the upper half of a float32, little-endian: its range, with 8 bits of precision |
public enum NarrowType {
    INT8(1), BF16(2);

    /// Bytes that an array of packed numbers has behind the last one: a vector may be read whole where only its
    /// beginning counts.
    public static final int SPARE = 8;

    private final int bytes;

    NarrowType(int bytes) {
        this.bytes = bytes;
    }

    /// The nearest bf16, as its bits; of two equally near ones the even one. NaN stays NaN, and a number beyond the
    /// range becomes infinite.
    public static short bf16(float x) {
        int bits = Float.floatToRawIntBits(x);
        if (Float.isNaN(x)) {
            // Rounding could carry a NaN over to infinity; this keeps it one.
            return (short) (bits >> 16 | 0x40);
        }
        return (short) (bits + 0x7FFF + (bits >> 16 & 1) >> 16);
    }

    /// Bytes of one number.
    public int bytes() {
        return bytes;
    }

    /// Number `index` of an array, widened, without its scale. Widening is exact.
    public float value(byte[] numbers, int index) {
        return this == INT8 ? numbers[index]
                : Float.intBitsToFloat(numbers[2 * index] << 16 & 0xFF0000 | numbers[2 * index + 1] << 24);
    }

    /// Widens `n` numbers from number `from` on.
    public void widen(byte[] numbers, int from, float[] y, int yOff, int n) {
        if (this == INT8) {
            for (int i = 0; i < n; i++) {
                y[yOff + i] = numbers[from + i];
            }
        } else {
            for (int i = 0; i < n; i++) {
                y[yOff + i] = value(numbers, from + i);
            }
        }
    }
}
