package islr.bench.compare;

import java.util.Locale;
import java.util.OptionalDouble;

/// A line of the table: ours against theirs.
///
/// @param what was done
/// @param against whom
/// @param figures both, with their units
/// @param ratio of times, ours by theirs; empty where there is none
/// @param goal what the ratio should be
record Row(String what, String against, String figures, OptionalDouble ratio, String goal) {

    /// Two times in milliseconds.
    static Row times(String what, String against, Turns.Medians ms, String goal) {
        return new Row(what, against, String.format(Locale.ROOT, "%.2f ms : %.2f ms", ms.ours(), ms.theirs()),
                OptionalDouble.of(ms.ours() / ms.theirs()), goal);
    }

    static Row missing(String what, String against, String why, String goal) {
        return new Row(what, against, why, OptionalDouble.empty(), goal);
    }

    String line() {
        return String.format(Locale.ROOT, "| %-58s | %-30s | %-34s | %5s | %-6s |", what, against, figures,
                ratio.isPresent() ? String.format(Locale.ROOT, "%.2f", ratio.getAsDouble()) : "–", goal);
    }
}
