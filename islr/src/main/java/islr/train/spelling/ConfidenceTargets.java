package islr.train.spelling;

import islr.dataset.PhraseSource;
import java.util.Map;
import java.util.Objects;

/// What the confidence learns: how like the truth other models' answers to each sequence are, models that did not learn
/// from it. Of sequences of which that is not known, and of all supplemental ones, it is ½, as in the original.
///
/// @param known in [0, 1], by the name of the sequence
public record ConfidenceTargets(Map<String, Double> known) {
    /// Nothing is known.
    public static final ConfidenceTargets NONE = new ConfidenceTargets(Map.of());

    private static final double UNKNOWN = 0.5;

    public ConfidenceTargets {
        Objects.requireNonNull(known, "known");
    }

    /// That of a sequence.
    public double of(PhraseSource.Recording recording) {
        Objects.requireNonNull(recording, "recording");
        return recording.supplemental() ? UNKNOWN : known.getOrDefault(recording.name(), UNKNOWN);
    }
}
