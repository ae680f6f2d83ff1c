package islr.bench.lesson;

import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;

/// Step 9: the same on two threads, half of the panels each, as `islr.tensor.op.Gemm` cuts them.
///
/// A cut between panels gives each thread columns of C and panels of B of its own; A is read by both. No sum is cut, so
/// the result is that of step 8 to the bit.
final class Threads implements MatrixProduct, AutoCloseable {
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
        // One part for each thread: every part packs A for itself.
        parallel.ranges(panels, (panels - 1) / parallel.threads() + 1, (from, to) -> kernels.gemm(a, 0, k, false,
                packed, LargeArray.FIRST, c, 0, n, 0, m, from, to, k, n, false));
    }

    @Override
    public void close() {
        parallel.close();
    }
}
