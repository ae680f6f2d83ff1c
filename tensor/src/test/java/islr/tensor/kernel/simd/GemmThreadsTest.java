package islr.tensor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import islr.tensor.kernel.Kernels;
import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Threads that multiply at the same time do not share what the product keeps for its rows and its edges.
class GemmThreadsTest {
    private static final int THREADS = 4;
    private static final int REPEATS = 25;
    private static final int M = 29;
    private static final int K = 33;
    /// More panels than packing needs, and a column at the edge.
    private static final int N = 4 * GemmSimd.WIDTH + 1;

    private final Kernels kernels = new SimdKernels();

    /// `C[i, j] = Σ_t A[i, t]·B[t, j]`; A is [K, M] if it is transposed.
    private record Product(float[] a, float[] packed, boolean transposed) {
        static Product random(Kernels kernels, long seed, boolean transposed) {
            float[] b = numbers(new Random(seed), K * N);
            int panels = (N + GemmSimd.WIDTH - 1) / GemmSimd.WIDTH;
            float[] packed = new float[panels * GemmSimd.WIDTH * K];
            kernels.pack(b, 0, N, false, K, N, packed, 0, 0, panels);
            return new Product(numbers(new Random(seed + 1), M * K), packed, transposed);
        }

        private static float[] numbers(Random random, int count) {
            float[] numbers = new float[count];
            for (int i = 0; i < count; i++) {
                numbers[i] = (float) random.nextGaussian();
            }
            return numbers;
        }

        float[] of(Kernels kernels) {
            float[] c = new float[M * N];
            int panels = packed.length / K / GemmSimd.WIDTH;
            kernels.gemm(a, 0, transposed ? M : K, transposed, packed, 0, c, 0, N, 0, M, 0, panels, K, N, false);
            return c;
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void productsAtTheSameTimeHaveTheBitsOfOneAlone(boolean transposed) throws Exception {
        List<Future<?>> all = new ArrayList<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(THREADS)) {
            for (int thread = 0; thread < THREADS; thread++) {
                Product product = Product.random(kernels, 10L * thread, transposed);
                float[] alone = product.of(kernels);
                all.add(pool.submit(() -> {
                    for (int i = 0; i < REPEATS; i++) {
                        assertArrayEquals(alone, product.of(kernels));
                    }
                }));
            }
            for (Future<?> each : all) {
                each.get();
            }
        }
    }

    @Test
    void aThreadUsesWhatAnotherHasGivenBack() throws InterruptedException {
        Set<GemmScratch> used = Collections.newSetFromMap(new IdentityHashMap<>());
        for (int i = 0; i < 100; i++) {
            Thread thread = new Thread(() -> {
                GemmScratch scratch = GemmScratch.take();
                used.add(scratch);
                scratch.giveBack();
            });
            thread.start();
            thread.join();
        }
        assertThat(used).hasSizeLessThanOrEqualTo(Runtime.getRuntime().availableProcessors());
    }

    @Test
    void twoProductsNeverUseTheSame() {
        GemmScratch first = GemmScratch.take();
        GemmScratch second = GemmScratch.take();
        first.giveBack();
        second.giveBack();
        assertThat(second).isNotSameAs(first);
    }
}
