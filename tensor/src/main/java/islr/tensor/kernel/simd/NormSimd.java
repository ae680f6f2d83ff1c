package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.SWAP_1;
import static islr.tensor.kernel.simd.Lanes.SWAP_2;
import static islr.tensor.kernel.simd.Lanes.SWAP_4;
import static islr.tensor.kernel.simd.Lanes.SWAP_8;
import static islr.tensor.kernel.simd.ReduceSimd.LANES;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import islr.tensor.kernel.ScalarKernels;
import jdk.incubator.vector.FloatVector;

/// Layer norm of one row whose mean and deviation are known ([ReduceSimd#sum], [ReduceSimd#squaredDistance]). Loops are
/// flat and leave the rest of a row to scalar code, for the reasons given in [ElementwiseSimd].
final class NormSimd {
    private static final ScalarKernels REST = new ScalarKernels();

    private NormSimd() {}

    /// See [islr.tensor.kernel.Kernels#normalize].
    static void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias,
            int bOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector normal = fromArray(FLOAT, x, xOff + i).sub(mean).mul(inverseStd);
            normal.mul(fromArray(FLOAT, weight, wOff + i)).add(fromArray(FLOAT, bias, bOff + i)).intoArray(y, yOff + i);
        }
        REST.normalize(x, xOff + i, mean, inverseStd, weight, wOff + i, bias, bOff + i, y, yOff + i, n - i);
    }

    /// See [islr.tensor.kernel.Kernels#normalizeBackward]. Two passes: the second computes g and x̂ again rather than
    /// store them. The sums are added up as in [ReduceSimd].
    static void normalizeBackward(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff,
            float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        FloatVector even = broadcast(FLOAT, 0f);
        FloatVector odd = even;
        FloatVector evenX = even;
        FloatVector oddX = even;
        for (int lane = 0; lane < LANES; lane += COUNT) {
            FloatVector s = broadcast(FLOAT, 0f);
            FloatVector sX = s;
            for (int i = lane; i <= n - LANES + lane; i += LANES) {
                FloatVector g = fromArray(FLOAT, dy, dyOff + i).mul(fromArray(FLOAT, weight, wOff + i));
                FloatVector normal = fromArray(FLOAT, x, xOff + i).sub(mean).mul(inverseStd);
                s = s.add(g);
                sX = g.fma(normal, sX);
            }
            if (COUNT > 4 || lane % 8 == 0) {
                even = even.add(s);
                evenX = evenX.add(sX);
            } else {
                odd = odd.add(s);
                oddX = oddX.add(sX);
            }
        }
        FloatVector sums = even.add(odd);
        FloatVector sumsX = evenX.add(oddX);
        if (COUNT > 8) {
            sums = sums.add(sums.rearrange(SWAP_8));
            sumsX = sumsX.add(sumsX.rearrange(SWAP_8));
        }
        if (COUNT > 4) {
            sums = sums.add(sums.rearrange(SWAP_4));
            sumsX = sumsX.add(sumsX.rearrange(SWAP_4));
        }
        sums = sums.add(sums.rearrange(SWAP_2));
        sumsX = sumsX.add(sumsX.rearrange(SWAP_2));
        float sum = sums.add(sums.rearrange(SWAP_1)).lane(0);
        float sumX = sumsX.add(sumsX.rearrange(SWAP_1)).lane(0);
        for (int i = n / LANES * LANES; i < n; i++) {
            float g = dy[dyOff + i] * weight[wOff + i];
            sum += g;
            sumX += g * ((x[xOff + i] - mean) * inverseStd);
        }
        project(x, xOff, mean, inverseStd, weight, wOff, dy, dyOff, dx, dxOff, n, sum / n, sumX / n);
    }

    /// `dx = inverseStd · (g − meanG − x̂·meanGX)`: takes from g what only shifts or scales the row.
    private static void project(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] dy,
            int dyOff, float[] dx, int dxOff, int n, float meanG, float meanGX) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector g = fromArray(FLOAT, dy, dyOff + i).mul(fromArray(FLOAT, weight, wOff + i));
            FloatVector normal = fromArray(FLOAT, x, xOff + i).sub(mean).mul(inverseStd);
            g.sub(meanG).sub(normal.mul(meanGX)).mul(inverseStd).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            float g = dy[dyOff + i] * weight[wOff + i];
            float normal = (x[xOff + i] - mean) * inverseStd;
            dx[dxOff + i] = (g - meanG - normal * meanGX) * inverseStd;
        }
    }

    /// See [islr.tensor.kernel.Kernels#normalizeWeightGradient].
    static void normalizeWeightGradient(float[] x, int xOff, float mean, float inverseStd, float[] dy, int dyOff,
            float[] dWeight, int wOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector normal = fromArray(FLOAT, x, xOff + i).sub(mean).mul(inverseStd);
            FloatVector share = fromArray(FLOAT, dy, dyOff + i).mul(normal);
            fromArray(FLOAT, dWeight, wOff + i).add(share).intoArray(dWeight, wOff + i);
        }
        REST.normalizeWeightGradient(x, xOff + i, mean, inverseStd, dy, dyOff + i, dWeight, wOff + i, n - i);
    }
}
