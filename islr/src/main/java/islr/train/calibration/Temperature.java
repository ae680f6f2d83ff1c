package islr.train.calibration;

import java.util.Objects;

/// The one number that logits are divided by so that probabilities mean what they say (C. Guo et al., "On Calibration
/// of Modern Neural Networks", 2017).
///
/// With `b = 1 / T`, the loss of a clip is `log Σ_k exp(b·z_k) − b·z_y`. It is convex in b, so its slope, the mean of
/// `Σ_k p_k·z_k − z_y`, grows with b and is 0 in one place at the most: halving finds it.
///
/// Where all answers are right, the loss falls for ever, and the best temperature would be 0: every probability 1. So
/// one clip more is counted, of which nothing is known, as if it showed a little of every sign: each clip is its own
/// sign for a share of N / (N + 1) and every sign alike for the rest. With many clips that changes next to nothing.
public final class Temperature {
    /// The least that is found.
    public static final double LEAST = 0.05;
    /// The most that is found.
    public static final double MOST = 20;

    /// Each makes the place half as uncertain; 1e-9 of it remain.
    private static final int HALVINGS = 32;

    private Temperature() {}

    /// The temperature of the least loss, with four decimals; 1 if any is as good.
    ///
    /// @throws IllegalArgumentException if there is no clip, or a logit is not finite
    public static double fit(HeldOut clips) {
        Objects.requireNonNull(clips, "clips");
        requireFinite(clips.logits());
        if (slope(clips, 1) == 0) {
            return 1;
        }
        // Of 1 / T, and between their logarithms: the range is from a twentieth to twenty.
        double least = Math.log(1 / MOST);
        double most = Math.log(1 / LEAST);
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (least + most) / 2;
            if (slope(clips, Math.exp(middle)) < 0) {
                least = middle;
            } else {
                most = middle;
            }
        }
        return Math.clamp(Rounded.nearest(Math.exp(-(least + most) / 2)), LEAST, MOST);
    }

    private static void requireFinite(float[][] logits) {
        if (logits.length == 0) {
            throw new IllegalArgumentException("temperature: there is no clip to measure it on");
        }
        for (float[] row : logits) {
            for (float logit : row) {
                if (!Float.isFinite(logit)) {
                    throw new IllegalArgumentException("temperature: a logit is " + logit + "; is the model sound?");
                }
            }
        }
    }

    /// The slope of the mean loss over b.
    private static double slope(HeldOut clips, double b) {
        int n = clips.labels().length;
        double unknown = 1.0 / (n + 1);
        double total = 0;
        for (int i = 0; i < n; i++) {
            float[] row = clips.logits()[i];
            double most = max(row);
            double sum = 0;
            double weighted = 0;
            double plain = 0;
            for (float logit : row) {
                double e = Math.exp(b * (logit - most));
                sum += e;
                weighted += e * logit;
                plain += logit;
            }
            total += weighted / sum - (1 - unknown) * row[clips.labels()[i]] - unknown * plain / row.length;
        }
        return total / n;
    }

    /// The mean of −log of the true sign's probability at this temperature.
    public static double loss(HeldOut clips, double temperature) {
        Objects.requireNonNull(clips, "clips");
        double total = 0;
        for (int i = 0; i < clips.labels().length; i++) {
            float[] row = clips.logits()[i];
            double most = max(row);
            double sum = 0;
            for (float logit : row) {
                sum += Math.exp((logit - most) / temperature);
            }
            total += Math.log(sum) - (row[clips.labels()[i]] - most) / temperature;
        }
        return total / clips.labels().length;
    }

    /// The largest probability of a row of logits at this temperature.
    static double probability(float[] logits, double temperature) {
        double most = max(logits);
        double sum = 0;
        for (float logit : logits) {
            sum += Math.exp((logit - most) / temperature);
        }
        return 1 / sum;
    }

    private static double max(float[] row) {
        double most = row[0];
        for (float each : row) {
            most = Math.max(most, each);
        }
        return most;
    }
}
