package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/// Rows and strides of [Kernels#multiplyAddRows]; [KernelsTest] has sizes, values and lane widths.
class MultiplyAddRowsTest {
    private static final List<Kernels> ALL = List.of(new ScalarKernels(), KernelProvider.choose("plain"),
            KernelProvider.choose("simd"), KernelsTest.started());

    @Test
    void itIsAMultiplyAddForEachRowInTheirOrder() {
        Random random = new Random(1);
        for (int n : new int[] {0, 1, 3, 7, 15, 16, 17, 31, 33, 63, 64, 65, 97, 128, 145, 208}) {
            for (int rows : new int[] {0, 1, 2, 5, 51}) {
                for (int stride : new int[] {n, n + 3, 0, 1, -n - 2}) {
                    float[] a = numbers(random, 7 + rows * (n + 3) + n);
                    float[] b = numbers(random, 5 + rows * (n + 3) + n);
                    float[] y = numbers(random, n + 9);
                    int bOff = stride < 0 ? 5 + rows * (n + 2) : 5;
                    float[] expected = y.clone();
                    for (int r = 0; r < rows; r++) {
                        new ScalarKernels().multiplyAdd(a, 7 + r * (n + 1), b, bOff + r * stride, expected, 4, n);
                    }
                    for (Kernels kernels : ALL) {
                        float[] is = y.clone();
                        kernels.multiplyAddRows(rows, a, 7, n + 1, b, bOff, stride, is, 4, n);
                        assertArrayEquals(bits(expected), bits(is), kernels + ", " + rows + " rows of " + n);
                    }
                }
            }
        }
    }

    private static float[] numbers(Random random, int count) {
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) random.nextGaussian();
        }
        return numbers;
    }

    private static int[] bits(float... x) {
        int[] bits = new int[x.length];
        Arrays.setAll(bits, i -> Float.floatToIntBits(x[i]));
        return bits;
    }
}
