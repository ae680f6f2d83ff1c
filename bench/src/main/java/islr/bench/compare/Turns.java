package islr.bench.compare;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// Times two things in turns of a third of a second, so that a busy moment of the machine does not fall on one of them
/// alone. Shorter turns would be unfair: an engine's threads go on looking for work for a while after its turn, on the
/// other's cores.
final class Turns {
    private static final double MILLION = 1e6;
    private static final long TURN = 300_000_000;

    private Turns() {}

    /// Milliseconds of a call.
    record Medians(double ours, double theirs) {}

    @FunctionalInterface
    interface Work {
        void run() throws Exception;
    }

    /// The first two turns of both, and the first third of every turn, are not counted.
    ///
    /// @param seconds for both together
    static Medians of(double seconds, Work ours, Work theirs) throws Exception {
        List<Double> our = new ArrayList<>();
        List<Double> their = new ArrayList<>();
        int turns = Math.max(3, (int) (seconds * 1e9 / (2 * TURN)));
        for (int turn = -2; turn < turns; turn++) {
            turn(ours, turn < 0 ? new ArrayList<>() : our);
            turn(theirs, turn < 0 ? new ArrayList<>() : their);
        }
        return new Medians(median(our), median(their));
    }

    private static void turn(Work work, List<Double> times) throws Exception {
        long start = System.nanoTime();
        int counted = 0;
        while (counted == 0 || System.nanoTime() - start < TURN) {
            double time = time(work);
            if (System.nanoTime() - start > TURN / 3) {
                times.add(time);
                counted++;
            }
        }
    }

    /// Milliseconds of each call, called again and again for so many seconds.
    static List<Double> collect(double seconds, Work work) throws Exception {
        List<Double> times = new ArrayList<>();
        for (long end = System.nanoTime() + (long) (seconds * 1e9); System.nanoTime() < end;) {
            times.add(time(work));
        }
        return times;
    }

    static double time(Work work) throws Exception {
        long start = System.nanoTime();
        work.run();
        return (System.nanoTime() - start) / MILLION;
    }

    static double median(List<Double> values) {
        return median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    static double median(double... values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
