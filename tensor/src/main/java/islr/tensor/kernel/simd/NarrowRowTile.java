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

/// [RowTile] for panels of narrow numbers, which are widened in registers: a product of one row reads every weight
/// once, so it takes as long as the weights are wide.
final class NarrowRowTile {
    private NarrowRowTile() {}

    /// `C += A·B` of int8 for one row and four whole panels.
    ///
    /// @param bAt where the first panel begins, in bytes
    /// @param distance from panel to panel, in bytes
    static void int8(float[] a, int aAt, byte[] b, int bAt, int distance, float[] c, int cAt, int k) {
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
            FloatVector b00 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + row)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s00 = x.fma(b00, s00);
            FloatVector b01 = (FloatVector) ByteVector.fromArray(QUARTERS, b, bAt + row + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s01 = x.fma(b01, s01);
            FloatVector b10 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b1 + row)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s10 = x.fma(b10, s10);
            FloatVector b11 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b1 + row + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s11 = x.fma(b11, s11);
            FloatVector b20 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b2 + row)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s20 = x.fma(b20, s20);
            FloatVector b21 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b2 + row + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s21 = x.fma(b21, s21);
            FloatVector b30 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b3 + row)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s30 = x.fma(b30, s30);
            FloatVector b31 = (FloatVector) ByteVector.fromArray(QUARTERS, b, b3 + row + COUNT)
                    .convertShape(VectorOperators.B2F, FLOAT, 0);
            s31 = x.fma(b31, s31);
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

    /// The same of bf16.
    static void bf16(float[] a, int aAt, byte[] b, int bAt, int distance, float[] c, int cAt, int k) {
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
            int row = 2 * t * WIDTH;
            FloatVector b00 = ((IntVector) ByteVector.fromArray(HALVES, b, bAt + row).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s00 = x.fma(b00, s00);
            FloatVector b01 = ((IntVector) ByteVector.fromArray(HALVES, b, bAt + row + 2 * COUNT).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s01 = x.fma(b01, s01);
            FloatVector b10 = ((IntVector) ByteVector.fromArray(HALVES, b, b1 + row).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s10 = x.fma(b10, s10);
            FloatVector b11 = ((IntVector) ByteVector.fromArray(HALVES, b, b1 + row + 2 * COUNT).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s11 = x.fma(b11, s11);
            FloatVector b20 = ((IntVector) ByteVector.fromArray(HALVES, b, b2 + row).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s20 = x.fma(b20, s20);
            FloatVector b21 = ((IntVector) ByteVector.fromArray(HALVES, b, b2 + row + 2 * COUNT).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s21 = x.fma(b21, s21);
            FloatVector b30 = ((IntVector) ByteVector.fromArray(HALVES, b, b3 + row).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s30 = x.fma(b30, s30);
            FloatVector b31 = ((IntVector) ByteVector.fromArray(HALVES, b, b3 + row + 2 * COUNT).reinterpretAsShorts()
                    .convertShape(VectorOperators.ZERO_EXTEND_S2I, INT, 0)).lanewise(VectorOperators.LSHL, 16)
                    .reinterpretAsFloats();
            s31 = x.fma(b31, s31);
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
