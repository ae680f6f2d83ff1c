package islr.bench.lesson;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Step 6: a tile of six rows by two vectors, twelve sums side by side.
///
/// Everything that is loaded is used several times: two vectors of B serve six rows, and a number of A serves two
/// vectors. Besides, twelve chains run at once, where two units that take four cycles each can work on eight. With two
/// vectors of B and a number of A, the sums fill 15 registers; AVX2 has 16.
final class RegisterTile implements MatrixProduct {
    private static final VectorSpecies<Float> FLOAT = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = FLOAT.length();
    static final int ROWS = 6;
    static final int WIDTH = 2 * LANES;

    @Override
    public String title() {
        return "6 a tile of twelve sums";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        int whole = n / WIDTH * WIDTH;
        for (int j = 0; j < whole; j += WIDTH) {
            for (int i = 0; i < m; i += ROWS) {
                tile(a, i * k, k, b, j, n, c, i * n + j, n, Math.min(ROWS, m - i));
            }
        }
        Edge.multiply(a, m, k, b, whole, n, c, whole, n, n - whole);
    }

    /// Writes `rows` (1 to 6) by [#WIDTH] numbers of C. If there are fewer than six rows, the last one is computed
    /// several times, to the same place and with the same result, so that one loop serves every number of rows. There
    /// are no loops over the sums, because an array of vectors would be in memory.
    static void tile(float[] a, int aAt, int k, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc, int rows) {
        int r1 = Math.min(1, rows - 1);
        int r2 = Math.min(2, rows - 1);
        int r3 = Math.min(3, rows - 1);
        int r4 = Math.min(4, rows - 1);
        int r5 = Math.min(5, rows - 1);
        int a1 = aAt + r1 * k;
        int a2 = aAt + r2 * k;
        int a3 = aAt + r3 * k;
        int a4 = aAt + r4 * k;
        int a5 = aAt + r5 * k;
        FloatVector zero = FloatVector.zero(FLOAT);
        FloatVector s00 = zero;
        FloatVector s01 = zero;
        FloatVector s10 = zero;
        FloatVector s11 = zero;
        FloatVector s20 = zero;
        FloatVector s21 = zero;
        FloatVector s30 = zero;
        FloatVector s31 = zero;
        FloatVector s40 = zero;
        FloatVector s41 = zero;
        FloatVector s50 = zero;
        FloatVector s51 = zero;
        for (int t = 0; t < k; t++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bAt + t * ldb);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bAt + t * ldb + LANES);
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[aAt + t]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOAT, a[a1 + t]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOAT, a[a2 + t]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOAT, a[a3 + t]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(FLOAT, a[a4 + t]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(FLOAT, a[a5 + t]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + LANES);
        s10.intoArray(c, cAt + r1 * ldc);
        s11.intoArray(c, cAt + r1 * ldc + LANES);
        s20.intoArray(c, cAt + r2 * ldc);
        s21.intoArray(c, cAt + r2 * ldc + LANES);
        s30.intoArray(c, cAt + r3 * ldc);
        s31.intoArray(c, cAt + r3 * ldc + LANES);
        s40.intoArray(c, cAt + r4 * ldc);
        s41.intoArray(c, cAt + r4 * ldc + LANES);
        s50.intoArray(c, cAt + r5 * ldc);
        s51.intoArray(c, cAt + r5 * ldc + LANES);
    }
}
