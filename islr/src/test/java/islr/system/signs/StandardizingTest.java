package islr.system.signs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class StandardizingTest {
    /// Columns with numbers 1, 5 (and two zeros); 3 alone; none; 2, 2, 2, 2.05.
    private static final List<Sample> CLIPS = List.of(
            new Sample(Tensor.of(Shape.of(3, 4), new float[] {1, 0, 0, 2, 0, 0, 0, 2, 0, 3, 0, 2})),
            new Sample(Tensor.of(Shape.of(1, 4), new float[] {5, 0, 0, 2.05f})));

    @Test
    void zerosTakeNoPartInMeanAndDeviation() {
        Map<String, Tensor> statistics = Standardizing.statistics("of.them", 4, CLIPS);
        assertThat(statistics).containsOnlyKeys("of.them.mean", "of.them.std");
        assertThat(statistics.get("of.them.mean").toArray()).containsExactly(new float[] {3, 3, 0, 2.0125f},
                within(1e-6f));
        assertThat(statistics.get("of.them.std").toArray()).as("no less than a twentieth, 1 where nothing is known")
                .containsExactly(2, 0.05f, 1, 0.05f);
    }

    @Test
    void largeMeansLoseNoDeviation() {
        Sample far = new Sample(Tensor.of(Shape.of(2, 1), new float[] {7.5f, 8}));
        assertThat(Standardizing.statistics("s", 1, List.of(far)).get("s.std").item()).isCloseTo(0.25f, within(1e-6f));
    }

    @Test
    void numbersAreInUnitsOfTheirColumnAndMissingOnesZero() {
        Map<String, Tensor> state = new HashMap<>();
        state.put("mean", Tensor.of(Shape.of(2), new float[] {3, -1}));
        state.put("std", Tensor.of(Shape.of(2), new float[] {2, 0.5f}));
        Tensor inside = Tensor.of(Shape.of(10), new float[] {9, 9, 9, 9, 5, 0, 0, -2, 3, -1}).view(4, Shape.of(3, 2));
        Tensor normal = new Standardizing(2, Parameters.of(state)).forward(Compute.cpu(), inside);
        assertThat(normal.shape()).isEqualTo(Shape.of(3, 2));
        assertThat(normal.toArray()).containsExactly(1, 0, 0, -2, 0, 0);
    }

    @Test
    void aDeviationThatCannotBeDividedByIsRefused() {
        for (float wrong : new float[] {0, -1, Float.NaN}) {
            Map<String, Tensor> state = new HashMap<>();
            state.put("mean", Tensor.zeros(2));
            state.put("std", Tensor.of(Shape.of(2), new float[] {1, wrong}));
            assertThatIllegalArgumentException().isThrownBy(() -> new Standardizing(2, Parameters.of(state)))
                    .withMessage("statistics: a standard deviation of " + wrong + " cannot be divided by");
        }
    }
}
