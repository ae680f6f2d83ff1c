package islr.bench.lesson;

import islr.bench.Answers;
import islr.bench.Header;
import islr.bench.Sizes;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/// Measures the steps of `bench/LESSON.md` and prints them as one table: GFLOP/s, and the share of the most that the
/// cores can do.
///
/// Every answer is checked before it is timed. All steps take turns with each other and with the measurement of the
/// peak, so that a busy moment of the machine does not affect just one of them. The median of the turns is printed.
public final class Lesson {
    private static final int TURNS = 9;
    private static final int[] CHAINS = {1, 2, 4, 8, 12};
    private static final int PEAK = 12;

    /// A product of the models: rows of a clip through a layer.
    record Size(int m, int k, int n) {
        static final List<Size> ALL = List.of(new Size(Sizes.FRAMES, Sizes.UNITS, Sizes.UNITS),
                new Size(Sizes.FRAMES, Sizes.UNITS, Sizes.HIDDEN),
                new Size(Sizes.Rows.MEDIAN.count(), Sizes.UNITS, Sizes.UNITS), new Size(1, Sizes.UNITS, Sizes.UNITS));

        double gflop() {
            return 2e-9 * m * k * n;
        }

        @Override
        public String toString() {
            return m + "·" + k + "·" + n;
        }
    }

    private Lesson() {}

    /// The steps in the order of the chapter.
    static List<MatrixProduct> steps(Threads threads) {
        return List.of(new Textbook(), new LoopOrder(), new OneIndex(), new CacheBlocks(), new VectorOfSums(),
                new RegisterTile(), new PackedPanels(), new OwnKernel(), threads);
    }

    /// Prints the tables.
    public static void main() {
        Header.print(KernelProvider.best());
        chains();
        try (Threads threads = new Threads(2)) {
            List<MatrixProduct> steps = steps(threads);
            steps.forEach(Lesson::warmUp);
            double[][] rates = new double[Size.ALL.size()][];
            for (int i = 0; i < rates.length; i++) {
                rates[i] = rates(steps, Size.ALL.get(i));
            }
            print(steps, rates);
        }
    }

    private static void chains() {
        System.out.println("\nMultiply-adds in registers, one core");
        for (int chains : CHAINS) {
            Rate.of(() -> FmaChains.run(chains), FmaChains.gflop(chains));
        }
        for (int chains : CHAINS) {
            double[] turns = new double[TURNS];
            Arrays.setAll(turns, _ -> Rate.of(() -> FmaChains.run(chains), FmaChains.gflop(chains)));
            System.out.printf(Locale.ROOT, "%4d chains %7.1f GFLOP/s%n", chains, Rate.median(turns));
        }
    }

    /// Computes many small products, so that the JIT compiles the method as a whole. During a long call it would
    /// compile only the running loop, and less well.
    private static void warmUp(MatrixProduct step) {
        int m = 7;
        int k = 48;
        int n = 80;
        float[] a = numbers(1, m * k);
        float[] b = step.prepare(numbers(2, k * n), k, n);
        float[] c = new float[m * n];
        for (int call = 0; call < 20_000; call++) {
            step.multiply(a, b, c, m, k, n);
        }
    }

    /// The rate of each step and, last, the peak of one core.
    private static double[] rates(List<MatrixProduct> steps, Size size) {
        Runnable[] work = new Runnable[steps.size() + 1];
        double[] gflop = new double[work.length];
        for (int i = 0; i < steps.size(); i++) {
            work[i] = checked(steps.get(i), size);
            gflop[i] = size.gflop();
        }
        work[steps.size()] = () -> FmaChains.run(PEAK);
        gflop[steps.size()] = FmaChains.gflop(PEAK);
        double[][] turns = new double[work.length][TURNS];
        for (int turn = 0; turn < TURNS; turn++) {
            for (int i = 0; i < work.length; i++) {
                turns[i][turn] = Rate.of(work[i], gflop[i]);
            }
        }
        return Arrays.stream(turns).mapToDouble(Rate::median).toArray();
    }

    /// A product of random matrices whose answer has been compared with that of loops in double precision.
    private static Runnable checked(MatrixProduct step, Size size) {
        float[] a = numbers(1, size.m * size.k);
        float[] b = numbers(2, size.k * size.n);
        float[] prepared = step.prepare(b, size.k, size.n);
        float[] c = new float[size.m * size.n];
        step.multiply(a, prepared, c, size.m, size.k, size.n);
        Answers.check(step.title() + " at " + size, c, Answers.product(a, b, size.m, size.k, size.n), 1e-5);
        return () -> step.multiply(a, prepared, c, size.m, size.k, size.n);
    }

    private static void print(List<MatrixProduct> steps, double[][] rates) {
        System.out.printf("%nGFLOP/s, and share of the peak of the cores in use%n%-28s", "M·K·N");
        Size.ALL.forEach(size -> System.out.printf("%18s", size));
        System.out.println();
        for (int i = 0; i <= steps.size(); i++) {
            boolean peak = i == steps.size();
            System.out.printf("%-28s", peak ? "  peak of one core" : steps.get(i).title());
            for (double[] column : rates) {
                double limit = column[steps.size()] * (peak ? 1 : steps.get(i).cores());
                System.out.printf(Locale.ROOT, "%10.1f %5.0f %%", column[i], 100 * column[i] / limit);
            }
            System.out.println();
        }
    }

    private static float[] numbers(int seed, int count) {
        return Tensor.randn(new Random(seed), count).array();
    }
}
