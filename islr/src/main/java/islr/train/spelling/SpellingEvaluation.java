package islr.train.spelling;

import islr.system.fingerspelling.EditDistance;
import islr.system.fingerspelling.PhraseScore;
import islr.system.fingerspelling.Spelling;
import java.util.List;
import java.util.Objects;

/// What a model says of sequences whose phrases are known.
///
/// @param truths the phrases
/// @param answers one for each
/// @param loss mean cross-entropy of the letters when the decoder reads the true ones; NaN without sequences
public record SpellingEvaluation(List<String> truths, List<Spelling> answers, double loss) {
    /// @throws IllegalArgumentException if there are not as many answers as phrases
    public SpellingEvaluation {
        Objects.requireNonNull(truths, "truths");
        Objects.requireNonNull(answers, "answers");
        if (truths.size() != answers.size()) {
            throw new IllegalArgumentException(
                    "spelling evaluation: " + truths.size() + " phrases, " + answers.size() + " answers");
        }
    }

    /// `(N − D)/N`, see [PhraseScore]; NaN without sequences.
    public double score(EditDistance distance) {
        Objects.requireNonNull(distance, "distance");
        if (truths.isEmpty()) {
            return Double.NaN;
        }
        PhraseScore score = new PhraseScore(distance);
        for (int i = 0; i < truths.size(); i++) {
            score.add(truths.get(i), answers.get(i).phrase());
        }
        return score.value();
    }

    /// Share of the phrases that are spelled without a mistake; NaN without sequences.
    public double exact() {
        long right = 0;
        for (int i = 0; i < truths.size(); i++) {
            right += truths.get(i).equals(answers.get(i).phrase()) ? 1 : 0;
        }
        return (double) right / truths.size();
    }
}
