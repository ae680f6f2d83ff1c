package islr.train.calibration;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// Whether probabilities mean what they say: of the answers with about the same probability, which share is right?
///
/// @param bins tenths of the range from 0 to 1, those that are empty too
public record Reliability(List<Bin> bins) {
    private static final int BINS = 10;

    public Reliability {
        bins = List.copyOf(Objects.requireNonNull(bins, "bins"));
    }

    /// Answers of about the same probability.
    ///
    /// @param from the least probability
    /// @param to all are below it; 1 is in the last bin
    /// @param clips how many answers
    /// @param probability their mean probability; NaN without any
    /// @param accuracy the share of them that is right; NaN without any
    public record Bin(double from, double to, int clips, double probability, double accuracy) {}

    /// @param probabilities of the answers, 0 to 1
    /// @param right which of them are right
    /// @return the answers in tenths
    /// @throws IllegalArgumentException if there are not as many of both
    public static Reliability of(double[] probabilities, boolean[] right) {
        Objects.requireNonNull(probabilities, "probabilities");
        Objects.requireNonNull(right, "right");
        if (probabilities.length != right.length) {
            throw new IllegalArgumentException(
                    "reliability: " + probabilities.length + " probabilities of " + right.length + " answers");
        }
        int[] clips = new int[BINS];
        int[] hits = new int[BINS];
        double[] sums = new double[BINS];
        for (int i = 0; i < right.length; i++) {
            int bin = Math.min(BINS - 1, (int) (probabilities[i] * BINS));
            clips[bin]++;
            hits[bin] += right[i] ? 1 : 0;
            sums[bin] += probabilities[i];
        }
        List<Bin> bins = new ArrayList<>();
        for (int b = 0; b < BINS; b++) {
            bins.add(new Bin((double) b / BINS, (b + 1.0) / BINS, clips[b], sums[b] / clips[b],
                    (double) hits[b] / clips[b]));
        }
        return new Reliability(bins);
    }

    /// The expected calibration error: how far probability and accuracy of a bin are apart, in the mean over all
    /// answers. 0 is perfect; NaN without answers.
    public double error() {
        double total = 0;
        int clips = 0;
        for (Bin bin : bins) {
            if (bin.clips > 0) {
                total += bin.clips * Math.abs(bin.probability - bin.accuracy);
                clips += bin.clips;
            }
        }
        return total / clips;
    }
}
