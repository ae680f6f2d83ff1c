package islr.synthetic;

/// How many frames real clips have: quantiles of the 94,477 clips of asl-signs. Median 22, mean 38, from 2 to 537; one
/// in eight has 6.
final class FrameCounts {

    /// The quantiles 0, 1/32, 2/32, …, 31/32.
    private static final int[] QUANTILES = {2, 6, 6, 6, 6, 8, 10, 11, 12, 13, 14, 16, 17, 18, 19, 21, 22, 24, 25, 28,
        30, 32, 36, 40, 44, 48, 55, 63, 77, 96, 123, 163};
    /// The quantiles 1 − 1/32, 1 − 1/64, …, 1 − 1/4096, and the longest: the tail is heavy.
    private static final int[] TAIL = {163, 202, 226, 248, 273, 301, 324, 358, 537};

    private FrameCounts() {}

    /// The number of frames that the given share of all clips does not reach.
    ///
    /// @param share 0 to 1, excluding 1
    static int quantile(double share) {
        double at = share * QUANTILES.length;
        int i = (int) at;
        if (i < QUANTILES.length - 1) {
            return between(QUANTILES[i], QUANTILES[i + 1], at - i);
        }
        double rest = 1 - at + i;
        int halvings = 0;
        while (rest <= 0.5 && halvings < TAIL.length - 2) {
            rest *= 2;
            halvings++;
        }
        return between(TAIL[halvings], TAIL[halvings + 1], Math.min(1, 2 - 2 * rest));
    }

    /// The same for a normal score. The distribution function is approximated with an error of up to 0.0003.
    static int ofNormal(double z) {
        double share = 0.5 * (1 + StrictMath.tanh(StrictMath.sqrt(2 / Math.PI) * (z + 0.044715 * z * z * z)));
        return quantile(Math.min(share, 1 - 0x1p-30));
    }

    private static int between(int from, int to, double share) {
        return (int) Math.round(from + (to - from) * share);
    }
}
