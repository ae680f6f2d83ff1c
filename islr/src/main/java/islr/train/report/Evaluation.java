package islr.train.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// What a model says of labelled clips.
///
/// @param probabilities `[N][C]`
/// @param labels `[N]`
/// @param sureFrom the probability from which on an answer is sure; empty if the model has no such threshold
public record Evaluation(float[][] probabilities, int[] labels, OptionalDouble sureFrom) {
    public Evaluation {
        Objects.requireNonNull(probabilities, "probabilities");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(sureFrom, "sureFrom");
    }

    /// What is said by a model that does not say whether it is sure.
    public Evaluation(float[][] probabilities, int[] labels) {
        this(probabilities, labels, OptionalDouble.empty());
    }

    /// Share of clips whose sign is among the k most probable; NaN without clips.
    public double top(int k) {
        return labels.length == 0 ? Double.NaN : Metrics.topK(probabilities, labels, k);
    }

    /// Mean of −log of the true sign's probability; NaN without clips.
    public double loss() {
        double total = 0;
        for (int i = 0; i < labels.length; i++) {
            total -= Math.log(Math.max(probabilities[i][labels[i]], Float.MIN_NORMAL));
        }
        return total / labels.length;
    }

    /// The most probable class of each clip.
    public int[] answers() {
        return Arrays.stream(probabilities).mapToInt(Metrics::argmax).toArray();
    }

    /// Whether the answer to clip `i` is sure; false without a threshold.
    public boolean isSure(int i) {
        float[] row = probabilities[i];
        return sureFrom.isPresent() && row[Metrics.argmax(row)] >= sureFrom.getAsDouble();
    }

    /// Share of the answers that are sure; NaN without clips or without a threshold.
    public double sureShare() {
        return sureFrom.isEmpty() ? Double.NaN : (double) sure().length / labels.length;
    }

    /// Share of the sure answers that are right; NaN if there are none.
    public double sureAccuracy() {
        int[] sure = sure();
        return IntStream.of(sure).filter(i -> Metrics.argmax(probabilities[i]) == labels[i]).count()
                / (double) sure.length;
    }

    private int[] sure() {
        return IntStream.range(0, labels.length).filter(this::isSure).toArray();
    }

    /// Precision, recall and the like of each sign.
    public ClassificationReport report() {
        return ClassificationReport.of(labels, answers(), probabilities[0].length);
    }

    /// Which signs are taken for which others, the most frequent first.
    public List<Confusions.Pair> confusions() {
        return Confusions.of(labels, answers());
    }
}
