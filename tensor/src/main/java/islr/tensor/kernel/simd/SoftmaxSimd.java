package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.load;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import islr.tensor.kernel.ScalarMath;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Softmax over one row, plain and in logarithms: passes over numbers that stay in the first-level cache, each with one formula.
/// Exponentials have loops of their own; see [MathSimd] for the reasons.
final class SoftmaxSimd {
    private SoftmaxSimd() {}

    /// See [islr.tensor.kernel.Kernels#softmax]. The sum is a pass of its own, whether or not there are multiplicities: all ones then give
    /// the bits of none.
    static void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        float max = ReduceSimd.max(x, xOff, n);
        if (max == Float.NEGATIVE_INFINITY) {
            Arrays.fill(y, yOff, yOff + n, 0);
            return;
        }
        exponentials(x, xOff, max, y, yOff, n);
        if (multiplicity != null) {
            ElementwiseSimd.multiply(multiplicity, kOff, 1, y, yOff, 1, y, yOff, n);
        }
        float sum = ReduceSimd.sum(y, yOff, n);
        ElementwiseSimd.affine(sum == 0 ? 0 : 1 / sum, 0, y, yOff, y, yOff, n);
    }

    /// `y = exp(x − max)`.
    private static void exponentials(float[] x, int xOff, float max, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector e = MathSimd.exp(load(x, xOff + i, n - i).sub(max));
            if (n - i >= COUNT) {
                e.intoArray(y, yOff + i);
            } else {
                e.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    /// See [islr.tensor.kernel.Kernels#softmaxBackward].
    static void softmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float mean = ReduceSimd.dot(y, yOff, dy, dyOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, dy, dyOff + i).sub(mean).mul(fromArray(FLOAT, y, yOff + i)).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            dx[dxOff + i] = (dy[dyOff + i] - mean) * y[yOff + i];
        }
    }

    /// See [islr.tensor.kernel.Kernels#logSoftmax].
    static void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n) {
        float max = ReduceSimd.max(x, xOff, n);
        float logSum = max + ScalarMath.log(sumOfExponentials(x, xOff, max, n));
        ElementwiseSimd.affine(1, -logSum, x, xOff, y, yOff, n);
    }

    /// `Σ exp(x − max)`. One sum will do: an exponential takes longer than an addition.
    private static float sumOfExponentials(float[] x, int xOff, float max, int n) {
        FloatVector sum = broadcast(FLOAT, 0f);
        for (int i = 0; i < n; i += COUNT) {
            sum = sum.add(MathSimd.exp(load(x, xOff + i, n - i, Float.NEGATIVE_INFINITY).sub(max)));
        }
        return Lanes.sum(sum);
    }

    /// See [islr.tensor.kernel.Kernels#logSoftmaxBackward].
    static void logSoftmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        subtractExponentials(y, yOff, ReduceSimd.sum(dy, dyOff, n), dy, dyOff, dx, dxOff, n);
    }

    /// `dx = dy − exp(y)·sum`.
    private static void subtractExponentials(float[] y, int yOff, float sum, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector share = MathSimd.exp(load(y, yOff + i, n - i)).mul(sum);
            if (n - i >= COUNT) {
                fromArray(FLOAT, dy, dyOff + i).sub(share).intoArray(dx, dxOff + i);
            } else {
                VectorMask<Float> inside = FLOAT.indexInRange(i, n);
                fromArray(FLOAT, dy, dyOff + i, inside).sub(share).intoArray(dx, dxOff + i, inside);
            }
        }
    }
}
