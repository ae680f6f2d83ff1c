package islr.tensor.kernel;

/// A hash of 32 bits as a source of random numbers that can be asked for in any order: the same (seed, index) gives the
/// same answer, so dropout needs to store nothing for its backward pass and does not depend on how the work was split.
public final class Hash {
    private Hash() {}

    /// Multiplies and shifts until every bit of the index has reached every bit of the result (Wellons' "lowbias32"
    /// constants).
    ///
    /// @return 32 bits that look random
    public static int mix(int seed, int index) {
        int h = index * 0x9E3779B9 ^ seed;
        h ^= h >>> 16;
        h *= 0x7FEB352D;
        h ^= h >>> 15;
        h *= 0x846CA68B;
        h ^= h >>> 16;
        return h;
    }

    /// True with probability 1 − rate.
    public static boolean keeps(float rate, int seed, int index) {
        return mix(seed, index) >>> 8 >= threshold(rate);
    }

    /// The share `rate` of the 2²⁴ values that the upper 24 bits of a hash can have.
    public static int threshold(float rate) {
        return Math.round(rate * (1 << 24));
    }
}
