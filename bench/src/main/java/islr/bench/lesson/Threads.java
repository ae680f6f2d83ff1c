package islr.bench.lesson;

import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;

/// Step 9: the same on two threads, with half of the panels each, as in `islr.tensor.op.Gemm`.
///
/// The work is divided between panels, so each thread has its own columns of C and its own panels of B, and both read
/// A. No sum is divided, so the result equals that of step 8 bit for bit.
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
        // One part for each thread, because every part packs all of A.
        parallel.ranges(panels, (panels - 1) / parallel.threads() + 1, (from, to) -> kernels.gemm(a, 0, k, false,
                packed, LargeArray.FIRST, c, 0, n, 0, m, from, to, k, n, false));
    }

    @Override
    public void close() {
        parallel.close();
    }
}
