package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import islr.nn.Init;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class GradientAccumulationTest {
    private final Compute c = Compute.cpu();
    private final Random random = new Random(5);
    private final Parameters parameters = Parameters.fresh(1);
    private final Tensor w = parameters.get("w", Init.normal(1), 3, 5);
    private final Tensor b = parameters.get("b", Init.normal(1), 7);

    private Tensor random(int... sizes) {
        float[] values = new float[Shape.of(sizes).size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return Tensor.of(Shape.of(sizes), values);
    }

    /// Gradients of a loss are these factors.
    private Gradients gradients(Tensor ofW, Tensor ofB) {
        return Tape.record(c, () -> w.multiply(c, ofW).sum(c).add(c, b.multiply(c, ofB).sum(c)));
    }

    @Test
    void severalBatchesGiveTheSumOfTheirGradients() {
        GradientAccumulation all = new GradientAccumulation(parameters.trainable(), 3);
        double[] sums = new double[15];
        for (int round = 0; round < 2; round++) {
            java.util.Arrays.fill(sums, 0);
            for (int batch = 0; batch < 3; batch++) {
                Tensor g = random(3, 5);
                for (int i = 0; i < 15; i++) {
                    sums[i] += g.toArray()[i];
                }
                assertThat(all.add(c, gradients(g, random(7)))).isEqualTo(batch == 2);
            }
            float[] taken = all.take().get("w").toArray();
            for (int i = 0; i < 15; i++) {
                assertThat((double) taken[i]).isCloseTo(sums[i], org.assertj.core.data.Offset.offset(1e-5));
            }
        }
    }

    @Test
    void whatIsLeftOverGoesOnFromItsState() {
        GradientAccumulation before = new GradientAccumulation(parameters.trainable(), 3);
        GradientAccumulation after = new GradientAccumulation(parameters.trainable(), 3);
        before.add(c, gradients(random(3, 5), random(7)));
        before.add(c, gradients(random(3, 5), random(7)));
        after.restore(before.state());
        Gradients last = gradients(random(3, 5), random(7));
        assertThat(before.add(c, last)).isTrue();
        assertThat(after.add(c, last)).isTrue();
        Map<String, Tensor> expected = before.take();
        after.take().forEach((name, sum) -> assertThat(sum.toArray()).isEqualTo(expected.get(name).toArray()));
        assertThat(after.state()).containsOnlyKeys("accumulated");
    }

    @Test
    void aStateOfOtherSizesIsRefusedAndChangesNothing() {
        GradientAccumulation all = new GradientAccumulation(parameters.trainable(), 2);
        all.add(c, gradients(random(3, 5), random(7)));
        Map<String, Tensor> state = new LinkedHashMap<>(all.state());
        state.put("accumulated.b", random(6));
        assertThatIllegalArgumentException().isThrownBy(() -> all.restore(state))
                .withMessage("accumulation: 'accumulated.b' is [6]; 7 numbers are needed");
        assertThat(all.add(c, gradients(random(3, 5), random(7)))).isTrue();
    }

    @Test
    void aSumIsTakenWhenItIsCompleteAndNotBefore() {
        GradientAccumulation all = new GradientAccumulation(parameters.trainable(), 2);
        all.add(c, gradients(random(3, 5), random(7)));
        assertThatIllegalStateException().isThrownBy(all::take).withMessageContaining("1 of 2 batches");
        all.add(c, gradients(random(3, 5), random(7)));
        assertThatIllegalStateException().isThrownBy(() -> all.add(c, gradients(random(3, 5), random(7))))
                .withMessageContaining("was not taken");
        assertThatIllegalArgumentException().isThrownBy(() -> new GradientAccumulation(parameters.trainable(), 0));
    }
}
