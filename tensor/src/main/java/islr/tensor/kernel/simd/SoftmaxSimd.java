package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static jdk.incubator.vector.FloatVector.fromArray;

import islr.tensor.kernel.ScalarMath;
import java.util.Arrays;

/// Softmax over one row, plain and in logarithms: passes over numbers that stay in the first-level cache, each with one
/// formula.
final class SoftmaxSimd {
    private SoftmaxSimd() {}

    /// See [islr.tensor.kernel.Kernels#softmax]. The sum is a pass of its own, whether or not there are multiplicities:
    /// all ones then give the bits of none.
    static void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        float max = ReduceSimd.max(x, xOff, n);
        if (max == Float.NEGATIVE_INFINITY) {
            Arrays.fill(y, yOff, yOff + n, 0);
            return;
        }
        MathSimd.exp(x, xOff, max, y, yOff, n);
        if (multiplicity != null) {
            ElementwiseSimd.multiply(multiplicity, kOff, 1, y, yOff, 1, y, yOff, n);
        }
        float sum = ReduceSimd.sum(y, yOff, n);
        ElementwiseSimd.affine(sum == 0 ? 0 : 1 / sum, 0, y, yOff, y, yOff, n);
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
        MathSimd.exp(x, xOff, max, y, yOff, n);
        float logSum = ScalarMath.log(ReduceSimd.sum(y, yOff, n));
        ElementwiseSimd.affine(1, -max, x, xOff, y, yOff, n);
        ElementwiseSimd.affine(1, -logSum, y, yOff, y, yOff, n);
    }

    /// See [islr.tensor.kernel.Kernels#logSoftmaxBackward].
    static void logSoftmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float sum = ReduceSimd.sum(dy, dyOff, n);
        MathSimd.exp(y, yOff, 0, dx, dxOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, dy, dyOff + i).sub(fromArray(FLOAT, dx, dxOff + i).mul(sum)).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            dx[dxOff + i] = dy[dyOff + i] - dx[dxOff + i] * sum;
        }
    }
}
