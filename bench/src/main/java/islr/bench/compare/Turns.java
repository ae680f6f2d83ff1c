package islr.bench.compare;

import java.util.Arrays;

/// Times two things in turns, so that a busy moment of the machine does not fall on one of them alone.
final class Turns {
    private static final double MILLION = 1e6;

    private Turns() {}

    /// Milliseconds of a call.
    record Medians(double ours, double theirs) {}

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// Both are first called for a third of the time without being timed.
    ///
    /// @param seconds for both together
    static Medians of(double seconds, Work ours, Work theirs) throws Exception {
        alternate(seconds / 3, ours, theirs);
        double[][] times = alternate(seconds * 2 / 3, ours, theirs);
        return new Medians(median(times[0]), median(times[1]));
    }

    private static double[][] alternate(double seconds, Work ours, Work theirs) throws Exception {
        double[][] times = new double[2][1 << 16];
        int n = 0;
        long end = System.nanoTime() + (long) (seconds * 1e9);
        while (n < 3 || System.nanoTime() < end && n < times[0].length) {
            times[0][n] = time(ours);
            times[1][n++] = time(theirs);
        }
        return new double[][] {Arrays.copyOf(times[0], n), Arrays.copyOf(times[1], n)};
    }

    static double time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / MILLION;
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
