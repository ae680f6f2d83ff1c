package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.load;
import static islr.tensor.kernel.simd.Lanes.store;

import jdk.incubator.vector.FloatVector;

/// Steps of optimisers, one pass over weights, gradients and moments. The results equal those of the scalar twin to the bit: nothing is fused,
/// as the loop waits for memory.
final class OptimizerSimd {
    private OptimizerSimd() {}

    /// See [islr.tensor.kernel.Kernels#adam].
    static void adam(float[] w, int wOff, float[] g, int gOff, float[] m, int mOff, float[] v, int vOff, int n, float beta1, float beta2, float rate,
            float vFactor, float epsilon) {
        for (int i = 0; i < n; i += COUNT) {
            int left = n - i;
            FloatVector gradient = load(g, gOff + i, left);
            FloatVector mean = load(m, mOff + i, left).mul(beta1).add(gradient.mul(1 - beta1));
            store(mean, m, mOff + i, left);
            FloatVector square = load(v, vOff + i, left).mul(beta2).add(gradient.mul(gradient).mul(1 - beta2));
            store(square, v, vOff + i, left);
            FloatVector step = mean.div(square.sqrt().mul(vFactor).add(epsilon));
            store(load(w, wOff + i, left).sub(step.mul(rate)), w, wOff + i, left);
        }
    }
}
