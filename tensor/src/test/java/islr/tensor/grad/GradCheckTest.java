package islr.tensor.grad;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.op.Operation;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A check that lets errors pass would be worse than none.
class GradCheckTest {
    private final Compute c = Compute.cpu();

    /// `y = a·b`, number by number, with a gradient that is wrong as asked.
    private record Wrong(Tensor a, Tensor b, float factorA, float factorB, int place) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(a, b);
        }

        @Override
        public Tensor forward(Compute c) {
            return a.copy().multiply(c, b.copy());
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(a, wrong(dy.multiply(c, b.copy()), factorA));
            into.add(b, wrong(dy.multiply(c, a.copy()), factorB));
        }

        private Tensor wrong(Tensor x, float factor) {
            x.array()[x.offset() + place] *= factor;
            return x;
        }
    }

    private void check(float factorA, float factorB, int place) {
        GradCheck.check(c, List.of(Some.awayFromZero(1, 3, 5), Some.awayFromZero(2, 3, 5)),
                in -> c.run(new Wrong(in.get(0), in.get(1), factorA, factorB, place)));
    }

    @Test
    void rightGradientsPass() {
        check(1, 1, 0);
    }

    @Test
    void aGradientThatIsOffByOnePercentInOnePlaceIsNamedWithItsPlace() {
        assertThatThrownBy(() -> check(1.01f, 1, 7)).isInstanceOf(AssertionError.class)
                .hasMessageContaining("operand 0 [3, 5] at [1, 2]").hasMessageContaining("the tape says")
                .hasMessageContaining("differences say");
        assertThatThrownBy(() -> check(1, 0.99f, 14)).hasMessageContaining("operand 1 [3, 5] at [2, 4]");
        assertThatThrownBy(() -> check(1, -1, 0)).hasMessageContaining("operand 1 [3, 5] at [0, 0]");
        assertThatThrownBy(() -> check(0, 1, 0)).isInstanceOf(AssertionError.class);
        assertThatThrownBy(() -> check(Float.NaN, 1, 0)).isInstanceOf(AssertionError.class);
    }

    @Test
    void anOperandThatIsForgottenIsNoticed() {
        assertThatThrownBy(() -> GradCheck.check(c, List.of(Some.tensor(1, 3), Some.tensor(2, 3)),
                in -> in.get(0).multiply(c, in.get(1).copy()))).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("does not depend on");
    }

    @Test
    void gradientsThatSwapTwoNumbersOfTheResultAreNoticed() {
        // With a projection of all ones this would pass.
        assertThatThrownBy(
                () -> GradCheck.check(c, List.of(Some.tensor(1, 2)), in -> c.run(new Swapped(in.getFirst()))))
                .isInstanceOf(AssertionError.class);
    }

    private record Swapped(Tensor x) implements Operation.Stateless {
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
            into.add(x, Tensor.of(dy.shape(), dy.get(1), dy.get(0)));
        }
    }

    @Test
    void theWorstDifferenceIsReported() {
        double worst = GradCheck.check(c, List.of(Some.tensor(1, 33)), in -> in.getFirst().tanh(c));
        assertTrue(worst > 0 && worst < 1e-4, "" + worst);
    }

    @Test
    void operandsAreLeftAlone() {
        Tensor x = Some.tensor(1, 33);
        GradCheck.check(c, List.of(x), in -> in.getFirst().exp(c));
        Same.bits(Some.tensor(1, 33), x);
        assertEquals(false, x.isParameter());
    }
}
