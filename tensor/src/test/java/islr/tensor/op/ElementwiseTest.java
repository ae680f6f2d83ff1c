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
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.Kernels;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class ElementwiseTest {
    private final Compute c = Compute.cpu();

    static Stream<Arguments> functionsAndShapes() {
        int[][][] shapes = {{{1}, {1}}, {{2}, {2}}, {{3, 5}, {3, 5}}, {{130}, {130}}, {{5, 7}, {7}}, {{33}, {5, 33}},
            {{17, 1}, {17, 7}}, {{17, 3}, {1}}, {{5, 7}, {}}, {{5, 1, 7}, {3, 1}}, {{3, 5, 7}, {3, 1, 7}},
            {{2, 1, 3, 1}, {1, 5, 1, 2}}};
        return Arrays.stream(Kernels.Binary.values())
                .flatMap(f -> Arrays.stream(shapes).map(s -> Arguments.of(f, s[0], s[1])));
    }

    @ParameterizedTest
    @MethodSource("functionsAndShapes")
    void gradientsOfArithmeticAreThoseOfDifferences(Kernels.Binary f, int[] a, int[] b) {
        Tensor p = Some.tensor(1, a);
        Tensor q = Some.awayFromZero(2, b);
        if (f == Kernels.Binary.MAXIMUM) {
            // No number of one may be near a number of the other.
            Tensor both = Some.apart(3, p.size() + q.size());
            p = both.view(0, p.shape());
            q = both.view(p.size(), q.shape());
        }
        GradCheck.check(c, List.of(p, q), in -> c.run(new Elementwise.Binary(f, in.get(0), in.get(1))));
    }

    @ParameterizedTest
    @MethodSource("functionsAndShapes")
    void aTensorMayMeetItself(Kernels.Binary f, int[] a, int[] b) {
        if (f == Kernels.Binary.DIVIDE || f == Kernels.Binary.SUBTRACT) {
            return; // constant: a gradient of zero
        }
        GradCheck.check(c, List.of(Some.awayFromZero(1, a)),
                in -> c.run(new Elementwise.Binary(f, in.get(0), in.get(0))));
    }

    @Test
    void gradientsOfAffineAndWhereAreThoseOfDifferences() {
        for (int n : new int[] {1, 3, 17, 130}) {
            GradCheck.check(c, List.of(Some.tensor(1, n)), in -> in.getFirst().affine(c, -1.5f, 0.25f));
            Tensor condition = Some.tensor(2, 3, n).relu(c);
            GradCheck.check(c, List.of(Some.tensor(3, 3, n), Some.tensor(4, n)),
                    in -> in.get(0).where(c, condition, in.get(1)));
            GradCheck.check(c, List.of(Some.tensor(3, 3, 1), Some.tensor(4)),
                    in -> in.get(0).where(c, condition, in.get(1)));
        }
    }

    /// Two shapes that broadcast: each axis of a result is kept by both, or is 1 in one of them, and leading axes may
    /// be missing.
    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void broadcastingIsThatOfNumPy(@ForAll @Size(max = 4) List<@IntRange(min = 1, max = 5) Integer> sizes,
            @ForAll @IntRange(max = 4) int missing, @ForAll @IntRange(max = 255) int ones, @ForAll Kernels.Binary f,
            @ForAll boolean swap) {
        int rank = sizes.size();
        int[] full = new int[rank];
        int[] part = new int[rank];
        for (int i = 0; i < rank; i++) {
            full[i] = (ones >> i & 1) == 1 ? 1 : sizes.get(i);
            part[i] = (ones >> (i + 4) & 1) == 1 ? 1 : sizes.get(i);
        }
        int[] shorter = Arrays.copyOfRange(part, Math.min(missing, rank), rank);
        Tensor a = Some.tensor(1, swap ? shorter : full);
        Tensor b = Some.awayFromZero(2, swap ? full : shorter);
        Tensor y = c.run(new Elementwise.Binary(f, a, b));
        int[] result = new int[rank];
        for (int i = 0; i < rank; i++) {
            int fromEnd = rank - i;
            result[i] = Math.max(fromEnd <= a.shape().rank() ? a.shape().dim(-fromEnd) : 1,
                    fromEnd <= b.shape().rank() ? b.shape().dim(-fromEnd) : 1);
        }
        assertArrayEquals(result, y.shape().toArray());
        for (int i = 0; i < y.size(); i++) {
            float p = at(a, y.shape(), i);
            float q = at(b, y.shape(), i);
            float expected = switch (f) {
                case ADD -> p + q;
                case SUBTRACT -> p - q;
                case MULTIPLY -> p * q;
                case DIVIDE -> p / q;
                case MAXIMUM -> Math.max(p, q);
            };
            assertEquals(expected, y.array()[y.offset() + i]);
        }
    }

    /// The number of `x` that meets number `index` of a result.
    private static float at(Tensor x, Shape result, int index) {
        int at = 0;
        int stride = 1;
        int rest = index;
        for (int axis = 1; axis <= result.rank(); axis++) {
            int place = rest % result.dim(-axis);
            rest /= result.dim(-axis);
            if (axis <= x.shape().rank()) {
                at += x.shape().dim(-axis) == 1 ? 0 : place * stride;
                stride *= x.shape().dim(-axis);
            }
        }
        return x.array()[x.offset() + at];
    }

    @Test
    void aTieOfAMaximumIsSharedByHalves() {
        Tensor a = Tensor.of(Shape.of(3), 1, 2, 3).parameter();
        Tensor b = Tensor.of(Shape.of(3), 1, 5, -1).parameter();
        Gradients g = Tape.record(c, () -> a.maximum(c, b).multiply(c, Tensor.of(Shape.of(3), 10, 20, 30)).sum(c));
        assertArrayEquals(new float[] {5, 0, 30}, g.of(a).toArray());
        assertArrayEquals(new float[] {5, 20, 0}, g.of(b).toArray());
    }

    @Test
    void aMaximumWithNanIsNan() {
        Tensor y = Tensor.of(Shape.of(3), 1, Float.NaN, -1).maximum(c, Tensor.of(Shape.of(3), Float.NaN, 2, 3));
        assertArrayEquals(new float[] {Float.NaN, Float.NaN, 3}, y.toArray());
    }

    @Test
    void aNanThatIsNotChosenLeavesNoTrace() {
        Tensor a = Tensor.of(Shape.of(2), 1, Float.NaN).parameter();
        Tensor b = Tensor.of(Shape.of(2), Float.NaN, 4).parameter();
        Tensor condition = Tensor.of(Shape.of(2), 1, 0);
        assertArrayEquals(new float[] {1, 4}, a.where(c, condition, b).toArray());
        Gradients g = Tape.record(c, () -> a.where(c, condition, b).sum(c));
        assertArrayEquals(new float[] {1, 0}, g.of(a).toArray());
        assertArrayEquals(new float[] {0, 1}, g.of(b).toArray());
    }

    /// A condition for every row takes whole rows; the same condition written out takes number by number.
    @Property(tries = 60)
    void aConditionOfRowsChoosesAsOneOfNumbersDoes(@ForAll @IntRange(min = 1, max = 20) int rows,
            @ForAll @IntRange(min = 1, max = 40) int n, @ForAll boolean oneA, @ForAll boolean oneB) {
        Tensor condition = Some.tensor(1, rows, 1).relu(c);
        Tensor writtenOut = condition.add(c, Tensor.zeros(rows, n));
        Tensor a = (oneA ? Some.tensor(2, n) : Some.tensor(2, rows, n)).parameter();
        Tensor b = (oneB ? Some.tensor(3, n) : Some.tensor(3, rows, n)).parameter();
        Tensor weights = Some.tensor(4, rows, n);
        Same.bits(a.where(c, writtenOut, b), a.where(c, condition, b));
        Gradients expected = Tape.record(c, () -> a.where(c, writtenOut, b).multiply(c, weights).sum(c));
        Gradients actual = Tape.record(c, () -> a.where(c, condition, b).multiply(c, weights).sum(c));
        Same.bits(expected.of(a), actual.of(a));
        Same.bits(expected.of(b), actual.of(b));
    }

    @Test
    void tensorsWithoutNumbersGoThrough() {
        for (int[] empty : new int[][] {{0}, {0, 5}, {5, 0}, {3, 0, 5}}) {
            Tensor x = Tensor.zeros(empty);
            assertEquals(x.shape(), x.add(c, x).shape());
            assertEquals(x.shape(), x.multiply(c, Tensor.scalar(2)).shape());
            assertEquals(x.shape(), x.where(c, x, x).shape());
            Tensor p = Tensor.scalar(2).parameter();
            assertEquals(0, Tape.record(c, () -> x.multiply(c, p).sum(c)).of(p).item());
        }
        assertEquals(Shape.of(0, 5), Tensor.zeros(0, 5).add(c, Some.tensor(1, 5)).shape());
    }

    @Property(tries = 30)
    void whatWasAddedCanBeSubtracted(@ForAll @IntRange(min = 1, max = 140) int n) {
        Tensor a = Some.tensor(1, n);
        Tensor b = Some.tensor(2, n);
        Same.near(1e-6, a, a.add(c, b).subtract(c, b));
        Same.bits(a.add(c, b), b.add(c, a));
        Same.bits(a.subtract(c, b), b.subtract(c, a).scale(c, -1));
        Same.near(1e-6, a, a.multiply(c, Some.awayFromZero(3, n)).divide(c, Some.awayFromZero(3, n)));
    }

    @Test
    void shapesThatDoNotMeetAreNamed() {
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).add(c, Some.tensor(2, 3, 4)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("add").hasMessageContaining("[3, 5]")
                .hasMessageContaining("[3, 4]").hasMessageContaining("5 against 4");
        assertThatThrownBy(() -> Some.tensor(1, 3, 5).where(c, Some.tensor(1, 2), Some.tensor(1, 5)))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("where");
    }
}
