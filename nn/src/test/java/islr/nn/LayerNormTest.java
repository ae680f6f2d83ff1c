package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LayerNormTest {

    /// Of 1, 3, 5 and 11 the mean is 5, the distances are −4, −2, 0 and 6, and the variance is (16 + 4 + 0 + 36)/4 =
    /// 14; with ε = 2 the root is 4, so that −1, −0.5, 0 and 1.5 are weighed and shifted. A row of equal numbers is the
    /// bias.
    @Test
    void aRowIsItsDistancesOverTheRootOfVarianceAndEpsilon() {
        LayerNorm norm = new LayerNorm(4, 2, Parameters.of(Map.of("weight", Tensor.of(Shape.of(4), 2, 4, 3, -2), "bias",
                Tensor.of(Shape.of(4), 0.5f, 1, -7, 10))));
        Tensor x = Tensor.of(Shape.of(2, 4), 1, 3, 5, 11, 9, 9, 9, 9);
        Same.within(1e-5, Tensor.of(Shape.of(2, 4), -1.5f, -1, -7, 7, 0.5f, 1, -7, 10), norm.forward(Compute.cpu(), x),
                "y");
    }
}
