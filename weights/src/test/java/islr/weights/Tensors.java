package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Random;

final class Tensors {
    private Tensors() {}

    /// All bit patterns, including NaN with any payload, infinities, denormals and −0.
    static Tensor anyBits(Shape shape, Random random) {
        float[] x = new float[shape.size()];
        for (int i = 0; i < x.length; i++) {
            x[i] = Float.intBitsToFloat(random.nextInt());
        }
        return Tensor.of(shape, x);
    }

    static void assertSameBits(Tensor actual, Tensor expected) {
        assertThat(actual.shape()).isEqualTo(expected.shape());
        assertThat(bits(actual)).isEqualTo(bits(expected));
    }

    private static int[] bits(Tensor x) {
        float[] numbers = x.toArray();
        int[] bits = new int[numbers.length];
        for (int i = 0; i < bits.length; i++) {
            bits[i] = Float.floatToRawIntBits(numbers[i]);
        }
        return bits;
    }
}
