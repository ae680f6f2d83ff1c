package islr.train.report;

import islr.data.WholeFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;

/// How much less accurate a model is on clips that were changed in ways that do not change their signs.
///
/// @param clips how many were judged, the same for each change
/// @param unchanged how many of them are answered rightly as they are
/// @param changes how many after each change
public record Robustness(int clips, int unchanged, List<Change> changes) {
    /// A model that loses more points than this by a change is marked.
    private static final int MUCH = 2;

    /// The clips after one change.
    ///
    /// @param right how many are answered rightly; one in which nothing is seen any more is not
    public record Change(Disturbance disturbance, int right) {
        public Change {
            Objects.requireNonNull(disturbance, "disturbance");
        }
    }

    public Robustness {
        changes = List.copyOf(Objects.requireNonNull(changes, "changes"));
    }

    /// Share of the clips that are answered rightly after a change.
    public double accuracy(Change change) {
        Objects.requireNonNull(change, "change");
        return (double) change.right / clips;
    }

    /// Difference to the accuracy on the unchanged clips, in points (of 100); negative if it is lower.
    public double points(Change change) {
        Objects.requireNonNull(change, "change");
        return 100.0 * (change.right - unchanged) / clips;
    }

    /// Whether the accuracy falls by more than two points.
    public boolean fallsMuch(Change change) {
        Objects.requireNonNull(change, "change");
        // In whole numbers, so that exactly two points are not more than two.
        return 100L * (unchanged - change.right) > (long) MUCH * clips;
    }

    /// A table for people, a line for each change.
    public List<String> table() {
        List<String> lines = new ArrayList<>();
        lines.add(String.format(Locale.ROOT, "%-42s %9s %9s", "Robustness: the same clips, changed", "accuracy",
                "points"));
        lines.add(String.format(Locale.ROOT, "%-42s %7.1f %%", "  unchanged", 100.0 * unchanged / clips));
        for (Change change : changes) {
            lines.add(String.format(Locale.ROOT, "%-42s %7.1f %% %+9.1f%s", "  " + change.disturbance.text(),
                    100 * accuracy(change), points(change), fallsMuch(change) ? "  falls by more than 2" : ""));
        }
        return lines;
    }

    /// The same for programs, `change,clips,accuracy,points,falls`: the last is true where it falls by more than two
    /// points.
    public String csv() {
        StringBuilder csv = new StringBuilder("change,clips,accuracy,points,falls\n");
        csv.append("unchanged,").append(clips).append(',').append((double) unchanged / clips).append(",0.0,false\n");
        changes.forEach(change -> csv.append(change.disturbance.key()).append(',').append(clips).append(',')
                .append(accuracy(change)).append(',').append(points(change)).append(',').append(fallsMuch(change))
                .append('\n'));
        return csv.toString();
    }

    /// Writes the [#csv] as `robustness.csv`.
    public void write(Path folder) throws IOException {
        Objects.requireNonNull(folder, "folder");
        WholeFile.write(folder.resolve("robustness.csv"), csv().getBytes(StandardCharsets.UTF_8));
    }
}
