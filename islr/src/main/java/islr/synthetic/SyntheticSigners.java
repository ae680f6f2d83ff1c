package islr.synthetic;

import islr.data.Clip;
import java.util.List;
import java.util.Objects;

/// Invented people who sign invented words.
///
/// A clip is a pure function of (seed, sign, signer, take) and the noise. The bits are the same in any order, on any
/// thread and any machine, and for any numbers of signs, signers and takes. Signs differ by hand shape, place,
/// movement, turn of the palm, the other hand and the mouth; signers by body, camera, handedness, tempo, accent and
/// light; takes by length, timing, style and the landmarks that detection missed.
///
/// Immutable; threads need no lock.
public final class SyntheticSigners {

    private final SyntheticSettings settings;
    private final Lexicon lexicon;

    public SyntheticSigners(SyntheticSettings settings) {
        this.settings = settings;
        lexicon = new Lexicon(settings.seed(), settings.signs());
    }

    /// What they were made with.
    public SyntheticSettings settings() {
        return settings;
    }

    /// The invented words, such as `fist-chin-circle`: hand shape (two if it changes), place and movement. They come in
    /// groups of four with one place, two shapes and two movements. Apart from the mouth, signs 2k and 2k + 1 differ
    /// only in their movement, and signs i and i + 2 of a group only in their shape.
    public List<String> names() {
        return lexicon.names();
    }

    /// True if a signer leads with the left hand.
    public boolean leftHanded(int signer) {
        return signer(signer).leftHanded();
    }

    /// One clip, called `<sign's name>/<signer>/<take>`.
    ///
    /// @param sign its number, from 0
    /// @param signer from 0
    /// @param take from 0
    /// @throws IndexOutOfBoundsException if a number is negative or not below that of the settings
    public Clip clip(int sign, int signer, int take) {
        Objects.checkIndex(sign, settings.signs());
        Objects.checkIndex(take, settings.takes());
        Signer who = signer(signer);
        long seed = settings.seed();
        double noise = settings.noise();
        Style style = who.accent().plus(Style.random(Stream.of(seed, "dialect", sign, signer), 0.6 * noise))
                .plus(Style.random(Stream.of(seed, "take", sign, signer, take), 0.6 * noise));
        Sign what = lexicon.sign(sign);
        return new Recording(what, who, style, noise, aspect -> Stream.of(seed, aspect, sign, signer, take))
                .film(what.name() + "/" + signer + "/" + take);
    }

    private Signer signer(int number) {
        return Signer.random(settings.seed(), Objects.checkIndex(number, settings.signers()), settings.noise());
    }
}
