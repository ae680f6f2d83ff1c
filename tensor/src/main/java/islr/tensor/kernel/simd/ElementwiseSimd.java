package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.INT;
import static islr.tensor.kernel.simd.Lanes.load;
import static islr.tensor.kernel.simd.Lanes.store;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.GE;
import static jdk.incubator.vector.VectorOperators.LSHR;
import static jdk.incubator.vector.VectorOperators.XOR;

import islr.tensor.kernel.Hash;
import islr.tensor.kernel.Kernels.Binary;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;

/// Loops whose results each depend on one number of every operand: a load, the formula, a store. The functions of one number are in [UnarySimd].
///
/// Add, multiply, divide and compare are exact to the bit, so all results equal those of the scalar twin. That is why products are not fused with
/// sums here: these loops wait for memory anyway.
final class ElementwiseSimd {
    private ElementwiseSimd() {}

    /// See [islr.tensor.kernel.Kernels#binary]. One loop a function: a choice within the loop would be made again for every vector.
    static void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        switch (f) {
            case ADD -> add(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case SUBTRACT -> subtract(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case MULTIPLY -> multiply(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case DIVIDE -> divide(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
            case MAXIMUM -> maximum(a, aOff, aStep, b, bOff, bStep, y, yOff, n);
        }
    }

    private static void add(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(operand(a, aOff, aStep, i, n).add(operand(b, bOff, bStep, i, n)), y, yOff + i, n - i);
        }
    }

    private static void subtract(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(operand(a, aOff, aStep, i, n).sub(operand(b, bOff, bStep, i, n)), y, yOff + i, n - i);
        }
    }

    static void multiply(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(operand(a, aOff, aStep, i, n).mul(operand(b, bOff, bStep, i, n)), y, yOff + i, n - i);
        }
    }

    private static void divide(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(operand(a, aOff, aStep, i, n).div(operand(b, bOff, bStep, i, n)), y, yOff + i, n - i);
        }
    }

    private static void maximum(float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(operand(a, aOff, aStep, i, n).max(operand(b, bOff, bStep, i, n)), y, yOff + i, n - i);
        }
    }

    private static FloatVector operand(float[] x, int off, int step, int i, int n) {
        return step == 0 ? broadcast(FLOAT, x[off]) : load(x, off + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#affine].
    static void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(load(x, xOff + i, n - i).mul(factor).add(shift), y, yOff + i, n - i);
        }
    }

    /// See [islr.tensor.kernel.Kernels#axpy].
    static void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            store(load(y, yOff + i, n - i).add(load(x, xOff + i, n - i).mul(alpha)), y, yOff + i, n - i);
        }
    }

    /// See [islr.tensor.kernel.Kernels#multiplyAdd].
    static void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector product = load(a, aOff + i, n - i).mul(load(b, bOff + i, n - i));
            store(load(y, yOff + i, n - i).add(product), y, yOff + i, n - i);
        }
    }

    /// See [islr.tensor.kernel.Kernels#dropout]: [Hash#mix] of the indices of a whole vector. The choice is made among ints, as a mask of ints
    /// costs a conversion to become one of floats.
    static void dropout(float rate, int seed, int first, float[] x, int xOff, float[] y, int yOff, int n) {
        int threshold = Hash.threshold(rate);
        float scale = 1 / (1 - rate);
        IntVector indices = IntVector.broadcast(INT, first).addIndex(1);
        for (int i = 0; i < n; i += COUNT) {
            FloatVector kept = load(x, xOff + i, n - i).mul(scale);
            IntVector h = indices.add(i).mul(0x9E3779B9).lanewise(XOR, seed);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).mul(0x7FEB352D);
            h = h.lanewise(XOR, h.lanewise(LSHR, 15)).mul(0x846CA68B);
            h = h.lanewise(XOR, h.lanewise(LSHR, 16)).lanewise(LSHR, 8);
            FloatVector result = IntVector.zero(INT).blend(kept.reinterpretAsInts(), h.compare(GE, threshold)).reinterpretAsFloats();
            store(result, y, yOff + i, n - i);
        }
    }
}
