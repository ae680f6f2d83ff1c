package islr.train.calibration;

import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;

/// From which score on an answer is sure, see [SureScores]. Rounded down to four decimals.
public final class Threshold {
    private Threshold() {}

    /// The largest threshold with which at least a share of the right answers stays sure.
    ///
    /// @param right scores of the right answers
    /// @param share 0 to 1, for instance 0.95
    /// @return empty if there is no right answer
    public static OptionalDouble keeping(double share, double[] right) {
        Objects.requireNonNull(right, "right");
        return right.length == 0 ? OptionalDouble.empty()
                : OptionalDouble.of(Rounded.down(largest(share, sorted(right))));
    }

    /// The threshold that tells the right answers best from the answers to clips that show none of the signs: the share
    /// of the first that is sure less the share of the others that is sure is the largest, among the thresholds with
    /// which at least a share of the right answers stays sure. Of equally good ones, the least.
    ///
    /// @param right scores of the right answers
    /// @param others scores of the answers to the other clips
    /// @param share 0 to 1, for instance 0.9
    /// @return empty if there is no right answer
    public static OptionalDouble separating(double share, double[] right, double[] others) {
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(others, "others");
        if (right.length == 0) {
            return OptionalDouble.empty();
        }
        double[] kept = sorted(right);
        double[] foreign = sorted(others);
        double most = Rounded.down(largest(share, kept));
        double best = most;
        double bestGain = Double.NEGATIVE_INFINITY;
        for (double each : kept) {
            double threshold = Rounded.down(each);
            double gain = from(kept, threshold) - from(foreign, threshold);
            if (threshold <= most && gain > bestGain) {
                best = threshold;
                bestGain = gain;
            }
        }
        return OptionalDouble.of(best);
    }

    private static double[] sorted(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted;
    }

    private static double largest(double share, double[] sorted) {
        // 0.95 of 20 is a little more than 19 in floating point.
        int stay = Math.max(1, (int) Math.ceil(share * sorted.length - 1e-9));
        return sorted[sorted.length - stay];
    }

    /// The share of numbers that reach a limit.
    private static double from(double[] sorted, double limit) {
        return sorted.length == 0 ? 0 : 1 - (double) Separation.below(sorted, limit) / sorted.length;
    }
}
