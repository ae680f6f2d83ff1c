package islr.train.run;

import islr.train.report.EpochMetrics;
import islr.weights.text.Nearest;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/// Which epoch of a run is its best, by the clips that are held out, and when a run ends early because none gets
/// better.
///
/// An epoch that was chosen because it is the best on some clips looks better on them than it is: its figure is no
/// measure of how well the model will do on others. So the last epoch remains the model of a run, and the best one lies
/// beside it.
///
/// @param measure what makes an epoch better than another
/// @param patience after how many epochs without a better one the run ends; 0 for never
public record BestEpoch(Measure measure, int patience) {
    /// By accuracy; all epochs are trained.
    public static final BestEpoch USUAL = new BestEpoch(Measure.ACCURACY, 0);

    /// What makes an epoch better.
    public enum Measure {
        /// A higher accuracy on the held-out clips, or score of the held-out phrases; of equal ones, a lower loss.
        ACCURACY(Comparator.comparingDouble(EpochMetrics::heldOutQuality).reversed()
                .thenComparingDouble(EpochMetrics::heldOutLoss)),
        /// A lower loss on the held-out clips, or an equal one with a higher accuracy.
        LOSS(Comparator.comparingDouble(EpochMetrics::heldOutLoss)
                .thenComparing(Comparator.comparingDouble(EpochMetrics::heldOutQuality).reversed()));

        private final Comparator<EpochMetrics> bestFirst;

        Measure(Comparator<EpochMetrics> bestFirst) {
            this.bestFirst = bestFirst;
        }

        /// As on the command line and in files.
        public String text() {
            return name().toLowerCase(Locale.ROOT);
        }

        /// @return the measure whose [#text()] this is
        /// @throws IllegalArgumentException naming those that there are
        public static Measure of(String text) {
            Objects.requireNonNull(text, "text");
            List<String> all = Stream.of(values()).map(Measure::text).toList();
            return Stream.of(values()).filter(each -> each.text().equals(text)).findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "best: '" + text + "' is none of " + String.join(", ", all) + Nearest.meant(text, all)));
        }
    }

    /// @throws IllegalArgumentException if the patience is negative
    public BestEpoch {
        Objects.requireNonNull(measure, "measure");
        if (patience < 0) {
            throw new IllegalArgumentException("patience: " + patience + " epochs; 0 (never end early) or more");
        }
    }

    /// The best of the epochs that are done, the first of equal ones; empty if nothing is held out, or none is done.
    public Optional<EpochMetrics> of(List<EpochMetrics> done) {
        Objects.requireNonNull(done, "done");
        return done.stream().filter(epoch -> !Double.isNaN(epoch.heldOutLoss())).min(measure.bestFirst);
    }

    /// Whether a run ends here, before all of its epochs are done.
    public boolean endsAfter(List<EpochMetrics> done) {
        Objects.requireNonNull(done, "done");
        return patience > 0 && of(done).filter(best -> done.size() - best.epoch() >= patience).isPresent();
    }
}
