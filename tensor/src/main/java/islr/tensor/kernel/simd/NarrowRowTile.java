package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.GemmSimd.WIDTH;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;

import jdk.incubator.vector.FloatVector;

/// [RowTile] for panels of narrow numbers, which are widened in registers: a product of one row reads every weight
/// once, so it takes as long as the weights are wide.
final class NarrowRowTile {
    private NarrowRowTile() {}

    /// `C += A·B` for one row and four whole panels.
    ///
    /// @param half whether the numbers are bf16, not int8
    /// @param bAt where the first panel begins, in bytes
    /// @param distance from panel to panel, in bytes
    static void run(float[] a, int aAt, boolean half, byte[] b, int bAt, int distance, float[] c, int cAt, int k) {
        int next = half ? 2 * COUNT : COUNT;
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
            int row = 2 * t * next;
            s00 = x.fma(Widening.either(half, b, bAt + row), s00);
            s01 = x.fma(Widening.either(half, b, bAt + row + next), s01);
            s10 = x.fma(Widening.either(half, b, b1 + row), s10);
            s11 = x.fma(Widening.either(half, b, b1 + row + next), s11);
            s20 = x.fma(Widening.either(half, b, b2 + row), s20);
            s21 = x.fma(Widening.either(half, b, b2 + row + next), s21);
            s30 = x.fma(Widening.either(half, b, b3 + row), s30);
            s31 = x.fma(Widening.either(half, b, b3 + row + next), s31);
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
