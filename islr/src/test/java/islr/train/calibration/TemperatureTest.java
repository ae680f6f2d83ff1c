package islr.train.calibration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TemperatureTest {
    /// Logits of five signs, and signs drawn with their probabilities; then the logits are multiplied.
    private static HeldOut drawn(int clips, double factor, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] logits = new float[clips][5];
        int[] labels = new int[clips];
        for (int i = 0; i < clips; i++) {
            double sum = 0;
            for (int k = 0; k < 5; k++) {
                logits[i][k] = (float) random.nextGaussian(1, 2);
                sum += Math.exp(logits[i][k]);
            }
            double rest = random.nextDouble() * sum;
            while ((rest -= Math.exp(logits[i][labels[i]])) > 0 && labels[i] < 4) {
                labels[i]++;
            }
            for (int k = 0; k < 5; k++) {
                logits[i][k] *= (float) factor;
            }
        }
        return new HeldOut(logits, labels);
    }

    private static HeldOut alike(int clips, int label, float... row) {
        float[][] logits = new float[clips][];
        Arrays.fill(logits, row);
        int[] labels = new int[clips];
        Arrays.fill(labels, label);
        return new HeldOut(logits, labels);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.3, 1, 3.7})
    void whatTheLogitsWereMultipliedByIsFound(double factor) {
        assertThat(Temperature.fit(drawn(20_000, factor, 3))).isCloseTo(factor, within(0.03 * factor));
    }

    @Test
    void noOtherTemperatureHasALowerLoss() {
        HeldOut clips = drawn(900, 2.2, 7);
        double found = Temperature.fit(clips);
        double loss = Temperature.loss(clips, found);
        for (double factor : new double[] {0.5, 0.9, 1.1, 3}) {
            assertThat(Temperature.loss(clips, factor * found)).isGreaterThan(loss);
        }
    }

    @Test
    void theLossIsThatOfTheProbabilities() {
        HeldOut clips = new HeldOut(new float[][] {{1, 3}, {900, -900}}, new int[] {0, 1});
        assertThat(Temperature.loss(clips, 4)).isCloseTo((Math.log(1 + Math.exp(0.5)) + 450) / 2, within(1e-9));
        assertThat(Temperature.probability(new float[] {1, 3}, 4)).isCloseTo(1 / (1 + Math.exp(-0.5)), within(1e-12));
        assertThat(Temperature.probability(new float[] {900, -900}, 0.05)).isEqualTo(1);
    }

    /// One more clip, of which nothing is known: 60 of 61 are the first sign, and a third of the last.
    @Test
    void whereAllAnswersAreRightTheProbabilityIsThatOfOneClipMore() {
        double temperature = Temperature.fit(alike(60, 0, 8, -1, -1));
        assertThat(Temperature.probability(new float[] {8, -1, -1}, temperature)).isCloseTo((60 + 1 / 3.0) / 61,
                within(1e-4));
    }

    @Test
    void itStaysInItsBounds() {
        assertThat(Temperature.fit(alike(60, 2, 1e-3f, -1e-3f, 2e-3f))).isEqualTo(Temperature.LEAST);
        assertThat(Temperature.fit(alike(60, 1, 3, -3, 1))).isEqualTo(Temperature.MOST);
    }

    @Test
    void whereItMakesNoDifferenceItIsOne() {
        assertThat(Temperature.fit(alike(7, 1, 0.5f, 0.5f, 0.5f))).isEqualTo(1);
    }

    @Test
    void logitsThatAreNoNumbersAreRefused() {
        for (float logit : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatIllegalArgumentException().isThrownBy(() -> Temperature.fit(alike(3, 0, 1, logit)))
                    .withMessage("temperature: a logit is " + logit + "; is the model sound?");
        }
        assertThatIllegalArgumentException().isThrownBy(() -> Temperature.fit(alike(0, 0)))
                .withMessage("temperature: there is no clip to measure it on");
    }
}
