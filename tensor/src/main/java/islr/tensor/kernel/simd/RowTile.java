package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.GemmSimd.WIDTH;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;

import jdk.incubator.vector.FloatVector;

/// One row of A by four panels of B: for products of a single row. A taller tile would mostly compute rows that are not
/// needed.
///
/// Eight sums, so that no multiply-add waits for the one before.
final class RowTile {
    static final int PANELS = 4;

    private RowTile() {}

    /// `C += A·B` for one row and four whole panels, `distance` numbers apart.
    static void run(float[] a, int aAt, float[] b, int bAt, int distance, float[] c, int cAt, int k) {
        int b0 = bAt;
        int b1 = bAt + distance;
        int b2 = bAt + 2 * distance;
        int b3 = bAt + 3 * distance;
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, cAt);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, cAt + COUNT);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, cAt + WIDTH);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, cAt + WIDTH + COUNT);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, cAt + 2 * WIDTH);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, cAt + 2 * WIDTH + COUNT);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, cAt + 3 * WIDTH);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, cAt + 3 * WIDTH + COUNT);
        for (int t = 0; t < k; t++) {
            FloatVector x = FloatVector.broadcast(FLOAT, a[aAt + t]);
            int row = t * WIDTH;
            s00 = x.fma(FloatVector.fromArray(FLOAT, b, b0 + row), s00);
            s01 = x.fma(FloatVector.fromArray(FLOAT, b, b0 + row + COUNT), s01);
            s10 = x.fma(FloatVector.fromArray(FLOAT, b, b1 + row), s10);
            s11 = x.fma(FloatVector.fromArray(FLOAT, b, b1 + row + COUNT), s11);
            s20 = x.fma(FloatVector.fromArray(FLOAT, b, b2 + row), s20);
            s21 = x.fma(FloatVector.fromArray(FLOAT, b, b2 + row + COUNT), s21);
            s30 = x.fma(FloatVector.fromArray(FLOAT, b, b3 + row), s30);
            s31 = x.fma(FloatVector.fromArray(FLOAT, b, b3 + row + COUNT), s31);
        }
        s00.intoArray(c, cAt);
        s01.intoArray(c, cAt + COUNT);
        s10.intoArray(c, cAt + WIDTH);
        s11.intoArray(c, cAt + WIDTH + COUNT);
        s20.intoArray(c, cAt + 2 * WIDTH);
        s21.intoArray(c, cAt + 2 * WIDTH + COUNT);
        s30.intoArray(c, cAt + 3 * WIDTH);
        s31.intoArray(c, cAt + 3 * WIDTH + COUNT);
    }
}
