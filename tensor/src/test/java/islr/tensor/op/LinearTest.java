package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.plain.PlainKernels;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LinearTest {
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,5", "17,7,1", "1,33,17", "5,2,130", "3,130,2"})
    void gradientsAreThoseOfDifferences(int rows, int in, int out) {
        GradCheck.check(c, List.of(Some.tensor(1, rows, in), Some.tensor(2, out, in), Some.tensor(3, out)),
                p -> p.get(0).linear(c, p.get(1), p.get(2)));
        GradCheck.check(c, List.of(Some.tensor(1, rows, in), Some.tensor(2, out, in)),
                p -> p.get(0).linear(c, p.get(1), null));
        GradCheck.check(c, List.of(Some.tensor(1, 2, rows, in), Some.tensor(2, out, in), Some.tensor(3, out)),
                p -> p.get(0).linear(c, p.get(1), p.get(2)));
        GradCheck.check(c, List.of(Some.tensor(1, rows, in), Some.tensor(2, out, in), Some.tensor(3, out),
                Some.tensor(4, rows, out)), p -> c.run(new Linear(p.get(0), p.get(1), p.get(2), p.get(3))));
        GradCheck.check(c, List.of(Some.tensor(1, rows, in), Some.tensor(2, out, in), Some.tensor(3, out)),
                p -> c.run(new ActivatedLinear(new Linear(p.get(0), p.get(1), p.get(2)), Kernels.Unary.GELU)));
    }

    @Property(tries = 60)
    void linearIsAProductAndASum(@ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = 1, max = 70) int out) {
        Tensor x = Some.tensor(1, rows, in);
        Tensor w = Some.tensor(2, out, in);
        Tensor b = Some.tensor(3, out);
        Tensor r = Some.tensor(4, rows, out);
        Tensor product = x.matmul(c, w, false, true);
        Same.bits(product, x.linear(c, w, null));
        Same.near(3e-6, product.add(c, b), x.linear(c, w, b));
        Same.near(3e-6, product.add(c, r), c.run(new Linear(x, w, null, r)));
        Same.near(3e-6, product.add(c, b).add(c, r), c.run(new Linear(x, w, b, r)));
    }

    @Property(tries = 60)
    void anActivatedMapIsTheFunctionOfTheMap(@ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = 1, max = 300) int out,
            @ForAll boolean biased, @ForAll Kernels.Unary function) {
        Linear map = new Linear(Some.tensor(1, rows, in), Some.tensor(2, out, in), biased ? Some.tensor(3, out) : null);
        Same.bits(c.run(new Activations.Unary(function, c.run(map))), c.run(new ActivatedLinear(map, function)));
    }

    /// They take the weights as they lie, the vectors in panels.
    @Property(tries = 60)
    void plainLoopsGiveTheBitsOfVectors(@ForAll @IntRange(min = 1, max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = 1, max = 130) int out,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        Linear map = new Linear(Some.tensor(1, rows, in), Some.tensor(2, out, in), Some.tensor(3, out),
                Some.tensor(4, rows, out));
        try (Parallel parallel = Parallel.threads(threads)) {
            Same.bits(c.run(map), new Compute(new PlainKernels(), parallel, Memory.heap()).run(map));
        }
    }

    @Property(tries = 30)
    void aSumOfInputsIsASumOfOutputs(@ForAll @IntRange(min = 2, max = 50) int rows,
            @ForAll @IntRange(min = 1, max = 50) int in, @ForAll @IntRange(min = 1, max = 50) int out) {
        Tensor x = Some.tensor(1, rows, in);
        Tensor z = Some.tensor(2, rows, in);
        Tensor w = Some.tensor(3, out, in);
        Same.near(3e-6, x.linear(c, w, null).add(c, z.linear(c, w, null)), x.add(c, z).linear(c, w, null));
    }

    /// Also of a single number, in which all terms may cancel.
    @Property(tries = 30)
    void ofWholeNumbersASumOfInputsIsASumOfOutputsToTheBit(@ForAll @IntRange(min = 1, max = 50) int rows,
            @ForAll @IntRange(min = 1, max = 50) int in, @ForAll @IntRange(min = 1, max = 50) int out) {
        Tensor x = Some.wholeNumbers(1, rows, in);
        Tensor z = Some.wholeNumbers(2, rows, in);
        Tensor w = Some.wholeNumbers(3, out, in);
        Same.bits(x.linear(c, w, null).add(c, z.linear(c, w, null)), x.add(c, z).linear(c, w, null));
    }

    @Test
    void everyRowStandsForItself() {
        Tensor x = Some.tensor(1, 131, 17);
        Tensor w = Some.tensor(2, 33, 17).parameter();
        Tensor b = Some.tensor(3, 33).parameter();
        Tensor all = x.linear(c, w, b);
        for (int row : new int[] {0, 1, 63, 64, 129, 130}) {
            Same.bits(x.slice(c, 0, row, row + 1).linear(c, w, b), all.slice(c, 0, row, row + 1), "row " + row);
        }
    }

    @Test
    void leadingAxesAreKept() {
        Tensor y = Some.tensor(1, 2, 3, 5, 7).linear(c, Some.tensor(2, 4, 7), Some.tensor(3, 4));
        assertEquals(Shape.of(2, 3, 5, 4), y.shape());
        Same.bits(y, Some.tensor(1, 30, 7).linear(c, Some.tensor(2, 4, 7), Some.tensor(3, 4)).view(0, y.shape()));
        assertEquals(Shape.of(4), Some.tensor(1, 7).linear(c, Some.tensor(2, 4, 7), null).shape());
    }

    @Test
    void noRowsGiveNoRowsAndGradientsOfZero() {
        Tensor w = Some.tensor(2, 4, 7).parameter();
        Tensor b = Some.tensor(3, 4).parameter();
        assertEquals(Shape.of(0, 4), Tensor.zeros(0, 7).linear(c, w, b).shape());
        var g = Tape.record(c, () -> Tensor.zeros(0, 7).linear(c, w, b).sum(c));
        Same.bits(Tensor.zeros(4, 7), g.of(w));
        Same.bits(Tensor.zeros(4), g.of(b));
    }

    @Test
    void noColumnsLeaveTheBias() {
        Tensor b = Some.tensor(1, 4);
        Same.bits(b.view(0, Shape.of(1, 4)), Tensor.zeros(1, 0).linear(c, Tensor.zeros(4, 0), b));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).linear(c, Some.tensor(2, 4, 7), null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("linear: inner dimensions differ: x [3, 5], weight [4, 7]: 5 against 7");
        assertThatThrownBy(() -> Some.tensor(1, 3, 7).linear(c, Some.tensor(2, 4, 7), Some.tensor(3, 5)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("linear: bias [5] does not fit weight [4, 7]: 5 against 4");
        assertThatThrownBy(() -> new Linear(Some.tensor(1, 3, 7), Some.tensor(2, 4, 7), null, Some.tensor(3, 4)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("linear: residual [4] is not of the result's shape [3, 4]");
    }
}
