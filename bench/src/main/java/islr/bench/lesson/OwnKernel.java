package islr.bench.lesson;

import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;

/// Step 8: the kernel with which the models are computed. It is step 7 plus what a library needs: offsets, parts of a
/// matrix, sums that are added to C, and a small array for the tiles that do not fit C.
final class OwnKernel implements MatrixProduct {
    private final Kernels kernels = KernelProvider.best();

    @Override
    public String title() {
        return "8 the project's kernel";
    }

    @Override
    public float[] prepare(float[] b, int k, int n) {
        float[] packed = new float[LargeArray.FIRST + kernels.packedSize(k, n)];
        kernels.pack(b, 0, n, false, k, n, packed, LargeArray.FIRST, 0, kernels.panels(n));
        return packed;
    }

    @Override
    public void multiply(float[] a, float[] packed, float[] c, int m, int k, int n) {
        kernels.gemm(a, 0, k, false, packed, LargeArray.FIRST, c, 0, n, 0, m, 0, kernels.panels(n), k, n, false);
    }
}
