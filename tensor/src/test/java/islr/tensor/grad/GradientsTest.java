package islr.tensor.grad;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

class GradientsTest {
    private final Compute c = Compute.cpu();

    @Test
    void aTensorThatIsUsedSeveralTimesGetsTheSum() {
        Tensor x = Some.tensor(1, 5).parameter();
        Same.bits(Tensor.of(Shape.of(5), 2, 2, 2, 2, 2), Tape.record(c, () -> x.add(c, x).sum(c)).of(x));
        Same.near(1e-6, x.scale(c, 2), Tape.record(c, () -> x.multiply(c, x).sum(c)).of(x));
        Gradients g = Tape.record(c, () -> {
            Tensor sum = x;
            for (int i = 0; i < 6; i++) {
                sum = sum.add(c, x.scale(c, i));
            }
            return sum.sum(c);
        });
        Same.near(1e-6, Tensor.of(Shape.of(5), 16, 16, 16, 16, 16), g.of(x));
    }

    /// Both operands of a sum get the very same tensor as their share: adding to one of them must not change the other.
    @Test
    void whatIsAddedToOneGradientDoesNotReachAnother() {
        Tensor x = Some.tensor(1, 5).parameter();
        Tensor z = Some.tensor(2, 5).parameter();
        for (boolean sumFirst : new boolean[] {true, false}) {
            Gradients g = Tape.record(c, () -> {
                // The tape runs backwards: what is computed last gives its share first.
                Tensor before = sumFirst ? x.add(c, z) : null;
                Tensor scaled = x.scale(c, 3).add(c, x.reshape(c, 5).scale(c, 4));
                return (sumFirst ? before : x.add(c, z)).sum(c).add(c, scaled.sum(c));
            });
            Same.bits(Tensor.of(Shape.of(5), 8, 8, 8, 8, 8), g.of(x));
            Same.bits(Tensor.of(Shape.of(5), 1, 1, 1, 1, 1), g.of(z));
        }
    }

    @Test
    void parametersAreToldApartByIdentity() {
        Tensor numbers = Some.tensor(1, 3);
        Tensor x = numbers.parameter();
        Tensor same = numbers.parameter();
        Gradients g = Tape.record(c, () -> x.scale(c, 2).add(c, same.scale(c, 3)).sum(c));
        assertEquals(2, g.of(x).get(0));
        assertEquals(3, g.of(same).get(0));
    }

    @Test
    void aParameterThatTookNoPartHasNoGradient() {
        Tensor x = Some.tensor(1, 3).parameter();
        Tensor idle = Some.tensor(2, 2, 7).parameter();
        Tensor constant = Some.tensor(3, 3);
        Gradients g = Tape.record(c, () -> {
            idle.square(c);
            return x.multiply(c, constant).sum(c);
        });
        assertTrue(g.has(x));
        assertFalse(g.has(idle));
        assertFalse(g.has(constant));
        assertThatThrownBy(() -> g.of(idle)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gradient: the loss does not depend on Tensor[2, 7]");
        assertThatThrownBy(() -> g.of(constant))
                .hasMessage("gradient: the loss does not depend on Tensor[3], which is not a parameter");
    }

    @Test
    void gradientsOfIntermediateResultsAreGone() {
        Tensor x = Some.tensor(1, 3).parameter();
        Tensor[] y = new Tensor[1];
        Gradients g = Tape.record(c, () -> {
            y[0] = x.square(c);
            return y[0].sum(c);
        });
        assertFalse(g.has(y[0]));
        assertThatThrownBy(() -> g.of(y[0])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void theLossItselfIsThereToo() {
        Tensor x = Some.tensor(1, 3).parameter();
        assertEquals(x.sum(c).item(), Tape.record(c, () -> x.sum(c)).loss().item());
    }

    /// An operation whose backward pass hands in a share of a wrong shape.
    private record Crooked(Tensor x) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return x.copy();
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, Tensor.zeros(x.size(), 1));
        }
    }

    @Test
    void aShareOfAnotherShapeIsRefused() {
        Tensor x = Some.tensor(1, 3).parameter();
        assertThatThrownBy(() -> Tape.record(c, () -> c.run(new Crooked(x)).sum(c)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("gradient: the share is [3, 1], the tensor is [3]");
    }
}
