package islr.system.fingerspelling;

import java.util.List;

/// How phrases are decoded, and when there is no answer.
///
/// @param beams phrases that are followed at once; with 1 every next letter is the likeliest
/// @param leastFrames shorter sequences get the placeholder
/// @param leastConfidence less sure answers get it, where the networks have a confidence
/// @param unended whether a phrase without an end within the most letters is an answer. The deployed original answers
///     all letters, in validation it answers nothing
public record SpellingOptions(int beams, int leastFrames, double leastConfidence, boolean unended) {
    /// As the original was deployed.
    public static final SpellingOptions DEPLOYED = new SpellingOptions(1, 15, 0.15, true);

    /// @throws IllegalArgumentException if a number is out of range
    public SpellingOptions {
        if (beams < 1 || beams > 1024) {
            throw new IllegalArgumentException("spelling: " + beams + " beams; there may be 1 to 1024");
        }
        if (leastFrames < 0 || !(leastConfidence >= 0 && leastConfidence <= 1)) {
            throw new IllegalArgumentException("spelling: at least " + leastFrames + " frames, confidence "
                    + leastConfidence + ": the first must not be negative, the second lies in [0, 1]");
        }
    }

    /// The same with another number of beams.
    public SpellingOptions withBeams(int other) {
        return new SpellingOptions(other, leastFrames, leastConfidence, unended);
    }

    /// The same, whatever the length and the confidence: no answer is replaced.
    public SpellingOptions trusting() {
        return new SpellingOptions(beams, 0, 0, unended);
    }

    /// Whether a sequence is too short to be read.
    boolean tooShort(int frames) {
        return frames < leastFrames;
    }

    /// The answer that decoded letters become.
    ///
    /// @param letters the last is [Characters#END] if the phrase ended
    /// @param frames of the sequence
    /// @param confidence NaN if there is none
    Spelling answer(List<Integer> letters, int frames, double confidence) {
        if (tooShort(frames) || confidence < leastConfidence) {
            return Spelling.placeholder(confidence);
        }
        boolean ended = !letters.isEmpty() && letters.getLast() == Characters.END;
        List<Integer> read = ended ? letters.subList(0, letters.size() - 1) : unended ? letters : List.of();
        return Spelling.of(read, confidence);
    }
}
