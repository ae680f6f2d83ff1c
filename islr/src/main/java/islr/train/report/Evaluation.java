package islr.train.report;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;

/// What a model says of labelled clips.
///
/// @param probabilities `[N][C]`
/// @param labels `[N]`
/// @param sure which answers are sure, `[N]`; empty if the model does not say
public record Evaluation(float[][] probabilities, int[] labels, Optional<boolean[]> sure) {
    public Evaluation {
        Objects.requireNonNull(probabilities, "probabilities");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(sure, "sure");
    }

    /// @param sure what is said of each answer
    /// @return an evaluation that says which answers are sure, if that was said of all
    public static Evaluation of(float[][] probabilities, int[] labels, List<Optional<Boolean>> sure) {
        Objects.requireNonNull(sure, "sure");
        if (sure.isEmpty() || sure.stream().anyMatch(Optional::isEmpty)) {
            return new Evaluation(probabilities, labels);
        }
        boolean[] all = new boolean[sure.size()];
        for (int i = 0; i < all.length; i++) {
            all[i] = sure.get(i).orElseThrow();
        }
        return new Evaluation(probabilities, labels, Optional.of(all));
    }

    /// What is said by a model that does not say whether it is sure.
    public Evaluation(float[][] probabilities, int[] labels) {
        this(probabilities, labels, Optional.empty());
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

    /// Whether the answer to clip `i` is sure; false if the model does not say.
    public boolean isSure(int i) {
        return sure.isPresent() && sure.get()[i];
    }

    /// Share of the answers that are sure; NaN without clips or if the model does not say.
    public double sureShare() {
        return sure.isEmpty() ? Double.NaN : (double) sureOnes().length / labels.length;
    }

    /// Share of the sure answers that are right; NaN if there are none.
    public double sureAccuracy() {
        int[] ones = sureOnes();
        return IntStream.of(ones).filter(i -> Metrics.argmax(probabilities[i]) == labels[i]).count()
                / (double) ones.length;
    }

    private int[] sureOnes() {
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
