package islr.system.fingerspelling;

import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The phrases of a batch as both decoders learn them.
///
/// @param tokens `[B, letters]`: characters, the end, padding
/// @param letters most tokens of a phrase
public record SpellingLabels(int[] tokens, int letters) {
    /// How often the original hides a letter.
    public static final double PUBLISHED_HIDDEN = 0.2;

    public SpellingLabels {
        Objects.requireNonNull(tokens, "tokens");
        if (letters < 1 || tokens.length % letters != 0) {
            throw new IllegalArgumentException(
                    "labels: " + tokens.length + " tokens are no phrases of " + letters + " letters");
        }
    }

    /// B.
    public int phrases() {
        return tokens.length / letters;
    }

    /// The phrases from their ends: characters in reverse, the end, and 0 (the space) up to the longest.
    public SpellingLabels reversed() {
        int longest = 0;
        int[] lengths = new int[phrases()];
        for (int b = 0; b < lengths.length; b++) {
            while (lengths[b] < letters && tokens[b * letters + lengths[b]] != Characters.END) {
                lengths[b]++;
            }
            longest = Math.max(longest, lengths[b] + 1);
        }
        int[] reversed = new int[lengths.length * longest];
        for (int b = 0; b < lengths.length; b++) {
            for (int i = 0; i < lengths[b]; i++) {
                reversed[b * longest + i] = tokens[b * letters + lengths[b] - 1 - i];
            }
            reversed[b * longest + lengths[b]] = Characters.END;
        }
        return new SpellingLabels(reversed, longest);
    }

    /// What a decoder reads: the start, and all labels but the last one.
    public int[] read() {
        return shifted(tokens);
    }

    /// The same with some labels hidden, padding and end among them.
    ///
    /// @param rate how often
    public int[] read(RandomGenerator random, double rate) {
        Objects.requireNonNull(random, "random");
        int[] hidden = tokens.clone();
        for (int i = 0; i < hidden.length; i++) {
            hidden[i] = random.nextDouble() < rate ? Characters.MASK : hidden[i];
        }
        return shifted(hidden);
    }

    /// @param from tokens of these phrases, some of which may be hidden
    private int[] shifted(int[] from) {
        int[] read = new int[from.length];
        for (int i = 0; i < read.length; i++) {
            read[i] = i % letters == 0 ? Characters.START : from[i - 1];
        }
        return read;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SpellingLabels labels && labels.letters == letters
                && Arrays.equals(labels.tokens, tokens);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(tokens) + letters;
    }

    @Override
    public String toString() {
        return "SpellingLabels[" + phrases() + " phrases of " + letters + " letters]";
    }
}
