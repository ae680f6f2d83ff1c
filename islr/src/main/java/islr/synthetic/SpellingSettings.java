package islr.synthetic;

import java.util.Locale;

/// The numbers of signers and phrases of synthetic fingerspelling, and how hard it is to read.
///
/// @param seed of all randomness
/// @param signers number of signers, 1 to 10,000
/// @param phrases number of phrases of each signer, 1 to 10,000; the last tenth is supplemental: phrases of a short
///     list that all signers share
/// @param shortest characters of a phrase, 1 or more
/// @param longest characters of a phrase, at least 3, at most 32
/// @param noise 0 to 4: how far signers depart from the letters, how much landmarks jitter and how often hands are
///     lost; 1 is as in real clips
public record SpellingSettings(long seed, int signers, int phrases, int shortest, int longest, double noise) {

    /// Something to learn with on a small machine: 16 signers with 100 short phrases each.
    public static final SpellingSettings DEFAULT = new SpellingSettings(1, 16, 100, 3, 12, 1);

    private static final int LETTERS = 32;

    /// @throws IllegalArgumentException if a number is out of its range, or there are more than 10 million phrases
    public SpellingSettings {
        require("signers", signers, 1, 10_000);
        require("phrases", phrases, 1, 10_000);
        require("characters (the longest)", longest, 3, LETTERS);
        require("characters (the shortest)", shortest, 1, longest);
        if (!(noise >= 0 && noise <= 4)) {
            throw new IllegalArgumentException("synthetic spelling: noise %s is not in 0 to 4".formatted(noise));
        }
        if ((long) signers * phrases > 10_000_000) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "synthetic spelling: %,d phrases of %,d signers are more than 10 million", phrases, signers));
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "synthetic spelling: %,d %s are not in %,d to %,d", value, what, least, most));
        }
    }

    /// How many of a signer's phrases are supplemental: the last ones.
    public int supplemental() {
        return phrases / 10;
    }

    /// Number of sequences.
    public int sequences() {
        return signers * phrases;
    }
}
