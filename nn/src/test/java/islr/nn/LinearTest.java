package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Map;
import org.junit.jupiter.api.Test;

/// One row by hand: 2 + 2·5 + 0.1 = 12.1, 3·2 − 5 − 20 = −19 and 0.5·2 + 4·5 + 3 = 24.
class LinearTest {
    private static final Tensor X = Tensor.of(Shape.of(1, 2), 2, 5);
    private static final Tensor WEIGHT = Tensor.of(Shape.of(3, 2), 1, 2, 3, -1, 0.5f, 4);
    private final Compute c = Compute.cpu();
    private final Linear linear = new Linear(2, 3,
            Parameters.of(Map.of("weight", WEIGHT, "bias", Tensor.of(Shape.of(3), 0.1f, -20, 3))));

    private static Tensor row(float... numbers) {
        return Tensor.of(Shape.of(1, numbers.length), numbers);
    }

    @Test
    void aRowIsMultipliedWithEachRowOfTheWeightAndTheBiasAdded() {
        Same.within(1e-5, row(12.1f, -19, 24), linear.forward(c, X), "y");
        Linear unbiased = new Linear(2, 3, Parameters.of(Map.of("weight", WEIGHT)), Init.zeros(), null);
        Same.within(1e-5, row(12, 1, 21), unbiased.forward(c, X), "without bias");
    }

    @Test
    void theFunctionIsThatOfTheSumWithTheBias() {
        Same.within(1e-5, row(12.1f, 0, 24), linear.activated(c, X, Activation.RELU), "relu");
        Same.within(1e-5, row(1, -1, 1), linear.activated(c, X, Activation.TANH), "tanh");
    }

    @Test
    void aResidualConnectionIsAdded() {
        Same.within(1e-5, row(13.1f, -17, 20), linear.addedTo(c, row(1, 2, -4), X), "r + y");
    }
}
