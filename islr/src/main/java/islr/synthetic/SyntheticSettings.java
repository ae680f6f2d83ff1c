package islr.synthetic;

import java.util.Locale;

/// The numbers of signs, signers and takes of synthetic clips, and how hard the signs are to distinguish.
///
/// @param seed of all randomness
/// @param signs number of signs, 2 to 500
/// @param signers number of signers, 1 to 10,000
/// @param takes number of clips of each sign by each signer, 1 to 10,000
/// @param noise 0 to 4: how far signers depart from the lexicon, how much landmarks jitter and how often hands are
///     lost; 1 is as in real clips
public record SyntheticSettings(long seed, int signs, int signers, int takes, double noise) {

    /// A data set to learn with on a small machine: 20 signs by 16 signers, 7 times each.
    public static final SyntheticSettings DEFAULT = new SyntheticSettings(1, 20, 16, 7, 1);

    /// @throws IllegalArgumentException if a number is out of its range, or there are more than 10 million clips
    public SyntheticSettings {
        require("signs", signs, 2, 500);
        require("signers", signers, 1, 10_000);
        require("takes", takes, 1, 10_000);
        if (!(noise >= 0 && noise <= 4)) {
            throw new IllegalArgumentException("synthetic signers: noise %s is not in 0 to 4".formatted(noise));
        }
        if ((long) signs * signers * takes > 10_000_000) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "synthetic signers: %,d signs by %,d signers in %,d takes are more than 10 million clips", signs,
                    signers, takes));
        }
    }

    private static void require(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(String.format(Locale.ROOT,
                    "synthetic signers: %,d %s are not in %,d to %,d", value, what, least, most));
        }
    }

    /// Number of clips.
    public int clips() {
        return signs * signers * takes;
    }
}
