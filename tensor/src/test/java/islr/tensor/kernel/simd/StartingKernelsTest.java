package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Some;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.NarrowType;
import org.junit.jupiter.api.Test;

/// The change from plain loops to vectors. That each kernel has the same bits before and behind it is tested with all
/// kernels, in `KernelsTest`.
class StartingKernelsTest {
    private static final int M = 13;
    private static final int K = 37;
    /// Two panels at every width.
    private static final int N = 2 * GemmSimd.WIDTH;
    private static final float[] A = Some.tensor(1, M * K).array();
    private static final float[] B = Some.tensor(2, K * N).array();

    private static float[] product(Kernels kernels, int fromRow, int toRow, int fromPanel, int toPanel) {
        float[] packed = new float[kernels.packedSize(K, N)];
        kernels.pack(B, 0, N, false, K, N, packed, 0, 0, kernels.panels(N));
        float[] c = new float[M * N];
        kernels.gemm(A, 0, K, false, packed, 0, c, 0, N, fromRow, toRow, fromPanel, toPanel, K, N, false);
        return c;
    }

    @Test
    void vectorsTakeOverAfterSoManyMultiplyAddsAndTheBitsAreTheSame() {
        StartingKernels kernels = new StartingKernels(3L * M * K * N - 1);
        float[] expected = product(new SimdKernels(), 0, M, 0, 2);
        for (int call = 0; call < 5; call++) {
            assertEquals(call >= 3, kernels.started(), "before call " + call);
            assertArrayEquals(expected, product(kernels, 0, M, 0, 2), "call " + call);
        }
    }

    @Test
    void onlyWhatIsComputedCounts() {
        StartingKernels kernels = new StartingKernels(4L * K * GemmSimd.WIDTH);
        product(kernels, 7, 9, 0, 1);
        product(kernels, 7, 9, 1, 2);
        assertFalse(kernels.started());
        product(kernels, 12, 13, 1, 2);
        assertTrue(kernels.started());
    }

    @Test
    void narrowProductsCountAsTheOthers() {
        StartingKernels kernels = new StartingKernels(2L * K * GemmSimd.WIDTH - 1);
        byte[] packed = new byte[kernels.packedSize(K, N) + NarrowType.SPARE];
        for (int call = 0; call < 2; call++) {
            assertFalse(kernels.started(), "before call " + call);
            kernels.narrowGemm(A, 0, K, packed, NarrowType.INT8, new float[M * N], 0, N, 7, 8, 1, 2, K, N, false);
        }
        assertTrue(kernels.started());
    }

    /// The change of a real run, in a product that is as large as those of a model.
    @Test
    void theStartOfARealRunEndsAtItsBoundary() {
        int m = 64;
        int k = 1024;
        int n = 1024;
        float[] a = Some.tensor(1, m * k).array();
        float[] b = Some.tensor(2, k * n).array();
        StartingKernels kernels = new StartingKernels();
        float[] packed = new float[kernels.packedSize(k, n)];
        kernels.pack(b, 0, n, false, k, n, packed, 0, 0, kernels.panels(n));
        int calls = (int) (StartingKernels.START / ((long) m * k * n)) + 1;
        float[] first = new float[m * n];
        for (int call = 1; call <= calls + 2; call++) {
            float[] c = new float[m * n];
            kernels.gemm(a, 0, k, false, packed, 0, c, 0, n, 0, m, 0, kernels.panels(n), k, n, false);
            assertEquals(call >= calls, kernels.started(), "after call " + call);
            first = call == 1 ? c : first;
            assertArrayEquals(first, c, "call " + call);
        }
    }
}
