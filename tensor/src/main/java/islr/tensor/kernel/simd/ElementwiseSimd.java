package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.INT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import islr.tensor.kernel.Hash;
import islr.tensor.kernel.Kernels.Binary;
import islr.tensor.kernel.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Loops whose results each depend on one number of every operand: a load, the formula, a store. The functions of one
/// number are in [UnarySimd].
///
/// Add, multiply, divide and compare are exact, so every result is the scalar twin's, to the bit, and the twin may
/// compute the rest of less than a vector. That is why products are not fused with sums here: these loops wait for
/// memory anyway.
final class ElementwiseSimd {
    private static final ScalarKernels REST = new ScalarKernels();

    private ElementwiseSimd() {}

    /// See [islr.tensor.kernel.Kernels#binary]. One loop a function: a choice within the loop would be made again for
    /// every vector.
    static void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        switch (f) {
            case ADD -> add(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case SUBTRACT -> subtract(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case MULTIPLY -> multiply(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case DIVIDE -> divide(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case MAXIMUM -> maximum(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
        }
    }

    private static void add(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector p = aStep == 0 ? broadcast(FLOAT, a[aOff]) : fromArray(FLOAT, a, aOff + i);
            FloatVector q = bStep == 0 ? broadcast(FLOAT, b[bOff]) : fromArray(FLOAT, b, bOff + i);
            p.add(q).intoArray(y, yOff + i);
        }
        REST.binary(Binary.ADD, a, aOff + i * aStep, aStep, b, bOff + i * bStep, bStep, y, yOff + i, n - i);
    }

    private static void subtract(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector p = aStep == 0 ? broadcast(FLOAT, a[aOff]) : fromArray(FLOAT, a, aOff + i);
            FloatVector q = bStep == 0 ? broadcast(FLOAT, b[bOff]) : fromArray(FLOAT, b, bOff + i);
            p.sub(q).intoArray(y, yOff + i);
        }
        REST.binary(Binary.SUBTRACT, a, aOff + i * aStep, aStep, b, bOff + i * bStep, bStep, y, yOff + i, n - i);
    }

    static void multiply(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector p = aStep == 0 ? broadcast(FLOAT, a[aOff]) : fromArray(FLOAT, a, aOff + i);
            FloatVector q = bStep == 0 ? broadcast(FLOAT, b[bOff]) : fromArray(FLOAT, b, bOff + i);
            p.mul(q).intoArray(y, yOff + i);
        }
        REST.binary(Binary.MULTIPLY, a, aOff + i * aStep, aStep, b, bOff + i * bStep, bStep, y, yOff + i, n - i);
    }

    private static void divide(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector p = aStep == 0 ? broadcast(FLOAT, a[aOff]) : fromArray(FLOAT, a, aOff + i);
            FloatVector q = bStep == 0 ? broadcast(FLOAT, b[bOff]) : fromArray(FLOAT, b, bOff + i);
            p.div(q).intoArray(y, yOff + i);
        }
        REST.binary(Binary.DIVIDE, a, aOff + i * aStep, aStep, b, bOff + i * bStep, bStep, y, yOff + i, n - i);
    }

    private static void maximum(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector p = aStep == 0 ? broadcast(FLOAT, a[aOff]) : fromArray(FLOAT, a, aOff + i);
            FloatVector q = bStep == 0 ? broadcast(FLOAT, b[bOff]) : fromArray(FLOAT, b, bOff + i);
            p.max(q).intoArray(y, yOff + i);
        }
        REST.binary(Binary.MAXIMUM, a, aOff + i * aStep, aStep, b, bOff + i * bStep, bStep, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#affine].
    static void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, x, xOff + i).mul(factor).add(shift).intoArray(y, yOff + i);
        }
        REST.affine(factor, shift, x, xOff + i, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#axpy].
    static void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, y, yOff + i).add(fromArray(FLOAT, x, xOff + i).mul(alpha)).intoArray(y, yOff + i);
        }
        REST.axpy(alpha, x, xOff + i, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#multiplyAdd].
    static void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector product = fromArray(FLOAT, a, aOff + i).mul(fromArray(FLOAT, b, bOff + i));
            fromArray(FLOAT, y, yOff + i).add(product).intoArray(y, yOff + i);
        }
        REST.multiplyAdd(a, aOff + i, b, bOff + i, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#multiplyAddRows]: four rows at a time, so that y is read and written a quarter
    /// as often. The sums do not stay in registers for all rows: a vector that a loop hands on to its next round was
    /// boxed for good in some runs, when the machine was busy.
    static void multiplyAddRows(int rows, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y,
            int yOff, int n) {
        int r = 0;
        for (; r <= rows - 4; r += 4) {
            fourRows(a, aOff + r * lda, lda, b, bOff + r * ldb, ldb, y, yOff, n);
        }
        for (; r < rows; r++) {
            multiplyAdd(a, aOff + r * lda, b, bOff + r * ldb, y, yOff, n);
        }
    }

    private static void fourRows(float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y, int yOff,
            int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            int p = aOff + i;
            int q = bOff + i;
            fromArray(FLOAT, y, yOff + i).add(fromArray(FLOAT, a, p).mul(fromArray(FLOAT, b, q)))
                    .add(fromArray(FLOAT, a, p + lda).mul(fromArray(FLOAT, b, q + ldb)))
                    .add(fromArray(FLOAT, a, p + 2 * lda).mul(fromArray(FLOAT, b, q + 2 * ldb)))
                    .add(fromArray(FLOAT, a, p + 3 * lda).mul(fromArray(FLOAT, b, q + 3 * ldb))).intoArray(y, yOff + i);
        }
        REST.multiplyAddRows(4, a, aOff + i, lda, b, bOff + i, ldb, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#dropout]: [Hash#mix] of the indices of a whole vector. The choice is made among
    /// ints, as a mask of ints costs a conversion to become one of floats.
    static void dropout(float rate, int seed, int first, float[] x, int xOff, float[] y, int yOff, int n) {
        int threshold = Hash.threshold(rate);
        float scale = 1 / (1 - rate);
        IntVector indices = IntVector.broadcast(INT, first).addIndex(1);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            IntVector h = indices.add(i).mul(0x9E3779B9).lanewise(XOR, seed);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(0x7FEB352D);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15)).mul(0x846CA68B);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).lanewise(LSHR, 8);
            IntVector kept = fromArray(FLOAT, x, xOff + i).mul(scale).reinterpretAsInts();
            IntVector.zero(INT).blend(kept, h.compare(GE, threshold)).reinterpretAsFloats().intoArray(y, yOff + i);
        }
        REST.dropout(rate, seed, first + i, x, xOff + i, y, yOff + i, n - i);
    }
}
