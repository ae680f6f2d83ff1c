package islr.bench.lesson;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.bench.Answers;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MatrixProductTest {
    private static final int LARGEST = 40;
    private static final int SHAPES = 300;

    @Test
    void everyStepComputesTheProductAtAwkwardSizes() {
        Random random = new Random(1);
        try (Threads threads = new Threads(2)) {
            for (int shape = 0; shape < SHAPES; shape++) {
                int m = size(random);
                int k = size(random);
                int n = size(random);
                float[] a = Tensor.randn(random, m * k).array();
                float[] b = Tensor.randn(random, k * n).array();
                double[] expected = Answers.product(a, b, m, k, n);
                for (MatrixProduct step : Lesson.steps(threads)) {
                    float[] c = product(step, a, b, m, k, n);
                    for (int i = 0; i < c.length; i++) {
                        assertThat((double) c[i]).as("%s, %d·%d·%d, number %d", step.title(), m, k, n, i)
                                .isCloseTo(expected[i], within(1e-4));
                    }
                }
            }
        }
    }

    @Test
    void everyStepTakesAMatrixSmallerThanTheOneBefore() {
        try (Threads threads = new Threads(2)) {
            for (MatrixProduct step : Lesson.steps(threads)) {
                product(step, new float[30 * 30], new float[30 * 30], 30, 30, 30);
                assertThat(product(step, new float[] {2}, new float[] {3}, 1, 1, 1)).as(step.title())
                        .containsExactly(6);
            }
        }
    }

    /// C is full of NaN, which no product may let through.
    private static float[] product(MatrixProduct step, float[] a, float[] b, int m, int k, int n) {
        float[] c = new float[m * n];
        Arrays.fill(c, Float.NaN);
        step.multiply(a, step.prepare(b, k, n), c, m, k, n);
        return c;
    }

    private static int size(Random random) {
        return 1 + random.nextInt(LARGEST);
    }
}
