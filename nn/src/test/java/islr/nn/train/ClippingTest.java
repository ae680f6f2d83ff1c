package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// Gradients a = (3, 4 | 0, 0.5) and b = (12), whose norms are 5.02, by parts 5 and 0.5, and 12, together 13.01.
class ClippingTest {
    private final Compute c = Compute.cpu();

    private static Map<String, Tensor> gradients() {
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        gradients.put("a", Tensor.of(Shape.of(2, 2), 3, 4, 0, 0.5f));
        gradients.put("b", Tensor.of(Shape.of(1), 12));
        return gradients;
    }

    private void assertClipped(Clipping clipping, double upper, double lower, double b) {
        Map<String, Tensor> clipped = clipping.of(c, gradients());
        float[] a = clipped.get("a").toArray();
        assertThat(a[0] / 3.0).isCloseTo(upper, within(1e-6));
        assertThat(a[1] / 4.0).isCloseTo(upper, within(1e-6));
        assertThat(a[3] / 0.5).isCloseTo(lower, within(1e-6));
        assertThat(clipped.get("b").item() / 12.0).isCloseTo(b, within(1e-6));
        assertThat(gradients().get("a").toArray()).containsExactly(3, 4, 0, 0.5f);
    }

    @Test
    void gradientsAreScaledByTheirNormTogetherOrEachByItsOwn() {
        double ofA = Math.sqrt(25.25);
        double all = Math.sqrt(25.25 + 144);
        assertClipped(Clipping.NONE, 1, 1, 1);
        assertClipped(Clipping.all(2), 2 / all, 2 / all, 2 / all);
        assertClipped(new Clipping(Clipping.By.TENSOR, 2, name -> 2), 2 / ofA, 2 / ofA, 2.0 / 12);
        assertClipped(new Clipping(Clipping.By.HEAD, 2, name -> name.equals("a") ? 2 : 1), 0.4, 1, 2.0 / 12);
        assertClipped(Clipping.all(14), 1, 1, 1);
        assertClipped(new Clipping(Clipping.By.TENSOR, 6, name -> 1), 1, 1, 0.5);
    }

    @Test
    void notANumberIsNotHidden() {
        Map<String, Tensor> broken = Map.of("a", Tensor.of(Shape.of(2), Float.NaN, 1));
        for (Clipping.By by : new Clipping.By[] {Clipping.By.ALL, Clipping.By.TENSOR, Clipping.By.HEAD}) {
            assertThat(new Clipping(by, 1, name -> 1).of(c, broken).get("a").get(1)).isNaN();
        }
    }

    @Test
    void aNegativeNormIsRefused() {
        assertThatThrownBy(() -> Clipping.all(-1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gradient clipping: a norm of -1.0; 0 or more can be had");
    }
}
