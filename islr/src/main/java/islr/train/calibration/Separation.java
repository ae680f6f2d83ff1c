package islr.train.calibration;

import java.util.Arrays;
import java.util.Objects;

/// How well a score tells two kinds of clips apart.
public final class Separation {
    private Separation() {}

    /// The area under the receiver operating characteristic: how often one of the first kind has a higher score than
    /// one of the second, over all pairs; equal scores count half. 0.5 is chance, 1 perfect; NaN if there are none of a
    /// kind.
    public static double auroc(double[] first, double[] second) {
        Objects.requireNonNull(first, "first");
        Objects.requireNonNull(second, "second");
        double[] sorted = second.clone();
        Arrays.sort(sorted);
        double above = 0;
        for (double score : first) {
            above += (below(sorted, score) + upTo(sorted, score)) / 2.0;
        }
        return above / first.length / second.length;
    }

    /// How many numbers are less.
    static int below(double[] sorted, double limit) {
        int from = 0;
        int to = sorted.length;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (sorted[middle] < limit) {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        return from;
    }

    private static int upTo(double[] sorted, double limit) {
        return below(sorted, Math.nextUp(limit));
    }
}
