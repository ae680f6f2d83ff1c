package islr.synthetic;

/// Random numbers for one aspect of a sign, signer or take: a SplitMix64 generator whose initial state is hashed from
/// the seed, the name of the aspect and the numbers of sign, signer and take. It is written out here so that no release
/// of Java changes the bits.
final class Stream {

    private static final long GOLDEN = 0x9E3779B97F4A7C15L;
    /// Standard deviation of the sum of four 16-bit numbers: 65,536·√(4/12).
    private static final double FOUR_SHORTS = 37_837.2;

    private long state;

    private Stream(long state) {
        this.state = state;
    }

    /// @param aspect what is drawn, such as `camera`
    /// @param numbers those of the signer, sign and take, or some of them
    static Stream of(long seed, String aspect, int... numbers) {
        long hash = mix(seed + GOLDEN);
        for (int i = 0; i < aspect.length(); i++) {
            hash = mix(hash * 31 + aspect.charAt(i));
        }
        for (int number : numbers) {
            hash = mix(hash + GOLDEN * (number + 1L));
        }
        return new Stream(hash);
    }

    private static long mix(long value) {
        long z = (value ^ value >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }

    private long next() {
        state += GOLDEN;
        return mix(state);
    }

    /// 0 to 1, excluding 1.
    double uniform() {
        return (next() >>> 11) * 0x1p-53;
    }

    double uniform(double from, double to) {
        return from + (to - from) * uniform();
    }

    /// Mean 0, deviation 1, nearly Gaussian and never beyond ±3.47: the sum of four uniform numbers. The bound excludes
    /// extreme bodies. The sum needs no logarithm; the jitter of a clip would otherwise need a hundred thousand.
    double normal() {
        long bits = next();
        long sum = (bits & 0xFFFF) + (bits >>> 16 & 0xFFFF) + (bits >>> 32 & 0xFFFF) + (bits >>> 48);
        return (sum - 131_070) / FOUR_SHORTS;
    }

    double normal(double mean, double deviation) {
        return mean + deviation * normal();
    }

    /// `median·e^(spread·z)`, z normal.
    double logNormal(double median, double spread) {
        return median * StrictMath.exp(spread * normal());
    }

    boolean chance(double probability) {
        return uniform() < probability;
    }

    /// 0 to count − 1.
    int below(int count) {
        return (int) (uniform() * count);
    }

    <E> E oneOf(E[] values) {
        return values[below(values.length)];
    }
}
