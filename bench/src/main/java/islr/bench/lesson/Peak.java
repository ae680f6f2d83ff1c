package islr.bench.lesson;

import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;
import islr.tensor.kernel.LargeArray.Piece;
import java.util.Random;

/// The project's matrix product beside the most that the machine can do.
///
/// @param own GFLOP/s of the kernel on one thread: the geometric mean over sizes of the models
/// @param onTwo the same on two threads
/// @param core GFLOP/s of multiply-adds that wait for nothing, on one core
/// @param cores the same for two cores at once: less than twice as many where they share hardware
public record Peak(double own, double onTwo, double core, double cores) {
    private static final int TURNS = 15;
    private static final int CHAINS = 12;
    private static final int[][] SIZES = {{64, 512, 512}, {64, 512, 1024}, {64, 1024, 512}, {22, 512, 512}};

    /// Measures all four in turns. The matrices begin at cache lines, as those of the models do.
    public static Peak measure() {
        double own = 0;
        double onTwo = 0;
        double[] core = new double[SIZES.length];
        double[] cores = new double[SIZES.length];
        try (Parallel two = Parallel.threads(2)) {
            for (int i = 0; i < SIZES.length; i++) {
                Product product = Product.of(SIZES[i][0], SIZES[i][1], SIZES[i][2]);
                double[][] turns = new double[4][TURNS];
                for (int turn = -3; turn < TURNS; turn++) {
                    int at = Math.max(0, turn);
                    turns[0][at] = Rate.of(() -> product.run(0, product.panels()), product.gflop());
                    turns[1][at] = Rate.of(() -> product.run(two), product.gflop());
                    turns[2][at] = Rate.of(() -> FmaChains.run(CHAINS), FmaChains.gflop(CHAINS));
                    turns[3][at] = Rate.of(() -> two.run(2, (task, worker) -> FmaChains.run(CHAINS)),
                            2 * FmaChains.gflop(CHAINS));
                }
                own += Math.log(Rate.median(turns[0])) / SIZES.length;
                onTwo += Math.log(Rate.median(turns[1])) / SIZES.length;
                core[i] = Rate.median(turns[2]);
                cores[i] = Rate.median(turns[3]);
            }
        }
        return new Peak(Math.exp(own), Math.exp(onTwo), Rate.median(core), Rate.median(cores));
    }

    /// A [m, k] · B [k, n], with B packed.
    private record Product(Kernels kernels, Piece a, Piece b, Piece c, int m, int k, int n) {
        static Product of(int m, int k, int n) {
            Kernels kernels = KernelProvider.best();
            Random random = new Random(1);
            Piece a = LargeArray.piece(m * k);
            System.arraycopy(Tensor.randn(random, m * k).array(), 0, a.array(), a.offset(), m * k);
            Piece b = LargeArray.piece(kernels.packedSize(k, n));
            kernels.pack(Tensor.randn(random, k * n).array(), 0, n, false, k, n, b.array(), b.offset(), 0,
                    kernels.panels(n));
            return new Product(kernels, a, b, LargeArray.piece(m * n), m, k, n);
        }

        int panels() {
            return kernels.panels(n);
        }

        double gflop() {
            return 2e-9 * m * k * n;
        }

        void run(int fromPanel, int toPanel) {
            kernels.gemm(a.array(), a.offset(), k, false, b.array(), b.offset(), c.array(), c.offset(), n, 0, m,
                    fromPanel, toPanel, k, n, false);
        }

        /// Half of the panels for each thread, as in the models.
        void run(Parallel two) {
            two.ranges(panels(), (panels() + 1) / 2, this::run);
        }
    }
}
