package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// The values are those of `torch.nn.utils.clip_grad_norm_`.
class GradientClippingTest {
    private final Compute c = Compute.cpu();

    private GradientClipping.Clipped clipped(double maxNorm, Tensor... gradients) {
        Map<String, Tensor> named = new LinkedHashMap<>();
        for (Tensor gradient : gradients) {
            named.put("g" + named.size(), gradient);
        }
        return GradientClipping.byGlobalNorm(c, named, maxNorm);
    }

    @Test
    void allTensorsAreScaledByOneFactor() {
        GradientClipping.Clipped clipped = clipped(1, Tensor.of(Shape.of(2), 3, 0), Tensor.of(Shape.of(1), -4));
        assertThat(clipped.norm()).isEqualTo(5);
        assertThat(clipped.gradients().get("g0").get(0)).isCloseTo(0.6f, within(1e-6f));
        assertThat(clipped.gradients().get("g1").get(0)).isCloseTo(-0.8f, within(1e-6f));
    }

    /// 1 + 4 + 9 + 16 + 25 + 36 + 9 = 100.
    @Test
    void everyNumberOfATensorCounts() {
        GradientClipping.Clipped clipped = clipped(2, Tensor.of(Shape.of(7), 1, -2, 3, 4, -5, 6, 3));
        assertThat(clipped.norm()).isEqualTo(10);
        assertThat(clipped.gradients().get("g0").get(4)).isCloseTo(-1, within(1e-6f));
        assertThat(clipped.gradients().get("g0").get(5)).isCloseTo(1.2f, within(1e-6f));
    }

    @Test
    void gradientsBelowTheLargestNormStayAsTheyAre() {
        Tensor g = Tensor.of(Shape.of(2), 3, -4);
        assertThat(clipped(5.1, g).gradients().get("g0")).isSameAs(g);
    }

    @Test
    void aNaNInOneTensorMakesAllGradientsNaN() {
        GradientClipping.Clipped clipped = clipped(1, Tensor.of(Shape.of(2), Float.NaN, 100),
                Tensor.of(Shape.of(2), 200, 300));
        assertThat(clipped.norm()).isNaN();
        assertThat(clipped.gradients().values()).allSatisfy(g -> assertThat(g.toArray()).containsOnly(Float.NaN));
    }

    @Test
    void anInfiniteGradientMakesTheFiniteOnesZero() {
        GradientClipping.Clipped clipped = clipped(1, Tensor.of(Shape.of(2), Float.POSITIVE_INFINITY, 100));
        assertThat(clipped.gradients().get("g0").toArray()).containsExactly(Float.NaN, 0);
    }
}
