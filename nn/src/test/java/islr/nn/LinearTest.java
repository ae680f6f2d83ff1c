package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import java.util.List;
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

    @Test
    void twoMapsAreOneWithTheGradientsOfBoth() {
        Linear first = Linear.of(Some.tensor(1, 3, 17).parameter(), Some.tensor(2, 3).parameter());
        Linear unbiased = Linear.of(Some.tensor(1, 3, 17).parameter(), null);
        Tensor weight = Some.tensor(3, 5, 3).parameter();
        Tensor bias = Some.tensor(4, 5).parameter();
        Tensor x = Some.tensor(5, 33, 17).parameter();
        Tensor factors = Some.tensor(6, 33, 5);
        for (Linear before : List.of(first, unbiased)) {
            for (Linear next : List.of(Linear.of(weight, bias), Linear.of(weight, null))) {
                Same.near(1e-5, next.forward(c, before.forward(c, x)), before.then(c, next).forward(c, x), "y");
                Gradients expected = Tape.record(c,
                        () -> next.forward(c, before.forward(c, x)).multiply(c, factors).sum(c));
                Gradients got = Tape.record(c, () -> before.then(c, next).forward(c, x).multiply(c, factors).sum(c));
                Same.near(1e-5, expected.of(x), got.of(x), "dx");
                Same.near(1e-5, expected.of(weight), got.of(weight), "dW");
            }
        }
    }

    @Test
    void aScaledMapIsTheMapScaledAndStaysAsItIs() {
        Tensor weight = Some.tensor(1, 5, 17).parameter();
        Tensor scale = Some.tensor(2, 5);
        Tensor shift = Some.tensor(3, 5);
        Tensor x = Some.tensor(4, 3, 17);
        for (Tensor bias : new Tensor[] {Some.tensor(5, 5), null}) {
            Linear map = Linear.of(weight, bias);
            Linear scaled = map.scaled(c, scale, shift);
            Tensor expected = map.forward(c, x).multiply(c, scale).add(c, shift);
            Same.near(1e-6, expected, scaled.forward(c, x), "s·y + t");
            weight.array()[weight.offset()] += 1;
            weight.changed();
            Same.near(1e-6, expected, scaled.forward(c, x), "after a change");
        }
    }
}
