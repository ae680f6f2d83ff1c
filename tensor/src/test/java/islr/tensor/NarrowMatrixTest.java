package islr.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.grad.Tape;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.NarrowType;
import islr.tensor.op.ActivatedLinear;
import islr.tensor.op.Linear;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class NarrowMatrixTest {
    private final Compute c = Compute.cpu();

    @Property(tries = 60)
    void anInt8NumberIsHalfAStepOfItsChannelAway(@ForAll @IntRange(min = 1, max = 40) int out,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = -40, max = 30) int exponent) {
        Tensor w = Some.tensor(1, out, in).scale(c, Math.scalb(1f, exponent));
        NarrowMatrix narrow = NarrowMatrix.of(NarrowType.INT8, w);
        Tensor wide = narrow.widened();
        for (int o = 0; o < out; o++) {
            float largest = 0;
            for (int i = 0; i < in; i++) {
                largest = Math.max(largest, Math.abs(w.get(o, i)));
            }
            assertEquals(largest / 127, narrow.scales()[o]);
            for (int i = 0; i < in; i++) {
                assertEquals(w.get(o, i), wide.get(o, i), narrow.scales()[o] * 0.50001);
            }
        }
    }

    @Property(tries = 60)
    void aBf16NumberIsTheNearestOne(@ForAll float x) {
        float finite = Float.isFinite(x) && Math.abs(x) < 3e38f ? x : 1.2345f;
        float wide = NarrowMatrix.of(NarrowType.BF16, Tensor.of(Shape.of(1, 1), finite)).widened().item();
        int upper = Float.floatToRawIntBits(finite) >>> 16;
        float below = Float.intBitsToFloat(upper << 16);
        float above = Float.intBitsToFloat(upper + 1 << 16);
        double toBelow = Math.abs((double) finite - below);
        double toAbove = Math.abs((double) above - finite);
        assertEquals(toBelow < toAbove || toBelow == toAbove && upper % 2 == 0 ? below : above, wide);
    }

    @Test
    void halfwayNumbersBecomeTheEvenOne() {
        Tensor w = Tensor.of(Shape.of(1, 4), 127, 2.5f, 3.5f, -0.5f);
        assertThat(NarrowMatrix.of(NarrowType.INT8, w).numbers()).containsExactly(127, 2, 4, 0);
    }

    @Test
    void aChannelOfZerosStaysOne() {
        Tensor w = Tensor.of(Shape.of(2, 2), 0, 0, 1, -0.5f);
        assertThat(NarrowMatrix.of(NarrowType.INT8, w).widened().toArray()).containsExactly(0, 0, 1, -64 / 127f);
    }

    @ParameterizedTest
    @EnumSource(NarrowType.class)
    void numbersThatAreNotFiniteAreRefused(NarrowType type) {
        for (float x : new float[] {Float.NaN, Float.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> NarrowMatrix.of(type, Tensor.of(Shape.of(1, 2), 1, x)))
                    .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("not finite");
        }
    }

    @Test
    void aNumberBeyondTheRangeIsRefused() {
        assertThatThrownBy(() -> NarrowMatrix.of(NarrowType.BF16, Tensor.of(Shape.of(1, 1), Float.MAX_VALUE)))
                .hasMessage("narrow matrix: 3.4028235E38 is beyond the range of bf16");
    }

    @Test
    void sizesThatDoNotFitAreRefused() {
        assertThatThrownBy(() -> NarrowMatrix.int8(Shape.of(2, 3), new byte[5], 1, 1))
                .hasMessage("narrow matrix: 5 bytes for INT8 [2, 3]");
        assertThatThrownBy(() -> NarrowMatrix.int8(Shape.of(2, 3), new byte[6], 1, 1, 1))
                .hasMessage("narrow matrix: 3 scales for INT8 [2, 3]");
        assertThatThrownBy(() -> NarrowMatrix.bf16(Shape.of(6), new byte[12]))
                .hasMessage("narrow matrix: [6] has not two axes");
    }

    @Property(tries = 100)
    void aLinearMapOfNarrowWeightsIsThatOfTheWideOnes(@ForAll @IntRange(max = 70) int rows,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = 1, max = 130) int out,
            @ForAll NarrowType type, @ForAll boolean biased, @ForAll boolean residual,
            @ForAll @IntRange(min = 1, max = 3) int threads) {
        NarrowMatrix narrow = NarrowMatrix.of(type, Some.tensor(2, out, in));
        Tensor x = Some.tensor(1, rows, in);
        Tensor b = biased ? Some.tensor(3, out) : null;
        Tensor r = residual ? Some.tensor(4, rows, out) : null;
        Tensor expected = c.run(new Linear(x, narrow.widened(), b, r));
        Linear map = new Linear(x, Tensor.of(narrow), b, r);
        Tensor one = c.run(map);
        Same.near(1e-5, expected, one);
        try (Parallel parallel = Parallel.threads(threads)) {
            Same.bits(one, c.with(parallel).run(map));
        }
        Same.near(1e-5, expected.gelu(c), c.run(new ActivatedLinear(map, Kernels.Unary.GELU)));
    }

    @Test
    void aNarrowTensorHasNoArrayAndIsNoParameter() {
        Tensor narrow = Tensor.of(NarrowMatrix.of(NarrowType.INT8, Some.tensor(1, 3, 4)));
        assertThat(narrow.shape()).isEqualTo(Shape.of(3, 4));
        String message = "tensor [3, 4] is kept as INT8, which only the weight of a linear map can be, and no "
                + "gradient; widened() is float32";
        assertThatThrownBy(narrow::array).isInstanceOf(IllegalStateException.class).hasMessage(message);
        assertThatThrownBy(narrow::parameter).hasMessage(message);
        assertThatThrownBy(() -> narrow.matmul(c, Some.tensor(2, 4, 2))).hasMessage(message);
        assertThat(narrow.widened().toArray()).isEqualTo(narrow.narrow().widened().toArray());
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noGradientPassesThroughNarrowWeights(boolean ofTheBias) {
        Tensor w = Tensor.of(NarrowMatrix.of(NarrowType.BF16, Some.tensor(1, 3, 4)));
        Tensor x = ofTheBias ? Some.tensor(2, 5, 4) : Some.tensor(2, 5, 4).parameter();
        Tensor b = ofTheBias ? Some.tensor(3, 3).parameter() : Some.tensor(3, 3);
        assertThatThrownBy(() -> Tape.record(c, () -> x.linear(c, w, b).square(c).sum(c, 0).sum(c, 0)))
                .isInstanceOf(IllegalStateException.class).hasMessage("linear: the weight BF16 [3, 4] is there for "
                        + "answers only and lets no gradient through; train with float32 weights");
    }

    @Test
    void panelsHoldTheMatrixColumnByColumn() {
        byte[] numbers = new byte[5 * 3 * 2];
        new Random(4).nextBytes(numbers);
        NarrowMatrix matrix = NarrowMatrix.bf16(Shape.of(5, 3), numbers);
        assertThat(matrix.panels(1)).isSameAs(numbers);
        byte[] panels = matrix.panels(4);
        assertThat(panels).hasSize(8 * 3 * 2 + NarrowType.SPARE);
        assertThat(matrix.panels(4)).isSameAs(panels);
        for (int o = 0; o < 8; o++) {
            for (int t = 0; t < 3; t++) {
                for (int half = 0; half < 2; half++) {
                    assertThat(panels[(o / 4 * 12 + t * 4 + o % 4) * 2 + half])
                            .isEqualTo(o < 5 ? numbers[(o * 3 + t) * 2 + half] : 0);
                }
            }
        }
    }
}
