package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static jdk.incubator.vector.FloatVector.fromArray;

import islr.tensor.kernel.ScalarKernels;
import jdk.incubator.vector.FloatVector;

/// Steps of optimisers: one pass over weights, gradients and moments. The results equal those of the scalar twin to the
/// bit, which also computes the rest of less than a vector: nothing is fused, as the loop waits for memory.
final class OptimizerSimd {
    private static final ScalarKernels REST = new ScalarKernels();

    private OptimizerSimd() {}

    /// See [islr.tensor.kernel.Kernels#adam].
    static void adam(float[] w, int wOff, float[] g, int gOff, float[] m, int mOff, float[] v, int vOff, int n,
            double beta1, double beta2, float rate, float vFactor, float epsilon) {
        int i = 0;
        float keepMean = (float) beta1;
        float addMean = (float) (1 - beta1);
        float keepSquare = (float) beta2;
        float addSquare = (float) (1 - beta2);
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector gradient = fromArray(FLOAT, g, gOff + i);
            FloatVector mean = fromArray(FLOAT, m, mOff + i).mul(keepMean).add(gradient.mul(addMean));
            FloatVector square = fromArray(FLOAT, v, vOff + i).mul(keepSquare)
                    .add(gradient.mul(gradient).mul(addSquare));
            FloatVector step = mean.div(square.sqrt().mul(vFactor).add(epsilon)).mul(rate);
            mean.intoArray(m, mOff + i);
            square.intoArray(v, vOff + i);
            fromArray(FLOAT, w, wOff + i).sub(step).intoArray(w, wOff + i);
        }
        REST.adam(w, wOff + i, g, gOff + i, m, mOff + i, v, vOff + i, n - i, beta1, beta2, rate, vFactor, epsilon);
    }
}
