package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;

class ReduceSimdTest {
    /// Of what [#checksum] computes, on every machine and at every lane width: the build runs this test at three of
    /// them. A new order of additions has another one.
    private static final long CHECKSUM = 996_280_292L;

    private static final int LANES = 16;

    /// The first sums are computed by the interpreter, the last ones by compiled code.
    @Test
    void theOrderOfASumIsThatOfSixteenLanesInTheFirstAndThe200000thCall() {
        float[] x = new float[2048];
        Random random = new Random(1);
        for (int i = 0; i < x.length; i++) {
            x[i] = i % 97 == 0 ? Float.POSITIVE_INFINITY : (float) random.nextGaussian();
        }
        float[] first = sums(x);
        float[] last = first;
        for (int calls = 1; calls < 200_000; calls += first.length) {
            last = sums(x);
        }
        assertArrayEquals(first, last);
        for (int n = 0; n < first.length; n++) {
            assertEquals(inOrder(x, n, n), first[n], "sum of " + n);
        }
    }

    private static float[] sums(float[] x) {
        float[] sums = new float[300];
        for (int n = 0; n < sums.length; n++) {
            sums[n] = ReduceSimd.sum(x, n, n);
        }
        return sums;
    }

    /// The order in plain loops: number i goes to lane i % 16 of one of four vectors, in turns but for the last ones;
    /// then halves are added.
    private static float inOrder(float[] x, int from, int n) {
        float[][] s = new float[4][LANES];
        for (int vector = 0; vector * LANES < n; vector++) {
            int left = n - vector / 4 * 4 * LANES;
            boolean whole = left >= 4 * LANES;
            int place = vector % 4;
            int fullVectors = left / LANES;
            int to = whole ? place : place < fullVectors / 2 * 2 ? place : place < fullVectors ? 2 : 3;
            for (int lane = 0; lane < LANES && vector * LANES + lane < n; lane++) {
                s[to][lane] += x[from + vector * LANES + lane];
            }
        }
        float[] v = new float[LANES];
        for (int lane = 0; lane < LANES; lane++) {
            v[lane] = s[0][lane] + s[1][lane] + (s[2][lane] + s[3][lane]);
        }
        for (int half = LANES / 2; half >= 1; half /= 2) {
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

    @Test
    void theBitsOfAllSumsAreThoseOfEveryLaneWidth() {
        assertEquals(CHECKSUM, checksum());
    }

    private static long checksum() {
        CRC32 crc = new CRC32();
        Random random = new Random(3);
        for (int n = 0; n < 300; n++) {
            float[] x = numbers(random, n);
            float[] y = numbers(random, n);
            float[] w = numbers(random, n);
            float[] dx = new float[n];
            NormSimd.normalizeBackward(x, 0, 0.1f, 1.3f, w, 0, y, 0, dx, 0, n);
            add(crc, ReduceSimd.sum(x, 0, n));
            add(crc, ReduceSimd.dot(x, 0, y, 0, n));
            add(crc, ReduceSimd.squaredDistance(x, 0, n, 0.1f));
            for (float d : dx) {
                add(crc, d);
            }
        }
        return crc.getValue();
    }

    private static float[] numbers(Random random, int n) {
        float[] x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }

    private static void add(CRC32 crc, float x) {
        int bits = Float.floatToIntBits(x);
        for (int shift = 0; shift < 32; shift += 8) {
            crc.update(bits >>> shift);
        }
    }
}
