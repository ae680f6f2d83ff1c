package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.kernel.ScalarKernels;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MatMulTest {
    private final Compute c = Compute.cpu();

    private static Tensor operand(long seed, boolean transposed, int rows, int columns, int... batch) {
        int[] sizes = java.util.Arrays.copyOf(batch, batch.length + 2);
        sizes[batch.length] = transposed ? columns : rows;
        sizes[batch.length + 1] = transposed ? rows : columns;
        return Some.tensor(seed, sizes);
    }

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,5", "7,1,17", "1,33,2", "5,17,33", "3,130,2"})
    void gradientsOfAllTransposesAreThoseOfDifferences(int m, int k, int n) {
        for (int t = 0; t < 4; t++) {
            boolean ta = t / 2 == 1;
            boolean tb = t % 2 == 1;
            GradCheck.check(c, List.of(operand(1, ta, m, k), operand(2, tb, k, n)),
                    in -> in.get(0).matmul(c, in.get(1), ta, tb));
        }
    }

    @Test
    void gradientsOfStacksAreThoseOfDifferences() {
        for (int t = 0; t < 4; t++) {
            boolean ta = t / 2 == 1;
            boolean tb = t % 2 == 1;
            GradCheck.check(c, List.of(operand(1, ta, 3, 5, 2, 3), operand(2, tb, 5, 7, 2, 3)),
                    in -> in.get(0).matmul(c, in.get(1), ta, tb));
            GradCheck.check(c, List.of(operand(1, ta, 3, 5, 3), operand(2, tb, 5, 7)),
                    in -> in.get(0).matmul(c, in.get(1), ta, tb));
        }
    }

    @Test
    void aMatrixMayBeMultipliedByItself() {
        GradCheck.check(c, List.of(Some.tensor(1, 5, 5)), in -> in.getFirst().matmul(c, in.getFirst()));
        GradCheck.check(c, List.of(Some.tensor(1, 5, 7)), in -> in.getFirst().matmul(c, in.getFirst(), true, false));
    }

    @Property(tries = 100)
    void everyNumberIsTheSumOfItsProducts(@ForAll @IntRange(min = 1, max = 80) int m,
            @ForAll @IntRange(min = 1, max = 80) int k, @ForAll @IntRange(min = 1, max = 80) int n) {
        Tensor a = Some.tensor(1, m, k);
        Tensor b = Some.tensor(2, k, n);
        Tensor y = a.matmul(c, b);
        Tensor expected = Tensor.zeros(m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += (double) a.get(i, t) * b.get(t, j);
                }
                expected.array()[i * n + j] = (float) sum;
            }
        }
        // Rounding of k products and sums, √k in the mean, 2⁻²⁴ each.
        Same.near(1e-6 * Math.sqrt(k), expected, y);
        Same.near(1e-6 * Math.sqrt(k), expected, a.matmul(c.with(new ScalarKernels()), b));
    }

    @Property(tries = 50)
    void theTransposeOfAProductIsTheProductOfTheTransposes(@ForAll @IntRange(min = 1, max = 70) int m,
            @ForAll @IntRange(min = 1, max = 70) int k, @ForAll @IntRange(min = 1, max = 70) int n) {
        Tensor a = Some.tensor(1, m, k);
        Tensor b = Some.tensor(2, k, n);
        // Bit for bit: each number is one sum in the order of k, and a product of two numbers has no order.
        Same.bits(a.matmul(c, b).permute(c, 1, 0), b.permute(c, 1, 0).matmul(c, a.permute(c, 1, 0)));
    }

    @Property(tries = 50)
    void aFlagIsATransposeWrittenOut(@ForAll @IntRange(min = 1, max = 70) int m,
            @ForAll @IntRange(min = 1, max = 70) int k, @ForAll @IntRange(min = 1, max = 70) int n) {
        Tensor a = Some.tensor(1, m, k);
        Tensor b = Some.tensor(2, k, n);
        Tensor y = a.matmul(c, b);
        Same.bits(y, a.matmul(c, b.permute(c, 1, 0), false, true));
        Same.bits(y, a.permute(c, 1, 0).matmul(c, b, true, false));
        Same.bits(y, a.permute(c, 1, 0).matmul(c, b.permute(c, 1, 0), true, true));
    }

    @Test
    void aStackIsMultipliedOneByOne() {
        Tensor a = Some.tensor(1, 2, 3, 7, 5);
        Tensor b = Some.tensor(2, 2, 3, 5, 17);
        Tensor y = a.matmul(c, b);
        assertEquals(Shape.of(2, 3, 7, 17), y.shape());
        Tensor shared = a.matmul(c, b.view(0, Shape.of(5, 17)));
        for (int i = 0; i < 6; i++) {
            Tensor one = a.view(i * 35, Shape.of(7, 5));
            Same.bits(one.matmul(c, b.view(i * 85, Shape.of(5, 17))), y.view(i * 119, Shape.of(7, 17)));
            Same.bits(one.matmul(c, b.view(0, Shape.of(5, 17))), shared.view(i * 119, Shape.of(7, 17)));
        }
    }

    @Test
    void anEmptySumIsZeroAndAnEmptyResultIsEmpty() {
        assertArrayEquals(new float[6], Tensor.zeros(2, 0).matmul(c, Tensor.zeros(0, 3)).toArray());
        assertEquals(Shape.of(0, 3), Tensor.zeros(0, 5).matmul(c, Some.tensor(1, 5, 3)).shape());
        assertEquals(Shape.of(3, 0), Some.tensor(1, 3, 5).matmul(c, Tensor.zeros(5, 0)).shape());
        assertEquals(Shape.of(0, 3, 7), Tensor.zeros(0, 3, 5).matmul(c, Tensor.zeros(0, 5, 7)).shape());
    }

    @Test
    void aParameterThatChangedIsPackedAgain() {
        Tensor x = Some.tensor(1, 5, 7);
        Tensor w = Some.tensor(2, 7, 3).parameter();
        Tensor v = Some.tensor(3, 7, 3);
        Tensor before = x.matmul(c, w);
        Same.bits(before, x.matmul(c, w));
        Same.bits(before, x.matmul(c, w.copy()));
        System.arraycopy(v.array(), 0, w.array(), 0, v.size());
        w.changed();
        Same.bits(x.matmul(c, v), x.matmul(c, w));
        // Each kernel set has panels of its own.
        Same.near(1e-6, x.matmul(c, v), x.matmul(c.with(new ScalarKernels()), w));
        Same.bits(x.matmul(c, v), x.matmul(c, w));
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).matmul(c, Some.tensor(2, 4, 7)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matmul: inner dimensions differ: a [3, 5], b [4, 7]: 5 against 4");
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).matmul(c, Some.tensor(2, 4, 7), true, true))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("matmul: inner dimensions differ: a [3, 5] transposed, b [4, 7] transposed: 3 against 7");
        assertThatThrownBy(() -> Some.tensor(1, 2, 3, 5).matmul(c, Some.tensor(2, 3, 5, 7)))
                .hasMessageContaining("leading axes differ");
        assertThatThrownBy(() -> Some.tensor(1, 5).matmul(c, Some.tensor(2, 5, 7))).hasMessageContaining("two axes");
    }
}
