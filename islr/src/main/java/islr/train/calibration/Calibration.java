package islr.train.calibration;

import islr.recognize.Certainty;
import islr.train.report.Metrics;
import java.util.Arrays;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.stream.IntStream;

/// A model's certainty as it was measured, and what it is worth.
///
/// @param certainty what belongs into the checkpoint
/// @param lossBefore mean loss of the held-out clips at temperature 1
/// @param lossAfter the same at the temperature that was found
/// @param before whether the probabilities mean what they say at temperature 1
/// @param after the same at the temperature that was found
/// @param right probabilities of the right answers, at the temperature that was found
/// @param wrong those of the wrong ones
/// @param others those of the answers to clips that show none of the signs
public record Calibration(Certainty certainty, double lossBefore, double lossAfter, Reliability before,
        Reliability after, double[] right, double[] wrong, double[] others) {
    /// So many right answers stay sure.
    private static final double KEPT = 0.95;
    /// So many at the least, where other clips are to be told apart.
    private static final double KEPT_AGAINST_OTHERS = 0.9;

    public Calibration {
        Objects.requireNonNull(certainty, "certainty");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(right, "right");
        Objects.requireNonNull(wrong, "wrong");
        Objects.requireNonNull(others, "others");
    }

    /// Measures temperature and threshold. Without other clips, 95 % of the right answers stay sure; with some, the
    /// threshold is that which tells them best from the right answers, as long as 90 % of those stay sure.
    ///
    /// @param others logits of clips that show none of the signs, `[M][C]`; may be empty
    /// @return the certainty and the figures
    /// @throws IllegalArgumentException if there is no held-out clip, or a logit is not finite
    public static Calibration of(HeldOut clips, float[][] others) {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(others, "others");
        double temperature = Temperature.fit(clips);
        int n = clips.labels().length;
        boolean[] isRight = new boolean[n];
        for (int i = 0; i < n; i++) {
            isRight[i] = Metrics.argmax(clips.logits()[i]) == clips.labels()[i];
        }
        double[] before = probabilities(clips.logits(), 1);
        double[] after = probabilities(clips.logits(), temperature);
        double[] foreign = probabilities(others, temperature);
        double[] right = IntStream.range(0, n).filter(i -> isRight[i]).mapToDouble(i -> after[i]).toArray();
        double[] wrong = IntStream.range(0, n).filter(i -> !isRight[i]).mapToDouble(i -> after[i]).toArray();
        OptionalDouble sureFrom = foreign.length == 0 ? Threshold.keeping(KEPT, right)
                : Threshold.separating(KEPT_AGAINST_OTHERS, right, foreign);
        return new Calibration(new Certainty(temperature, sureFrom), Temperature.loss(clips, 1),
                Temperature.loss(clips, temperature), Reliability.of(before, isRight), Reliability.of(after, isRight),
                right, wrong, foreign);
    }

    private static double[] probabilities(float[][] logits, double temperature) {
        return Arrays.stream(logits).mapToDouble(row -> Temperature.probability(row, temperature)).toArray();
    }

    /// The share of these probabilities that is sure; NaN of none, or without a threshold.
    public double sureShare(double[] probabilities) {
        Objects.requireNonNull(probabilities, "probabilities");
        return certainty.sureFrom().isEmpty() ? Double.NaN
                : Arrays.stream(probabilities).filter(each -> each >= certainty.sureFrom().getAsDouble()).count()
                        / (double) probabilities.length;
    }

    /// How well the probability tells right answers from wrong ones: see [Separation#auroc].
    public double rightFromWrong() {
        return Separation.auroc(right, wrong);
    }

    /// How well it tells the clips that show a sign, whether the answer is right or wrong, from the others.
    public double signsFromOthers() {
        return Separation.auroc(IntStream.range(0, right.length + wrong.length)
                .mapToDouble(i -> i < right.length ? right[i] : wrong[i - right.length]).toArray(), others);
    }
}
