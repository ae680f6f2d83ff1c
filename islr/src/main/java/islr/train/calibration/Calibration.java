package islr.train.calibration;

import islr.recognize.Certainty;
import islr.train.report.Metrics;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;

/// A model's certainty as it was measured, and what it is worth.
///
/// @param certainty what belongs into the checkpoint
/// @param lossBefore mean loss of the held-out clips at temperature 1
/// @param lossAfter the same at the temperature that was found
/// @param before whether the probabilities mean what they say at temperature 1
/// @param after the same at the temperature that was found
/// @param probability of the answers, at the temperature that was found
/// @param nearness the distances of the answers, negative; empty if the model has none
public record Calibration(Certainty certainty, double lossBefore, double lossAfter, Reliability before,
        Reliability after, SureScores probability, Optional<SureScores> nearness) {
    /// So many right answers stay sure.
    private static final double KEPT = 0.95;
    /// So many at the least, where other clips are to be told apart.
    private static final double KEPT_AGAINST_OTHERS = 0.9;

    public Calibration {
        Objects.requireNonNull(certainty, "certainty");
        Objects.requireNonNull(before, "before");
        Objects.requireNonNull(after, "after");
        Objects.requireNonNull(probability, "probability");
        Objects.requireNonNull(nearness, "nearness");
    }

    /// Measures temperature and threshold. Without other clips, 95 % of the right answers stay sure; with some, the
    /// threshold is that which tells them best from the right answers, as long as 90 % of those stay sure. It is one of
    /// the distance, if all answers have one, and otherwise one of the probability.
    ///
    /// @param others of clips that show none of the signs; may be none
    /// @return the certainty and the figures
    /// @throws IllegalArgumentException if there is no held-out clip, or a logit is not finite
    public static Calibration of(HeldOut clips, Outputs others) {
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
        SureScores probability = SureScores.of(after, isRight, probabilities(others.logits(), temperature));
        Optional<SureScores> nearness = clips.outputs().distances().flatMap(
                of -> others.distances().map(foreign -> SureScores.of(negative(of), isRight, negative(foreign))));
        OptionalDouble threshold = threshold(nearness.orElse(probability));
        Certainty certainty = nearness.isEmpty() || threshold.isEmpty()
                ? new Certainty(temperature, threshold, OptionalDouble.empty())
                : new Certainty(temperature, OptionalDouble.empty(), OptionalDouble.of(-threshold.getAsDouble()));
        return new Calibration(certainty, Temperature.loss(clips, 1), Temperature.loss(clips, temperature),
                Reliability.of(before, isRight), Reliability.of(after, isRight), probability, nearness);
    }

    private static double[] probabilities(float[][] logits, double temperature) {
        return Arrays.stream(logits).mapToDouble(row -> Temperature.probability(row, temperature)).toArray();
    }

    private static double[] negative(double[] distances) {
        return Arrays.stream(distances).map(distance -> -distance).toArray();
    }

    private static OptionalDouble threshold(SureScores scores) {
        return scores.others().length == 0 ? Threshold.keeping(KEPT, scores.right())
                : Threshold.separating(KEPT_AGAINST_OTHERS, scores.right(), scores.others());
    }

    /// The scores that decide which answers are sure.
    public SureScores deciding() {
        return nearness.orElse(probability);
    }

    /// The share of these scores, of the kind that decides, that is sure; NaN of none, or without a threshold.
    public double sureShare(double[] scores) {
        Objects.requireNonNull(scores, "scores");
        OptionalDouble within = certainty.sureWithin();
        OptionalDouble threshold = within.isPresent() ? OptionalDouble.of(-within.getAsDouble()) : certainty.sureFrom();
        return threshold.isEmpty() ? Double.NaN
                : Arrays.stream(scores).filter(each -> each >= threshold.getAsDouble()).count()
                        / (double) scores.length;
    }
}
