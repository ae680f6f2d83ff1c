package islr.synthetic;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.function.Function;

/// Records one take of a sign: moves the body through the frames and films it.
final class Recording {

    /// The share of clips that show no hand at all.
    private static final double NO_HANDS = 0.004;

    private final Sign sign;
    private final Signer signer;
    private final Style style;
    private final double noise;
    private final Function<String, Stream> streams;
    private final Timing timing;

    /// @param streams a stream for each aspect of this take
    Recording(Sign sign, Signer signer, Style style, double noise, Function<String, Stream> streams) {
        this.sign = sign;
        this.signer = signer;
        this.style = style;
        this.noise = noise;
        this.streams = streams;
        timing = Timing.random(streams.apply("timing"), signer.tempo());
    }

    Clip film(String name) {
        Hand[] leading = new Hand[timing.frames()];
        Hand[] other = new Hand[timing.frames()];
        Sway idle = Sway.random(streams.apply("idle"));
        Style otherStyle = Style.random(streams.apply("other hand"), 0.4 * noise);
        for (int t = 0; t < leading.length; t++) {
            leading[t] = Hand.signing(sign, signer.body(), style, signer.amplitude(), timing, t);
            Point wander = new Point(0, Film.WANDER * idle.at(t), 0);
            other[t] = switch (sign.other()) {
                case RESTS -> Hand.resting(signer.body(), wander);
                case STAYS -> Hand.staying(signer.body(), wander.plus(otherStyle.place()));
                case MIRRORS ->
                        Hand.signing(sign, signer.body(), style.plus(otherStyle), signer.amplitude(), timing, t);
            };
        }
        Hand[] left = signer.leftHanded() ? leading : other;
        Hand[] right = signer.leftHanded() ? other : leading;
        Film film = new Film(signer, noise, timing.frames(), streams);
        film.head(left, right, t -> mouth(timing.phase(t) * timing.raised(t)));
        if (!streams.apply("no hands").chance(NO_HANDS * noise)) {
            double hidden = sign.other() == Sign.OtherHand.STAYS ? 8 : 1.5;
            film.hand(Skeleton.Part.LEFT_HAND, left, 1, signer.losses() * (left == leading ? 1 : hidden));
            film.hand(Skeleton.Part.RIGHT_HAND, right, -1, signer.losses() * (right == leading ? 1 : hidden));
        }
        return film.clip(name);
    }

    private Point[] mouth(double phase) {
        double beat = Rotation.sin(180 * sign.mouth().beats() * phase);
        double open = signer.mouthing() * sign.mouth().open() * beat * beat;
        return Face.points(0.03 + 0.9 * open, signer.mouthing() * sign.mouth().wide() * Rotation.sin(180 * phase));
    }
}
