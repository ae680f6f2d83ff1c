package islr.bench.lesson;

import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;

/// Step 9: the same on two threads, a few panels each at a time, as `islr.tensor.op.Gemm` cuts them.
///
/// A cut between panels gives each thread columns of C and panels of B of its own; A is read by both. Where the cuts are depends on the shape
/// alone and no sum is cut, so the result is that of step 8 to the bit.
final class Threads implements MatrixProduct, AutoCloseable {
    /// Panels of a task: the smaller, the better shared out, and the more often a task is fetched.
    private static final int PANELS = 4;

    private final Kernels kernels = KernelProvider.best();
    private final Parallel parallel;

    Threads(int threads) {
        parallel = Parallel.threads(threads);
    }

    @Override
    public String title() {
        return "9 on two threads";
    }

    @Override
    public int cores() {
        return parallel.threads();
    }

    @Override
    public float[] prepare(float[] b, int k, int n) {
        return new OwnKernel().prepare(b, k, n);
    }

    @Override
    public void multiply(float[] a, float[] packed, float[] c, int m, int k, int n) {
        int panels = kernels.panels(n);
        parallel.run((panels - 1) / PANELS + 1, (task, _) -> {
            int from = task * PANELS;
            kernels.gemm(a, 0, k, packed, 0, c, 0, n, 0, m, from, Math.min(panels, from + PANELS), k, n, false);
        });
    }

    @Override
    public void close() {
        parallel.close();
    }
}
