package islr.system.fingerspelling;

import islr.system.Batch;
import java.util.Objects;

/// What a step of training learns from.
///
/// @param samples the sequences
/// @param labels their phrases
/// @param scores how like the truth an answer to each may be expected to be
public record SpellingBatch(Batch samples, SpellingLabels labels, float[] scores) {
    /// @throws IllegalArgumentException if there are not as many phrases and scores as sequences
    public SpellingBatch {
        Objects.requireNonNull(samples, "samples");
        Objects.requireNonNull(labels, "labels");
        Objects.requireNonNull(scores, "scores");
        if (labels.phrases() != samples.size() || scores.length != samples.size()) {
            throw new IllegalArgumentException("spelling batch: " + samples.size() + " sequences, " + labels.phrases()
                    + " phrases, " + scores.length + " scores: one each is needed");
        }
    }

    /// Number of sequences.
    public int size() {
        return scores.length;
    }
}
