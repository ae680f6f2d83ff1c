package islr.tflite.op;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.Linear;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class NonZeroColumnsTest {
    private final Compute c = Compute.cpu();

    @Property(tries = 200)
    void leavingOutColumnsOfZerosChangesNoMoreThanRounding(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 70) int rows, @ForAll @IntRange(min = 1, max = 90) int in,
            @ForAll @IntRange(min = 1, max = 40) int out) {
        NonZeroColumns product = new NonZeroColumns();
        Tensor w = Tensor.randn(random, out, in).parameter();
        Tensor bias = random.nextBoolean() ? Tensor.randn(random, out) : null;
        for (int clip = 0; clip < 6; clip++) {
            Tensor x = withZeroColumns(random, rows, in, random.nextDouble());
            float[] expected = c.run(new Linear(x, w, bias)).toArray();
            float[] found = product.linear(c, x, w, bias).toArray();
            for (int i = 0; i < expected.length; i++) {
                assertThat(found[i]).isCloseTo(expected[i], within(2e-5f));
            }
            // What is kept of other clips does not matter, to the bit.
            assertThat(new NonZeroColumns().linear(c, x, w, bias).toArray()).isEqualTo(found);
            assertThat(product.linear(c, x, w, bias).toArray()).isEqualTo(found);
        }
    }

    /// Rows of random numbers; whole columns, and numbers here and there, are zero.
    private static Tensor withZeroColumns(Random random, int rows, int in, double share) {
        Tensor x = Tensor.randn(random, rows, in);
        for (int column = 0; column < in; column++) {
            boolean zero = random.nextDouble() < share;
            for (int row = 0; row < rows; row++) {
                if (zero || random.nextInt(10) == 0) {
                    x.array()[row * in + column] = random.nextBoolean() ? 0f : -0f;
                }
            }
        }
        return x;
    }

    @Test
    void aColumnThatIsZeroInAllRowsButOneCounts() {
        Random random = new Random(5);
        Tensor w = Tensor.randn(random, 3, 40).parameter();
        Tensor x = Tensor.randn(random, 50, 40);
        for (int row = 0; row < 50; row++) {
            Arrays.fill(x.array(), row * 40 + 20, row * 40 + 40, 0);
        }
        Tensor before = x.copy();
        x.array()[49 * 40 + 27] = 2;
        Tensor y = new NonZeroColumns().linear(c, x, w, null);
        Tensor without = new NonZeroColumns().linear(c, before, w, null);
        assertThat(y.get(49, 1) - without.get(49, 1)).isCloseTo(2 * w.get(1, 27), within(1e-5f));
        assertThat(y.get(48, 1)).isCloseTo(without.get(48, 1), within(1e-5f));
    }

    @Test
    void zeroTimesAWeightThatIsNotFiniteIsNotANumber() {
        Random random = new Random(6);
        Tensor x = Tensor.randn(random, 30, 20);
        for (int row = 0; row < 30; row++) {
            Arrays.fill(x.array(), row * 20 + 4, row * 20 + 19, 0);
        }
        for (float number : new float[] {Float.POSITIVE_INFINITY, Float.NaN}) {
            Tensor w = Tensor.randn(random, 2, 20);
            w.array()[20 + 9] = number;
            Tensor y = new NonZeroColumns().linear(c, x, w.parameter(), null);
            assertThat(y.get(3, 1)).isNaN();
            assertThat(y.get(3, 0)).isFinite();
        }
    }

    @Test
    void notANumberIsNotZero() {
        Tensor x = Tensor.zeros(30, 20);
        x.array()[12 * 20 + 9] = Float.NaN;
        Tensor w = Tensor.randn(new Random(7), 2, 20).parameter();
        assertThat(new NonZeroColumns().linear(c, x, w, null).get(12, 0)).isNaN();
    }

    @Test
    void weightsWithoutColumnsAreMadeOnceForASetOfColumns() {
        Random random = new Random(8);
        Tensor w = Tensor.randn(random, 5, 33).parameter();
        NonZeroColumns product = new NonZeroColumns();
        Tensor x = withZeroColumns(random, 64, 33, 0.5);
        product.linear(c, x, w, null);
        Tensor kept = product.kept().iterator().next();
        assertThat(kept.shape().columns()).isLessThan(33).isGreaterThan(0);
        product.linear(c, x, w, null);
        assertThat(product.kept()).containsExactly(kept);
        for (int i = 0; i < 10; i++) {
            product.linear(c, withZeroColumns(random, 64, 33, 0.5), w, null);
        }
        assertThat(product.kept()).hasSizeLessThanOrEqualTo(3).doesNotContain(kept);
    }
}
