package islr.system.fingerspelling;

import java.util.Objects;

/// How well phrases are spelled: `(N − D)/N`, N the number of characters of all truths and D the sum of the distances
/// of the answers from them. 1 is perfect; it may be negative.
public final class PhraseScore {
    private final EditDistance distance;
    private long characters;
    private long changes;

    public PhraseScore(EditDistance distance) {
        this.distance = Objects.requireNonNull(distance, "distance");
    }

    /// Counts one phrase.
    public void add(String truth, String prediction) {
        Objects.requireNonNull(truth, "truth");
        Objects.requireNonNull(prediction, "prediction");
        characters += truth.length();
        changes += distance.between(truth, prediction);
    }

    /// N.
    public long characters() {
        return characters;
    }

    /// D.
    public long changes() {
        return changes;
    }

    /// The score of all phrases so far.
    ///
    /// @throws IllegalStateException if the truths have no characters
    public double value() {
        if (characters == 0) {
            throw new IllegalStateException("phrase score: no phrase with a character was counted");
        }
        return (characters - changes) / (double) characters;
    }
}
