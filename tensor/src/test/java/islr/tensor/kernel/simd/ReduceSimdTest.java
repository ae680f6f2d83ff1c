package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ReduceSimdTest {
    @Test
    void lanesAreAddedHalvesFirstInTheFirstAndThe200000thCall() {
        float[] x = new float[2048];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 97 == 0 ? Float.POSITIVE_INFINITY : (float) random.nextGaussian();
        }
        float[] first = sums(x);
        float[] last = first;
        for (int calls = 1; calls < 200_000; calls += x.length / Lanes.COUNT) {
            last = sums(x);
        }
        assertArrayEquals(first, last);
        for (int i = 0; i < first.length; i++) {
            assertEquals(treeSum(x, i * Lanes.COUNT, Lanes.COUNT), first[i], "sum from " + i * Lanes.COUNT);
        }
    }

    private static float[] sums(float[] x) {
        float[] sums = new float[x.length / Lanes.COUNT];
        for (int i = 0; i < sums.length; i++) {
            sums[i] = ReduceSimd.sum(x, i * Lanes.COUNT, Lanes.COUNT);
        }
        return sums;
    }

    private static float treeSum(float[] x, int from, int count) {
        float[] v = Arrays.copyOfRange(x, from, from + count);
        for (int half = count / 2; half >= 1; half /= 2) {
            for (int i = 0; i < half; i++) {
                v[i] += v[i + half];
            }
        }
        return v[0];
    }

    @Test
    void theLargestIsNanIfAnyIsAndPlusZeroIsAboveMinusZero() {
        for (int n = 1; n < 100; n++) {
            float[] x = new float[n];
            for (int i = 0; i < n; i++) {
                Arrays.fill(x, -0f);
                assertEquals(-0f, ReduceSimd.max(x, 0, n));
                x[i] = 0f;
                assertEquals(0f, ReduceSimd.max(x, 0, n));
                x[i] = Float.NaN;
                assertEquals(Float.NaN, ReduceSimd.max(x, 0, n));
            }
            Arrays.fill(x, Float.NEGATIVE_INFINITY);
            assertEquals(Float.NEGATIVE_INFINITY, ReduceSimd.max(x, 0, n));
        }
    }

    @Test
    void theOffsetDoesNotChangeASum() {
        float[] x = new float[200];
        Random random = new Random(2);
        for (int n = 0; n < 150; n++) {
            float[] row = new float[n];
            for (int i = 0; i < n; i++) {
                row[i] = (float) random.nextGaussian();
            }
            for (int off = 0; off < 50; off += 7) {
                System.arraycopy(row, 0, x, off, n);
                assertEquals(ReduceSimd.sum(row, 0, n), ReduceSimd.sum(x, off, n));
                assertEquals(ReduceSimd.dot(row, 0, row, 0, n), ReduceSimd.dot(x, off, x, off, n));
                assertEquals(ReduceSimd.squaredDistance(row, 0, n, 0.3f), ReduceSimd.squaredDistance(x, off, n, 0.3f));
            }
        }
    }
}
