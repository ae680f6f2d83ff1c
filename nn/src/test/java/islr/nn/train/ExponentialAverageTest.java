package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class ExponentialAverageTest {
    private final Compute c = Compute.cpu();
    private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>(
            Map.of("w", Tensor.of(Shape.of(2), 4, -8)));

    private void set(float first) {
        parameters.get("w").array()[0] = first;
    }

    private double average(ExponentialAverage of) {
        return of.averages().get("w").get(0);
    }

    @Test
    void itIsThePlainMeanUntilTheDecayIsReached() {
        ExponentialAverage average = new ExponentialAverage(parameters, 0.75);
        double[] numbers = {10, -2, 6};
        double sum = 4;
        for (int t = 1; t <= 3; t++) {
            set((float) numbers[t - 1]);
            average.step(c);
            sum += numbers[t - 1];
            assertThat(average(average)).isCloseTo(sum / (t + 1), within(1e-6));
        }
        // From here on a = 0.75 where the plain mean would have 0.8.
        set(20);
        average.step(c);
        assertThat(average(average)).isCloseTo(0.75 * 4.5 + 0.25 * 20, within(1e-5));
        assertThat(average.averages().get("w").get(1)).isEqualTo(-8);
        assertThat(parameters.get("w").get(0)).isEqualTo(20);
    }

    /// The alphas that the sixth place's original logs: 0.5, 2/3, 3/4 … and 0.97 from step 33 on.
    @Test
    void theShareOfWhatWasIsThatOfTheMeanTeacher() {
        ExponentialAverage average = new ExponentialAverage(parameters, 0.97);
        for (int t = 1; t <= 40; t++) {
            set(0);
            double before = average(average);
            average.step(c);
            double share = t == 32 ? 32 / 33.0 : t >= 33 ? 0.97 : t / (t + 1.0);
            assertThat(average(average)).isCloseTo(Math.min(share, 0.97) * before, within(1e-6));
        }
    }

    @Test
    void restoredItGoesOnWithTheSameBits() {
        ExponentialAverage average = new ExponentialAverage(parameters, 0.9);
        set(1.5f);
        average.step(c);
        ExponentialAverage other = new ExponentialAverage(parameters, 0.9);
        other.restore(average.state());
        set(-3);
        average.step(c);
        other.step(c);
        assertThat(other.averages().get("w").toArray()).isEqualTo(average.averages().get("w").toArray());
    }

    @Test
    void whatDoesNotFitIsNamedAndChangesNothing() {
        ExponentialAverage average = new ExponentialAverage(parameters, 0.9);
        float[] before = average.averages().get("w").toArray();
        assertThatIllegalArgumentException()
                .isThrownBy(() -> average.restore(Map.of("average.steps", Tensor.scalar(3))))
                .withMessage("moving average: 'average.w' is missing; 2 numbers are needed");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> average.restore(Map.of("average.w", Tensor.of(Shape.of(2), 7, 7))))
                .withMessage("moving average: 'average.steps' is missing; 1 numbers are needed");
        assertThat(average.averages().get("w").toArray()).isEqualTo(before);
        for (double decay : new double[] {-0.1, 1, Double.NaN}) {
            assertThatIllegalArgumentException().isThrownBy(() -> new ExponentialAverage(parameters, decay))
                    .withMessage("moving average: decay " + decay + " is not in [0, 1)");
        }
    }
}
