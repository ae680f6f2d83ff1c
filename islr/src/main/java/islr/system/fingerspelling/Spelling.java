package islr.system.fingerspelling;

import java.util.List;
import java.util.Objects;

/// The answer to a sequence: a phrase.
///
/// @param phrase the text
/// @param tokens what it was decoded from, without the token that ends it
/// @param confidence how like the truth the answer is expected to be, in [0, 1]; NaN if the networks cannot tell or
///     were not asked
/// @param placeholder whether this is the phrase that stands for all that cannot be read
public record Spelling(String phrase, List<Integer> tokens, double confidence, boolean placeholder) {
    /// What is answered where a sequence is too short, or no network trusts its answer: letters that are frequent at
    /// their places, so that it costs least.
    public static final String PLACEHOLDER = "2 a-e -aroe";

    public Spelling {
        Objects.requireNonNull(phrase, "phrase");
        Objects.requireNonNull(tokens, "tokens");
        tokens = List.copyOf(tokens);
    }

    /// An answer that was read.
    static Spelling of(List<Integer> tokens, double confidence) {
        return new Spelling(Characters.text(tokens.stream().mapToInt(t -> t).toArray()), tokens, confidence, false);
    }

    /// The placeholder.
    static Spelling placeholder(double confidence) {
        List<Integer> tokens = PLACEHOLDER.chars().mapToObj(c -> Characters.of((char) c)).toList();
        return new Spelling(PLACEHOLDER, tokens, confidence, true);
    }
}
