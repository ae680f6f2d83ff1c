package islr.bench.lesson;

import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// Measures how fast a call is, by repeating it for a while.
final class Rate {
    private static final long NANOS = TimeUnit.MILLISECONDS.toNanos(60);

    private Rate() {}

    /// GFLOP/s of a call that computes `gflop`·10⁹ operations. The first call is not timed: it brings the operands into
    /// the cache.
    static double of(Runnable call, double gflop) {
        call.run();
        long start = System.nanoTime();
        long time;
        int calls = 0;
        do {
            call.run();
            calls++;
            time = System.nanoTime() - start;
        } while (time < NANOS);
        return 1e9 * gflop * calls / time;
    }

    static double median(double... rates) {
        double[] sorted = rates.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
