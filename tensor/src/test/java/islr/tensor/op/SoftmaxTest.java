package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.kernel.plain.PlainKernels;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SoftmaxTest {
    private static final float HIDDEN = Float.NEGATIVE_INFINITY;
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 7, 17, 33, 130})
    void gradientsAreThoseOfDifferences(int n) {
        GradCheck.check(c, List.of(Some.tensor(1, 3, n)), in -> in.getFirst().softmax(c));
        GradCheck.check(c, List.of(Some.tensor(1, 2, 1, n)), in -> in.getFirst().logSoftmax(c));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5, 17, 33})
    void gradientsOfMaskedScoresAreThoseOfDifferences(int n) {
        boolean[] visible = new boolean[2 * n];
        float[] shift = new float[2 * 3];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = i % n == 0 || i % 3 == 0;
        }
        shift[1] = -7;
        Tensor x = Some.tensor(1, 2, 3, n);
        for (Mask mask : List.of(Mask.none(), Mask.causal(), new Mask.KeyPadding(visible),
                new Mask.KeyPadding(visible, -3), new Mask.QueryShift(shift),
                new Mask.Additive(Some.tensor(2, 3, n).toArray(), true),
                new Mask.Additive(Some.tensor(2, 2, 3, n).toArray(), false),
                Mask.causal().and(new Mask.KeyPadding(visible)))) {
            GradCheck.check(c, List.of(x), in -> c.run(new Softmax.Masked(in.getFirst(), mask)));
        }
    }

    @Property(tries = 60)
    void rowsSumToOneAndIgnoreAShift(@ForAll @IntRange(min = 1, max = 140) int n,
            @ForAll @FloatRange(min = -50, max = 50) float shift) {
        Tensor x = Some.tensor(1, 3, n).scale(c, 3);
        Tensor y = x.softmax(c);
        Same.near(1e-6, Tensor.of(Shape.of(3), 1, 1, 1), y.sum(c, 1));
        // The shift itself rounds x to 2⁻²⁴·64.
        Same.near(1e-5, y, x.affine(c, 1, shift).softmax(c));
        Same.near(1e-5, x.logSoftmax(c), x.affine(c, 1, shift).logSoftmax(c));
    }

    /// The logarithm of the sum is small beside the logits; the values are those of PyTorch in double precision.
    @ParameterizedTest
    @ValueSource(floats = {0, 1, -7, 1e4f, 1e8f, -1e8f, 3e38f})
    void equalLogitsOfAnySizeGetTheLogarithmOfTheirNumber(float logit) {
        for (Kernels kernels : List.of(new ScalarKernels(), new PlainKernels(), KernelProvider.choose("simd"))) {
            Compute with = c.with(kernels);
            for (int n : new int[] {1, 2, 3, 8, 17, 33, 250}) {
                float[] equal = new float[n];
                Arrays.fill(equal, logit);
                for (float y : Tensor.of(Shape.of(n), equal).logSoftmax(with).toArray()) {
                    assertEquals(-Math.log(n), y, 1e-6);
                }
            }
            float[] apart = Tensor.of(Shape.of(3), 1e8f, 1e8f - 8, 1e8f - 16).logSoftmax(with).toArray();
            assertArrayEquals(new float[] {-3.355188e-4f, -8.000336f, -16.000336f}, apart, 1e-6f);
        }
    }

    @Property(tries = 60)
    void everyNumberIsItsShareOfTheExponentials(@ForAll @IntRange(min = 1, max = 140) int n) {
        Tensor x = Some.tensor(n, n).scale(c, 3);
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x.get(i));
        }
        Tensor y = Tensor.zeros(n);
        Tensor log = Tensor.zeros(n);
        for (int i = 0; i < n; i++) {
            y.array()[i] = (float) (Math.exp(x.get(i)) / sum);
            log.array()[i] = (float) (x.get(i) - Math.log(sum));
        }
        Same.near(1e-6, y, x.softmax(c));
        Same.near(1e-6, log, x.logSoftmax(c));
    }

    @Test
    void largeScoresDoNotOverflow() {
        Tensor x = Tensor.of(Shape.of(1, 4), 1e30f, -1e30f, 1e30f, 5);
        assertArrayEquals(new float[] {0.5f, 0, 0.5f, 0}, x.softmax(c).toArray());
        Tensor y = Tensor.of(Shape.of(1, 2), 1000, 1001).logSoftmax(c);
        assertArrayEquals(new float[] {-1.3132617f, -0.3132617f}, y.toArray(), 1e-4f);
    }

    @Test
    void aHiddenNumberHasNoShareAndARowOfHiddenOnesHasNone() {
        Tensor x = Tensor.of(Shape.of(2, 3), 1, HIDDEN, 1, HIDDEN, HIDDEN, HIDDEN).parameter();
        assertArrayEquals(new float[] {0.5f, 0, 0.5f, 0, 0, 0}, x.softmax(c).toArray());
        Tensor dx = Tape.record(c, () -> x.softmax(c).multiply(c, Some.tensor(1, 2, 3)).sum(c)).of(x);
        assertEquals(0, dx.get(0, 1), 0f);
        for (int i = 0; i < 3; i++) {
            assertEquals(0, dx.get(1, i), 0f);
        }
        assertTrue(dx.get(0, 0) != 0);
    }

    @Property(tries = 40)
    void aHiddenKeyIsAKeyThatIsNotThere(@ForAll @IntRange(min = 1, max = 40) int kept,
            @ForAll @IntRange(min = 1, max = 20) int hidden) {
        Tensor x = Some.tensor(1, 3, kept);
        Tensor both = Tensor.concat(c, 1, x, Some.tensor(2, 3, hidden));
        boolean[] visible = new boolean[kept + hidden];
        java.util.Arrays.fill(visible, 0, kept, true);
        Tensor y = c.run(new Softmax.Masked(both, new Mask.KeyPadding(visible)));
        Same.near(1e-6, x.softmax(c), y.slice(c, 1, 0, kept));
        Same.bits(Tensor.zeros(3, hidden), y.slice(c, 1, kept, kept + hidden));
    }

    @Test
    void everySequenceHasItsPartOfTheMask() {
        Tensor x = Some.tensor(1, 2, 3, 5);
        Mask.Additive bias = new Mask.Additive(Some.tensor(2, 2, 3, 5).toArray(), false);
        Same.bits(x.add(c, Some.tensor(2, 2, 3, 5)).softmax(c), c.run(new Softmax.Masked(x, bias)));
        Mask.Additive shared = new Mask.Additive(Some.tensor(2, 3, 5).toArray(), true);
        Same.bits(x.add(c, Some.tensor(2, 3, 5)).softmax(c), c.run(new Softmax.Masked(x, shared)));
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        assertThatThrownBy(() -> new Softmax.Masked(Some.tensor(1, 2, 3, 5), new Mask.KeyPadding(new boolean[9])))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("9 entries for 10 keys");
        assertThatThrownBy(() -> new Softmax.Masked(Some.tensor(1, 7), Mask.none())).hasMessageContaining("two axes");
    }
}
