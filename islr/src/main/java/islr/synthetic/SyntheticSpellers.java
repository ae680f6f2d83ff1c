package islr.synthetic;

import islr.data.CharacterMap;
import islr.data.Clip;
import java.util.Objects;

/// Invented people who spell invented phrases.
///
/// A clip is a pure function of (seed, signer, number), the lengths of phrases and the noise. The bits are the same in
/// any order, on any thread and any machine, and for any number of signers. Letters differ by hand shape, palm and
/// stroke; signers by body, camera, hand, tempo, accent and light, and by how they show double letters; takes by
/// timing, style and the landmarks that detection missed.
///
/// Immutable; threads need no lock.
public final class SyntheticSpellers {
    private final SpellingSettings settings;
    private final Phrases phrases;

    public SyntheticSpellers(SpellingSettings settings) {
        this.settings = Objects.requireNonNull(settings, "settings");
        phrases = new Phrases(settings.shortest(), settings.longest());
    }

    /// What they were made with.
    public SpellingSettings settings() {
        return settings;
    }

    /// The characters that phrases may have: those of the competition.
    public static CharacterMap characters() {
        return new CharacterMap(Letter.ALL);
    }

    /// True if a signer spells with the left hand.
    public boolean leftHanded(int signer) {
        return signer(signer).leftHanded();
    }

    /// Whether a phrase is of the list that all signers share.
    public boolean supplemental(int number) {
        return number >= settings.phrases() - settings.supplemental();
    }

    /// What a signer spells.
    ///
    /// @param signer from 0
    /// @param number of the phrase, from 0
    public String phrase(int signer, int number) {
        Objects.checkIndex(signer, settings.signers());
        Objects.checkIndex(number, settings.phrases());
        if (supplemental(number)) {
            int shared = Stream.of(settings.seed(), "shared", signer, number).below(2 * settings.supplemental());
            return phrases.random(Stream.of(settings.seed(), "supplement", shared));
        }
        return phrases.random(Stream.of(settings.seed(), "phrase", signer, number));
    }

    /// One sequence, called `<signer>/<number>`.
    ///
    /// @param signer from 0
    /// @param number of the phrase, from 0
    /// @throws IndexOutOfBoundsException if a number is negative or not below that of the settings
    public Clip clip(int signer, int number) {
        return spelled(signer, number).film(signer + "/" + number);
    }

    SpelledPhrase spelled(int signer, int number) {
        String phrase = phrase(signer, number);
        long seed = settings.seed();
        double noise = settings.noise();
        return new SpelledPhrase(phrase, signer(signer), noise, SpelledPhrase.slides(seed, signer),
                character -> Style.random(Stream.of(seed, "letter", signer, character), 0.5 * noise),
                aspect -> Stream.of(seed, "spelling " + aspect, signer, number));
    }

    private Signer signer(int number) {
        return Signer.random(settings.seed(), Objects.checkIndex(number, settings.signers()), settings.noise());
    }
}
