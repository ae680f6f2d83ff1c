package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.recognize.Certainty;
import islr.tensor.Compute;
import islr.train.report.Evaluation;
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
    private static float[][] others(int clips, double scale, long seed) {
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
        Calibration found = Calibration.of(clips(4000, 1), new float[0][]);
        assertThat(found.certainty().temperature()).isGreaterThan(1.5);
        assertThat(found.lossAfter()).isLessThan(found.lossBefore());
        assertThat(found.before().error()).isGreaterThan(0.05);
        assertThat(found.after().error()).isLessThan(0.02);
    }

    @Test
    void rightAndWrongAnswersAreCountedAtTheNewTemperature() {
        HeldOut clips = clips(500, 2);
        Calibration found = Calibration.of(clips, new float[0][]);
        Evaluation evaluation = clips.evaluation(Compute.cpu(), found.certainty());
        assertThat(found.right().length / 500.0).isEqualTo(evaluation.top(1));
        assertThat(found.right()).hasSize(500 - found.wrong().length);
        assertThat(found.lossAfter()).isCloseTo(evaluation.loss(), within(1e-5));
        assertThat(found.sureShare(found.right())).isBetween(0.95, 0.96);
        assertThat((found.sureShare(found.right()) * found.right().length
                + found.sureShare(found.wrong()) * found.wrong().length) / 500)
                .isCloseTo(evaluation.sureShare(), within(1e-12));
        assertThat(found.rightFromWrong()).isEqualTo(Separation.auroc(found.right(), found.wrong()));
        assertThat(found.others()).isEmpty();
        assertThat(found.signsFromOthers()).isNaN();
    }

    @Test
    void otherClipsMoveTheThreshold() {
        HeldOut clips = clips(500, 2);
        Calibration alone = Calibration.of(clips, new float[0][]);
        Calibration found = Calibration.of(clips, others(200, 4, 3));
        assertThat(found.certainty().temperature()).isEqualTo(alone.certainty().temperature());
        assertThat(found.certainty().sureFrom()).isEqualTo(Threshold.separating(0.9, found.right(), found.others()))
                .isNotEqualTo(alone.certainty().sureFrom());
        assertThat(found.sureShare(found.right())).isGreaterThanOrEqualTo(0.9);
        assertThat(found.sureShare(found.others())).isLessThan(0.8);
        assertThat(found.signsFromOthers()).isBetween(0.6, 0.9);
    }

    @Test
    void whereNoAnswerIsRightThereIsNoThreshold() {
        Calibration found = Calibration.of(new HeldOut(new float[][] {{1, 2}, {3, 1}}, new int[] {0, 1}),
                others(5, 1, 1));
        assertThat(found.certainty().sureFrom()).isEmpty();
        assertThat(found.sureShare(found.wrong())).isNaN();
    }

    @Test
    void probabilitiesAreThoseOfARecogniser() {
        HeldOut clips = clips(5, 4);
        Evaluation evaluation = clips.evaluation(Compute.cpu(), new Certainty(2.5, OptionalDouble.of(0.5)));
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
        assertThat(new HeldOut(others(50, 1, 1), labels).isEnough()).isFalse();
        labels[49] = 3;
        assertThat(new HeldOut(others(50, 1, 1), labels).isEnough()).isTrue();
        assertThat(clips(49, 1).isEnough()).isFalse();
        assertThatIllegalArgumentException().isThrownBy(() -> new HeldOut(others(5, 1, 1), new int[4]))
                .withMessage("held out: 4 signs for 5 clips");
    }
}
