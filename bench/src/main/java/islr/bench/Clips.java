package islr.bench;

import islr.data.Clip;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;

/// Clips of synthetic signers, which have the gaps, the lost hands and the lengths of real ones.
public final class Clips {
    private static final SyntheticSettings SETTINGS = SyntheticSettings.DEFAULT;

    private Clips() {}

    /// The first clip of exactly `frames` frames.
    ///
    /// @throws IllegalArgumentException if none of the signers' clips has that length
    public static Clip of(int frames) {
        SyntheticSigners signers = new SyntheticSigners(SETTINGS);
        for (int take = 0; take < SETTINGS.takes(); take++) {
            for (int sign = 0; sign < SETTINGS.signs(); sign++) {
                for (int signer = 0; signer < SETTINGS.signers(); signer++) {
                    Clip clip = signers.clip(sign, signer, take);
                    if (clip.frames() == frames) {
                        return clip;
                    }
                }
            }
        }
        throw new IllegalArgumentException("no clip of " + frames + " frames among those of the synthetic signers");
    }
}
