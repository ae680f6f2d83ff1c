package islr.train.report;

import java.util.Objects;

/// How often a model is right.
public final class Metrics {
    private Metrics() {}

    /// The class with the largest score; the first of equal ones.
    public static int argmax(float[] scores) {
        Objects.requireNonNull(scores, "scores");
        int best = 0;
        for (int i = 1; i < scores.length; i++) {
            if (scores[i] > scores[best]) {
                best = i;
            }
        }
        return best;
    }

    /// Share of rows whose true class is among the k best: fewer than k classes have a strictly larger score, so ties
    /// count as right. A row with a score that is not finite counts as wrong.
    ///
    /// @param scores `[N, C]`, probabilities or logits
    /// @param labels `[N]`, 0 to C − 1
    /// @throws IllegalArgumentException if the sizes do not fit, there is no row, or k is not positive
    public static double topK(float[][] scores, int[] labels, int k) {
        Objects.requireNonNull(scores, "scores");
        Objects.requireNonNull(labels, "labels");
        if (scores.length != labels.length || scores.length == 0 || k < 1) {
            throw new IllegalArgumentException(
                    "top-" + k + ": " + scores.length + " rows with " + labels.length + " labels");
        }
        int right = 0;
        for (int i = 0; i < labels.length; i++) {
            right += isAmong(scores[i], labels[i], k) ? 1 : 0;
        }
        return (double) right / labels.length;
    }

    private static boolean isAmong(float[] scores, int label, int k) {
        int larger = 0;
        for (float score : scores) {
            if (!Float.isFinite(score)) {
                return false;
            }
            larger += score > scores[label] ? 1 : 0;
        }
        return larger < k;
    }
}
