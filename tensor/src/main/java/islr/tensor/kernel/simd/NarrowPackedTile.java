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

/// [PackedTile] for a panel of narrow numbers, which are widened in registers.
///
/// - **Once a block.** What it widens it also writes out, for the tiles of the other rows: they are [PackedTile] and
///   [StridedTile]. A product of 64 rows is then as fast as that of float32 weights; where each tile widens for itself
///   it takes 9 % longer. Writing costs nothing here, because the loop waits for its multiply-adds.
/// - **A method for each type.** With a condition in one loop for both, the compiler boxed every vector on some runs.
///   How a type is widened is written out where it is used: a method that returned the vector could box it, too.
final class NarrowPackedTile {
    private NarrowPackedTile() {}

    /// `C += A·B` of int8 for eight rows and a whole panel.
    ///
    /// @param bAt where the block begins, in bytes
    /// @param wide the block as float32, written from `wideAt` on
    static void int8(float[] a, int aAt, byte[] b, int bAt, float[] wide, int wideAt, float[] c, int cAt, int ldc,
            int k) {
        int c0 = cAt;
        int c1 = cAt + ldc;
        int c2 = cAt + 2 * ldc;
        int c3 = cAt + 3 * ldc;
        int c4 = cAt + 4 * ldc;
        int c5 = cAt + 5 * ldc;
        int c6 = cAt + 6 * ldc;
        int c7 = cAt + 7 * ldc;
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
        FloatVector s60 = FloatVector.fromArray(FLOAT, c, c6);
        FloatVector s61 = FloatVector.fromArray(FLOAT, c, c6 + COUNT);
        FloatVector s70 = FloatVector.fromArray(FLOAT, c, c7);
        FloatVector s71 = FloatVector.fromArray(FLOAT, c, c7 + COUNT);
        for (int t = 0; t < k; t++) {
            int at = t * WIDTH;
            FloatVector b0 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + at).convertShape(VectorOperators.B2F,
                    FLOAT, 0);
            FloatVector b1 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + at + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            b0.intoArray(wide, wideAt + at);
            b1.intoArray(wide, wideAt + at + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 4]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 5]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 6]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 7]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + COUNT);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + COUNT);
    }

    /// The same of bf16.
    static void bf16(float[] a, int aAt, byte[] b, int bAt, float[] wide, int wideAt, float[] c, int cAt, int ldc,
            int k) {
        int c0 = cAt;
        int c1 = cAt + ldc;
        int c2 = cAt + 2 * ldc;
        int c3 = cAt + 3 * ldc;
        int c4 = cAt + 4 * ldc;
        int c5 = cAt + 5 * ldc;
        int c6 = cAt + 6 * ldc;
        int c7 = cAt + 7 * ldc;
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
        FloatVector s60 = FloatVector.fromArray(FLOAT, c, c6);
        FloatVector s61 = FloatVector.fromArray(FLOAT, c, c6 + COUNT);
        FloatVector s70 = FloatVector.fromArray(FLOAT, c, c7);
        FloatVector s71 = FloatVector.fromArray(FLOAT, c, c7 + COUNT);
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
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 1]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 2]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 3]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 4]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 5]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
            FloatVector x6 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 6]);
            s60 = x6.fma(b0, s60);
            s61 = x6.fma(b1, s61);
            FloatVector x7 = FloatVector.broadcast(FLOAT, a[aAt + t * PackedTile.ROWS + 7]);
            s70 = x7.fma(b0, s70);
            s71 = x7.fma(b1, s71);
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + COUNT);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + COUNT);
    }
}
