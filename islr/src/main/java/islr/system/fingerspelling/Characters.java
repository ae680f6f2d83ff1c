package islr.system.fingerspelling;

import java.util.Arrays;
import java.util.Objects;

/// The characters that can be spelled, and the numbers that stand for them: 0 to 58 for characters, and four tokens.
public final class Characters {
    /// Fills a phrase up behind its end.
    public static final int PAD = 59;
    /// Begins every phrase that a decoder reads.
    public static final int START = 60;
    /// Ends a phrase.
    public static final int END = 61;
    /// Hides a character of a decoder's input in training.
    public static final int MASK = 62;
    /// Characters and tokens.
    public static final int COUNT = 63;
    /// Tokens of the original's longest phrase, the end among them.
    public static final int PUBLISHED_LETTERS = 33;

    private static final String ALL = " !#$%&'()*+,-./0123456789:;=?@[_abcdefghijklmnopqrstuvwxyz~";

    private Characters() {}

    /// The number of a character, −1 if it cannot be spelled.
    public static int of(char character) {
        return ALL.indexOf(character);
    }

    /// All characters, in the order of their numbers.
    public static String all() {
        return ALL;
    }

    /// The numbers of a phrase, cut to `letters` − 1 characters, with the end behind them and filled up to `letters`.
    ///
    /// @throws IllegalArgumentException naming the character that cannot be spelled and its place
    public static int[] tokens(String phrase, int letters) {
        Objects.requireNonNull(phrase, "phrase");
        int[] tokens = new int[letters];
        Arrays.fill(tokens, PAD);
        int length = Math.min(phrase.length(), letters - 1);
        for (int i = 0; i < phrase.length(); i++) {
            int token = of(phrase.charAt(i));
            if (token < 0) {
                throw new IllegalArgumentException("phrase '%s': '%c' at character %d cannot be spelled; there are %s"
                        .formatted(phrase, phrase.charAt(i), i + 1, ALL));
            }
            if (i < length) {
                tokens[i] = token;
            }
        }
        tokens[length] = END;
        return tokens;
    }

    /// The text of tokens; those that are no characters print nothing.
    public static String text(int... tokens) {
        Objects.requireNonNull(tokens, "tokens");
        StringBuilder text = new StringBuilder();
        for (int token : tokens) {
            if (token < 0 || token >= COUNT) {
                throw new IllegalArgumentException("characters: token " + token + " of " + COUNT);
            }
            if (token < ALL.length()) {
                text.append(ALL.charAt(token));
            }
        }
        return text.toString();
    }
}
