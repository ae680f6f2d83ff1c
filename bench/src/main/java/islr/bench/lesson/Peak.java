package islr.bench.lesson;

import islr.tensor.Tensor;
import java.util.Random;

/// The project's matrix product beside what the machine can do at best.
///
/// @param own GFLOP/s of the kernel on one thread: the geometric mean over sizes of the models
/// @param onTwo the same on two threads
/// @param core multiply-adds of one core that wait for nothing
public record Peak(double own, double onTwo, double core) {
    private static final int TURNS = 9;
    private static final int CHAINS = 12;
    private static final int[][] SIZES = {{64, 512, 512}, {64, 512, 1024}, {64, 1024, 512}, {22, 512, 512}};

    /// Measures all three in turns.
    public static Peak measure() {
        double own = 0;
        double onTwo = 0;
        double[] cores = new double[SIZES.length];
        try (Threads threads = new Threads(2)) {
            for (int i = 0; i < SIZES.length; i++) {
                int m = SIZES[i][0];
                int k = SIZES[i][1];
                int n = SIZES[i][2];
                Random random = new Random(1);
                float[] a = Tensor.randn(random, m * k).array();
                float[] packed = new OwnKernel().prepare(Tensor.randn(random, k * n).array(), k, n);
                float[] c = new float[m * n];
                OwnKernel kernel = new OwnKernel();
                double gflop = 2e-9 * m * k * n;
                double[][] turns = new double[3][TURNS];
                for (int turn = -3; turn < TURNS; turn++) {
                    int at = Math.max(0, turn);
                    turns[0][at] = Rate.of(() -> kernel.multiply(a, packed, c, m, k, n), gflop);
                    turns[1][at] = Rate.of(() -> threads.multiply(a, packed, c, m, k, n), gflop);
                    turns[2][at] = Rate.of(() -> FmaChains.run(CHAINS), FmaChains.gflop(CHAINS));
                }
                own += Math.log(Rate.median(turns[0])) / SIZES.length;
                onTwo += Math.log(Rate.median(turns[1])) / SIZES.length;
                cores[i] = Rate.median(turns[2]);
            }
        }
        return new Peak(Math.exp(own), Math.exp(onTwo), Rate.median(cores));
    }
}
