package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Spells one clip by following the likeliest phrases at once: at every letter the `beams` best continuations of all of
/// them. A phrase is as likely as the product of its letters' probabilities.
///
/// The search ends when no open phrase is as likely as the best one that has ended. With one beam it is [GreedySearch].
final class BeamSearch {
    private BeamSearch() {}

    /// @param letters the last is [Characters#END] if the phrase ended
    /// @param score logarithm of its probability
    /// @param parent its place among the phrases before the last letter
    private record Phrase(List<Integer> letters, double score, int parent) {
        Phrase and(int letter, double logProbability, int place) {
            List<Integer> longer = new ArrayList<>(letters);
            longer.add(letter);
            return new Phrase(longer, score + logProbability, place);
        }

        boolean ended() {
            return !letters.isEmpty() && letters.getLast() == Characters.END;
        }

        int last() {
            return letters.isEmpty() ? Characters.START : letters.getLast();
        }
    }

    /// The likeliest phrase that the search finds.
    ///
    /// @param next of one clip
    /// @param most letters of a phrase, the end among them
    static List<Integer> spell(Compute c, NextLetters next, int beams, int most) {
        List<Phrase> open = List.of(new Phrase(List.of(), 0, 0));
        Phrase best = null;
        for (int letter = 0; letter < most && !open.isEmpty(); letter++) {
            Tensor logits = next.after(open.stream().mapToInt(Phrase::last).toArray(),
                    open.stream().mapToInt(Phrase::parent).toArray(), Segments.ofLengths(open.size()));
            List<Phrase> longer = best(open, logits.logSoftmax(c), beams);
            open = new ArrayList<>();
            for (Phrase phrase : longer) {
                if (!phrase.ended()) {
                    open.add(phrase);
                } else if (best == null || phrase.score > best.score) {
                    best = phrase;
                }
            }
            if (best != null && (open.isEmpty() || best.score >= open.getFirst().score)) {
                return best.letters;
            }
        }
        return best == null || !open.isEmpty() && open.getFirst().score > best.score ? open.getFirst().letters
                : best.letters;
    }

    /// The best continuations, the likeliest first; of equal ones that of the first phrase and letter.
    private static List<Phrase> best(List<Phrase> open, Tensor logProbabilities, int beams) {
        int letters = logProbabilities.shape().columns();
        record Continuation(int place, int letter, double score) {}
        List<Continuation> all = new ArrayList<>();
        for (int p = 0; p < open.size(); p++) {
            for (int letter = 0; letter < letters; letter++) {
                all.add(new Continuation(p, letter, open.get(p).score + logProbabilities.get(p, letter)));
            }
        }
        return all.stream().sorted(Comparator.comparingDouble(Continuation::score).reversed()).limit(beams)
                .map(next -> open.get(next.place).and(next.letter, logProbabilities.get(next.place, next.letter),
                        next.place))
                .toList();
    }
}
