package islr.nn.train;

import java.util.Objects;

/// A number that changes with progress, counted in steps or epochs from 0: usually the learning rate.
@FunctionalInterface
public interface Schedule {
    /// The number at this step, counted from 0.
    double at(int step);

    /// The same number at every step.
    static Schedule constant(double value) {
        return step -> value;
    }

    /// Half a cosine from `start` at step 0 to `end` at step `total`, constant afterwards:
    /// `end + (start − end)·(1 + cos(π·step/total))/2`.
    static Schedule cosine(double start, double end, int total) {
        requirePositive("cosine", total);
        return step -> end + (start - end) * (1 + Math.cos(Math.PI * Math.min(step, total) / total)) / 2;
    }

    /// A straight line from `start` at step 0 to `end` at step `total`, constant afterwards.
    static Schedule linear(double start, double end, int total) {
        requirePositive("linear", total);
        return step -> start + (end - start) * Math.min(step, total) / total;
    }

    /// Rises in a straight line from `from` at step 0 to `then.at(0)` at step `steps`, and goes on with `then` from
    /// there.
    static Schedule warmUp(double from, int steps, Schedule then) {
        Objects.requireNonNull(then, "then");
        requirePositive("warm-up", steps);
        return step -> step < steps ? from + (then.at(0) - from) * step / steps : then.at(step - steps);
    }

    private static void requirePositive(String name, int steps) {
        if (steps < 1) {
            throw new IllegalArgumentException(name + " schedule: " + steps + " steps; at least 1 is needed");
        }
    }
}
