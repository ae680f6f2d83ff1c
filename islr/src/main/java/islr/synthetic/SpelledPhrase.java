package islr.synthetic;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.function.Function;

/// Records one take of a phrase: moves the hand from letter to letter and films it.
final class SpelledPhrase {

    /// Where the middle of the spelling hand's palm is, for a left hand, in shoulder widths.
    private static final Point PLACE = new Point(0.5, 0.03, -0.6);
    /// How far the hand moves outwards from letter to letter, on average.
    private static final double DRIFT = 0.012;
    /// How far it slides for the second of two equal letters, and how high it bounces between them.
    private static final double SLIDE = 0.2;
    private static final double BOUNCE = 0.12;
    /// How far the hand relaxes between two equal letters.
    private static final double RELAXED = 0.3;
    /// How many signers slide; the others bounce. Now and then each does the other.
    private static final double SLIDING = 0.5;
    private static final double OTHERWISE = 0.15;
    /// Strokes are smaller than the movements of signs.
    private static final double STROKE = 0.6;
    private static final Fingers REST = HandShape.RELAXED;

    private final String phrase;
    private final Signer signer;
    private final double noise;
    private final Function<String, Stream> streams;
    private final SpelledTiming timing;
    private final Posture[] letters;
    private final boolean[] bounces;
    private final Sway wander;

    /// A hand that spells a letter, at rest.
    private record Posture(Fingers fingers, double nod, double turn, double tilt, Point place) {
        Posture towards(Posture other, double share) {
            return new Posture(fingers.towards(other.fingers, share), nod + (other.nod - nod) * share,
                    turn + (other.turn - turn) * share, tilt + (other.tilt - tilt) * share,
                    place.towards(other.place, share));
        }
    }

    /// @param dialects how this signer spells a character differently
    /// @param streams a stream for each aspect of this take
    SpelledPhrase(String phrase, Signer signer, double noise, boolean slides, Function<Character, Style> dialects,
            Function<String, Stream> streams) {
        this.phrase = phrase;
        this.signer = signer;
        this.noise = noise;
        this.streams = streams;
        timing = SpelledTiming.random(streams.apply("timing"), phrase, signer.tempo());
        wander = Sway.random(streams.apply("wander"));
        letters = new Posture[phrase.length()];
        bounces = new boolean[phrase.length()];
        Stream doubles = streams.apply("doubles");
        Stream variation = streams.apply("variation");
        Style take = signer.accent().plus(Style.random(streams.apply("take"), 0.5 * noise));
        double drift = streams.apply("drift").normal(DRIFT, 0.5 * DRIFT);
        double slid = 0;
        for (int i = 0; i < letters.length; i++) {
            boolean twice = i > 0 && phrase.charAt(i) == phrase.charAt(i - 1);
            bounces[i] = twice && slides == doubles.chance(OTHERWISE);
            slid = twice && !bounces[i] ? slid + SLIDE : 0.5 * slid;
            Style style = take.plus(dialects.apply(phrase.charAt(i))).plus(Style.random(variation, 0.4 * noise));
            letters[i] = posture(Letter.of(phrase.charAt(i)), style, new Point(drift * i + slid, 0, 0));
        }
    }

    /// Whether a signer shows two equal letters by a slide rather than a bounce.
    static boolean slides(long seed, int signer) {
        return Stream.of(seed, "slides", signer).chance(SLIDING);
    }

    private static Posture posture(Letter letter, Style style, Point shift) {
        // Places vary less than those of signs: the hand stays where it is.
        return new Posture(letter.fingers().plus(style.fingers()), letter.nod() + style.nod(),
                letter.turn() + style.turn(), letter.tilt() + style.tilt(),
                PLACE.plus(style.place().times(0.5)).plus(shift));
    }

    SpelledTiming timing() {
        return timing;
    }

    Clip film(String name) {
        Hand[] spelling = new Hand[timing.frames()];
        Hand[] other = new Hand[timing.frames()];
        Sway idle = Sway.random(streams.apply("idle"));
        for (int t = 0; t < spelling.length; t++) {
            spelling[t] = hand(t);
            other[t] = Hand.resting(signer.body(), new Point(0, Film.WANDER * idle.at(t), 0));
        }
        Hand[] left = signer.leftHanded() ? spelling : other;
        Hand[] right = signer.leftHanded() ? other : spelling;
        Film film = new Film(signer, noise, timing.frames(), streams);
        double mouthing = signer.mouthing();
        film.head(left, right, t -> mouth(t, mouthing));
        film.hand(Skeleton.Part.LEFT_HAND, left, 1, signer.losses() * (left == spelling ? 1 : 1.5));
        film.hand(Skeleton.Part.RIGHT_HAND, right, -1, signer.losses() * (right == spelling ? 1 : 1.5));
        return film.clip(name);
    }

    private Hand hand(int frame) {
        SpelledTiming.Way way = timing.way(frame);
        int from = way.letter();
        int to = Math.min(from + 1, letters.length - 1);
        boolean ending = from == letters.length - 1;
        Posture first = letters[Math.max(from, 0)];
        Posture posture = ending ? first : first.towards(letters[to], way.share());
        Fingers fingers = from < 0 ? REST.towards(posture.fingers(), way.share())
                : ending ? posture.fingers().towards(REST, 0.6 * way.share()) : posture.fingers();
        Point place = posture.place();
        if (from >= 0 && !ending && phrase.charAt(from) == phrase.charAt(to)) {
            double between = 4 * way.share() * (1 - way.share());
            fingers = fingers.towards(REST, RELAXED * between);
            place = place.plus(new Point(0, bounces[to] ? BOUNCE * between : 0, 0));
        }
        Movement.Step step = step(frame);
        place = place.plus(step.way().times(STROKE * signer.amplitude()))
                .plus(new Point(Film.WANDER * wander.at(frame), 0.5 * Film.WANDER * wander.at(frame + 31), 0));
        return Hand.raised(place,
                Rotation.of(posture.nod() + step.nod(), posture.turn() + step.turn(), posture.tilt() + step.tilt()),
                fingers, signer.body(), timing.raised(frame));
    }

    /// The stroke of the letter whose time it is.
    private Movement.Step step(int frame) {
        int letter = 0;
        while (letter < letters.length - 1 && timing.starts()[letter + 1] <= frame + 0.5) {
            letter++;
        }
        return Letter.of(phrase.charAt(letter)).stroke().at(timing.phase(letter, frame));
    }

    /// Many signers mouth the words that they spell.
    private Point[] mouth(int frame, double mouthing) {
        double beat = Rotation.sin(180.0 * frame / 7) * Rotation.sin(180.0 * frame / 7);
        return Face.points(0.03 + 0.5 * mouthing * beat, mouthing * Rotation.sin(360.0 * frame / 23));
    }
}
