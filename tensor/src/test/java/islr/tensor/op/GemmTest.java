package islr.tensor.op;

import islr.tensor.Around;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products that cross every boundary at which [Gemm] cuts them into tiles: rows, panels, threads.
class GemmTest {
    private static final int K = 5;

    /// Each number is one chain of fused multiply-adds from the bias on.
    private static Tensor expected(Tensor x, Tensor w, Tensor bias) {
        int m = x.shape().rows();
        int n = w.shape().rows();
        Tensor y = Tensor.zeros(m, n);
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = bias.get(j);
                for (int t = 0; t < K; t++) {
                    sum = Math.fma(x.get(i, t), w.get(j, t), sum);
                }
                y.array()[y.offset() + i * n + j] = sum;
            }
        }
        return y;
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void tilesOfAnySizeGiveTheBitsOfSums(int threads) {
        Kernels kernels = KernelProvider.choose("simd");
        int tile = Gemm.PANELS * kernels.panelWidth();
        try (Parallel parallel = Parallel.threads(threads)) {
            Compute c = new Compute(kernels, parallel, Memory.heap());
            for (int m : Around.sizes(Gemm.ROWS, threads * Gemm.ROWS)) {
                for (int n : Around.sizes(kernels.panelWidth(), tile, threads * tile)) {
                    Tensor x = Some.tensor(1, m, K);
                    Tensor w = Some.tensor(2, n, K);
                    Tensor bias = Some.tensor(3, n);
                    Same.bits(expected(x, w, bias), x.linear(c, w, bias), threads + " threads");
                }
            }
        }
    }
}
