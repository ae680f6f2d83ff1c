package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.recognize.Certainty;
import islr.recognize.SignDistances;
import islr.recognize.TestModels;
import islr.tensor.Compute;
import islr.train.report.Evaluation;
import islr.train.report.Metrics;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class CalibrationTest {
    /// Overconfident: the logits of the true sign stand out, but less than they say.
    private static HeldOut clips(int clips, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] logits = new float[clips][4];
        int[] labels = new int[clips];
        for (int i = 0; i < clips; i++) {
            labels[i] = random.nextInt(4);
            for (int k = 0; k < 4; k++) {
                logits[i][k] = (float) (4 * random.nextGaussian() + (k == labels[i] ? 6 : 0));
            }
        }
        return new HeldOut(logits, labels);
    }

    /// Nothing stands out.
    private static float[][] rows(int clips, double scale, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] logits = new float[clips][4];
        for (float[] row : logits) {
            for (int k = 0; k < 4; k++) {
                row[k] = (float) (scale * random.nextGaussian());
            }
        }
        return logits;
    }

    @Test
    void afterwardsProbabilitiesMeanWhatTheySay() {
        Calibration found = Calibration.of(clips(4000, 1), Outputs.NONE);
        assertThat(found.certainty().temperature()).isGreaterThan(1.5);
        assertThat(found.lossAfter()).isLessThan(found.lossBefore());
        assertThat(found.before().error()).isGreaterThan(0.05);
        assertThat(found.after().error()).isLessThan(0.02);
    }

    @Test
    void rightAndWrongAnswersAreCountedAtTheNewTemperature() {
        HeldOut clips = clips(500, 2);
        Calibration found = Calibration.of(clips, Outputs.NONE);
        Evaluation evaluation = clips.evaluation(Compute.cpu(), found.certainty());
        assertThat(found.deciding().right().length / 500.0).isEqualTo(evaluation.top(1));
        assertThat(found.deciding().right()).hasSize(500 - found.deciding().wrong().length);
        assertThat(found.lossAfter()).isCloseTo(evaluation.loss(), within(1e-5));
        assertThat(found.sureShare(found.deciding().right())).isBetween(0.95, 0.96);
        assertThat((found.sureShare(found.deciding().right()) * found.deciding().right().length
                + found.sureShare(found.deciding().wrong()) * found.deciding().wrong().length) / 500)
                .isCloseTo(evaluation.sureShare(), within(1e-12));
        assertThat(found.deciding().rightFromWrong())
                .isEqualTo(Separation.auroc(found.deciding().right(), found.deciding().wrong()));
        assertThat(found.deciding().others()).isEmpty();
        assertThat(found.deciding().signsFromOthers()).isNaN();
    }

    @Test
    void otherClipsMoveTheThreshold() {
        HeldOut clips = clips(500, 2);
        Calibration alone = Calibration.of(clips, Outputs.NONE);
        Calibration found = Calibration.of(clips, new Outputs(rows(200, 4, 3)));
        assertThat(found.certainty().temperature()).isEqualTo(alone.certainty().temperature());
        assertThat(found.certainty().sureFrom())
                .isEqualTo(Threshold.separating(0.9, found.deciding().right(), found.deciding().others()))
                .isNotEqualTo(alone.certainty().sureFrom());
        assertThat(found.sureShare(found.deciding().right())).isGreaterThanOrEqualTo(0.9);
        assertThat(found.sureShare(found.deciding().others())).isLessThan(0.8);
        assertThat(found.deciding().signsFromOthers()).isBetween(0.6, 0.9);
    }

    @Test
    void whereNoAnswerIsRightThereIsNoThreshold() {
        Calibration found = Calibration.of(new HeldOut(new float[][] {{1, 2}, {3, 1}}, new int[] {0, 1}),
                new Outputs(rows(5, 1, 1)));
        assertThat(found.certainty().rule()).isEmpty();
        assertThat(found.sureShare(found.deciding().wrong())).isNaN();
    }

    @Test
    void whereAllAnswersHaveADistanceItDecides() {
        HeldOut clips = clips(500, 2);
        double[] far = new double[500];
        boolean[] right = new boolean[500];
        for (int i = 0; i < 500; i++) {
            right[i] = Metrics.argmax(clips.logits()[i]) == clips.labels()[i];
            far[i] = right[i] ? i / 500.0 : 3 + i / 500.0;
        }
        HeldOut measured = new HeldOut(new Outputs(clips.logits(), Optional.of(far)), clips.labels());
        Calibration alone = Calibration.of(measured, Outputs.NONE);
        assertThat(alone.certainty().sureFrom()).isEmpty();
        assertThat(alone.certainty().sureWithin().orElseThrow()).isBetween(0.93, 0.97);
        assertThat(alone.sureShare(alone.deciding().right())).isBetween(0.95, 0.96);
        assertThat(alone.sureShare(alone.deciding().wrong())).isZero();
        assertThat(alone.deciding().rightFromWrong()).isEqualTo(1);
        assertThat(alone.probability().rightFromWrong()).isLessThan(1);
        Evaluation evaluation = measured.evaluation(Compute.cpu(), alone.certainty());
        for (int i = 0; i < 500; i++) {
            assertThat(evaluation.isSure(i)).isEqualTo(far[i] <= alone.certainty().sureWithin().orElseThrow());
        }
        float[][] rows = rows(4, 4, 3);
        Calibration others = Calibration.of(measured, new Outputs(rows, Optional.of(new double[] {1.5, 1.25, 1.5, 9})));
        assertThat(others.certainty().sureWithin().orElseThrow()).isBetween(0.97, 1.0);
        assertThat(others.sureShare(others.deciding().right())).isEqualTo(1);
        assertThat(others.sureShare(others.deciding().others())).isZero();
        Calibration withoutDistances = Calibration.of(measured, new Outputs(rows));
        assertThat(withoutDistances.certainty().sureWithin()).isEmpty();
        assertThat(withoutDistances.certainty().sureFrom()).isPresent();
    }

    @Test
    void theDistancesAreThoseOfTheAnswers() {
        SignDistances distances = TestModels.distances(4, 1);
        float[][] logits = rows(20, 2, 5);
        double[] found = Outputs.of(logits, Optional.of(distances)).distances().orElseThrow();
        for (int i = 0; i < 20; i++) {
            assertThat(found[i]).isEqualTo(distances.distance(logits[i], Metrics.argmax(logits[i])));
        }
        assertThat(Outputs.of(logits, Optional.empty()).distances()).isEmpty();
    }

    @Test
    void signsAreToldFromOtherClipsWhetherTheAnswerIsRightOrNot() {
        SureScores scores = new SureScores(new double[] {3, 5}, new double[] {1, 1}, new double[] {2});
        assertThat(scores.signsFromOthers()).isEqualTo(0.5);
        assertThat(scores.rightFromWrong()).isEqualTo(1);
    }

    @Test
    void whatSeveralModelsSayCountsTogether() {
        Outputs one = new Outputs(new float[][] {{1, 2}}, Optional.of(new double[] {0.5}));
        Outputs two = new Outputs(new float[][] {{3, 4}, {5, 6}}, Optional.of(new double[] {1.5, 2.5}));
        Outputs both = Outputs.together(List.of(one, two));
        assertThat(both.logits()).isDeepEqualTo(new float[][] {{1, 2}, {3, 4}, {5, 6}});
        assertThat(both.distances().orElseThrow()).containsExactly(0.5, 1.5, 2.5);
        assertThat(Outputs.together(List.of(one, new Outputs(two.logits()))).distances()).isEmpty();
        assertThat(Outputs.together(List.of()).logits()).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new Outputs(new float[3][2], Optional.of(new double[2])))
                .withMessage("outputs: 2 distances for 3 clips");
    }

    @Test
    void probabilitiesAreThoseOfARecogniser() {
        HeldOut clips = clips(5, 4);
        Evaluation evaluation = clips.evaluation(Compute.cpu(),
                new Certainty(2.5, OptionalDouble.of(0.5), OptionalDouble.empty()));
        for (int i = 0; i < 5; i++) {
            float most = 0;
            for (float probability : evaluation.probabilities()[i]) {
                most = Math.max(most, probability);
            }
            assertThat((double) most).isCloseTo(Temperature.probability(clips.logits()[i], 2.5), within(1e-6));
            assertThat(evaluation.isSure(i)).isEqualTo(most >= 0.5);
        }
    }

    @Test
    void fiftyClipsOfTwoSignsAreEnough() {
        int[] labels = new int[50];
        assertThat(new HeldOut(rows(50, 1, 1), labels).isEnough()).isFalse();
        labels[49] = 3;
        assertThat(new HeldOut(rows(50, 1, 1), labels).isEnough()).isTrue();
        assertThat(clips(49, 1).isEnough()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new HeldOut(rows(5, 1, 1), new int[4]))
                .withMessage("held out: 4 signs for 5 clips");
    }
}
