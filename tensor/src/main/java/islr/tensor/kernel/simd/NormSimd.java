package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.load;
import static islr.tensor.kernel.simd.Lanes.store;
import static jdk.incubator.vector.FloatVector.broadcast;

import jdk.incubator.vector.FloatVector;

/// Layer norm of one row whose mean and deviation are known ([ReduceSimd#sum], [ReduceSimd#squaredDistance]).
final class NormSimd {
    private NormSimd() {}

    /// See [islr.tensor.kernel.Kernels#normalize].
    static void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias, int bOff, float[] y, int yOff,
            int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector scaled = normal(x, xOff + i, mean, inverseStd, n - i).mul(load(weight, wOff + i, n - i));
            store(scaled.add(load(bias, bOff + i, n - i)), y, yOff + i, n - i);
        }
    }

    /// See [islr.tensor.kernel.Kernels#normalizeBackward]. Two passes: the second computes g and x̂ again rather than store them.
    static void normalizeBackward(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] dy, int dyOff, float[] dx,
            int dxOff, int n) {
        FloatVector sums = broadcast(FLOAT, 0f);
        FloatVector sumsX = sums;
        for (int i = 0; i < n; i += COUNT) {
            // Behind the end, g is 0.
            FloatVector g = load(dy, dyOff + i, n - i).mul(load(weight, wOff + i, n - i));
            sums = sums.add(g);
            sumsX = g.fma(normal(x, xOff + i, mean, inverseStd, n - i), sumsX);
        }
        project(x, xOff, mean, inverseStd, weight, wOff, dy, dyOff, dx, dxOff, n, Lanes.sum(sums) / n, Lanes.sum(sumsX) / n);
    }

    /// `dx = inverseStd · (g − meanG − x̂·meanGX)`: takes from g what a shift and a scaling of the row would do.
    private static void project(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] dy, int dyOff, float[] dx,
            int dxOff, int n, float meanG, float meanGX) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector g = load(dy, dyOff + i, n - i).mul(load(weight, wOff + i, n - i));
            FloatVector along = normal(x, xOff + i, mean, inverseStd, n - i).mul(meanGX);
            store(g.sub(meanG).sub(along).mul(inverseStd), dx, dxOff + i, n - i);
        }
    }

    /// See [islr.tensor.kernel.Kernels#normalizeWeightGradient].
    static void normalizeWeightGradient(float[] x, int xOff, float mean, float inverseStd, float[] dy, int dyOff, float[] dWeight, int wOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector share = load(dy, dyOff + i, n - i).mul(normal(x, xOff + i, mean, inverseStd, n - i));
            store(load(dWeight, wOff + i, n - i).add(share), dWeight, wOff + i, n - i);
        }
    }

    /// `x̂ = (x − mean)·inverseStd`.
    private static FloatVector normal(float[] x, int at, float mean, float inverseStd, int left) {
        return load(x, at, left).sub(mean).mul(inverseStd);
    }
}
