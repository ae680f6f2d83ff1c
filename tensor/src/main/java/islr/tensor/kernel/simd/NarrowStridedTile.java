package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.GemmSimd.WIDTH;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.HALVES;
import static islr.tensor.kernel.simd.Lanes.INT;
import static islr.tensor.kernel.simd.Lanes.QUARTERS;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/// [StridedTile] for a panel of narrow numbers, which are widened in registers and written out for the tiles of the
/// other rows, as in [NarrowPackedTile].
final class NarrowStridedTile {
    private NarrowStridedTile() {}

    /// `C += A·B` of int8 for up to six rows and a whole panel.
    ///
    /// @param bAt where the block begins, in bytes
    /// @param wide the block as float32, written from `wideAt` on
    static void int8(float[] a, int aAt, int lda, byte[] b, int bAt, float[] wide, int wideAt, float[] c, int cAt,
            int ldc, int rows, int k) {
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int a0 = aAt;
        int a1 = aAt + r1 * lda;
        int a2 = aAt + r2 * lda;
        int a3 = aAt + r3 * lda;
        int a4 = aAt + r4 * lda;
        int a5 = aAt + r5 * lda;
        int c0 = cAt;
        int c1 = cAt + r1 * ldc;
        int c2 = cAt + r2 * ldc;
        int c3 = cAt + r3 * ldc;
        int c4 = cAt + r4 * ldc;
        int c5 = cAt + r5 * ldc;
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, c0);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, c0 + COUNT);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, c1);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, c1 + COUNT);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, c2);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, c2 + COUNT);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, c3);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, c3 + COUNT);
        FloatVector s40 = FloatVector.fromArray(FLOAT, c, c4);
        FloatVector s41 = FloatVector.fromArray(FLOAT, c, c4 + COUNT);
        FloatVector s50 = FloatVector.fromArray(FLOAT, c, c5);
        FloatVector s51 = FloatVector.fromArray(FLOAT, c, c5 + COUNT);
        for (int t = 0; t < k; t++) {
            int at = t * WIDTH;
            FloatVector b0 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + at).convertShape(VectorOperators.B2F,
                    FLOAT, 0);
            FloatVector b1 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + at + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            b0.intoArray(wide, wideAt + at);
            b1.intoArray(wide, wideAt + at + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[a0 + t]);
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
        // From the last row up, as in StridedTile.
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
    }

    /// The same of bf16.
    static void bf16(float[] a, int aAt, int lda, byte[] b, int bAt, float[] wide, int wideAt, float[] c, int cAt,
            int ldc, int rows, int k) {
        int last = rows - 1;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int a0 = aAt;
        int a1 = aAt + r1 * lda;
        int a2 = aAt + r2 * lda;
        int a3 = aAt + r3 * lda;
        int a4 = aAt + r4 * lda;
        int a5 = aAt + r5 * lda;
        int c0 = cAt;
        int c1 = cAt + r1 * ldc;
        int c2 = cAt + r2 * ldc;
        int c3 = cAt + r3 * ldc;
        int c4 = cAt + r4 * ldc;
        int c5 = cAt + r5 * ldc;
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, c0);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, c0 + COUNT);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, c1);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, c1 + COUNT);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, c2);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, c2 + COUNT);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, c3);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, c3 + COUNT);
        FloatVector s40 = FloatVector.fromArray(FLOAT, c, c4);
        FloatVector s41 = FloatVector.fromArray(FLOAT, c, c4 + COUNT);
        FloatVector s50 = FloatVector.fromArray(FLOAT, c, c5);
        FloatVector s51 = FloatVector.fromArray(FLOAT, c, c5 + COUNT);
        for (int t = 0; t < k; t++) {
            int at = t * WIDTH;
            FloatVector b0 = ((IntVector) ByteVector.fromArray(HALVES, b, bAt + 2 * at).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            FloatVector b1 = ((IntVector) ByteVector.fromArray(HALVES, b, bAt + 2 * at + 2 * COUNT)
                    .reinterpretAsShorts().convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0))
                    .lanewise(VectorOperators.LSHL, 16).reinterpretAsFloats();
            b0.intoArray(wide, wideAt + at);
            b1.intoArray(wide, wideAt + at + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[a0 + t]);
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
        // From the last row up, as in StridedTile.
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
    }
}
