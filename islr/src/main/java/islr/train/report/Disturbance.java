package islr.train.report;

import islr.augment.Excerpt;
import islr.augment.HandLoss;
import islr.augment.Noise;
import islr.augment.Placement;
import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.Mirror;
import islr.features.Resampling;
import islr.internal.Streams;
import java.util.Locale;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// Changes of a clip that do not change its sign. A model that has learned the sign and not the clips answers as
/// before.
///
/// Each gives a new clip. A missing landmark stays missing, and the notes stay.
public enum Disturbance {
    /// Twice as many frames, those between two frames on a straight line.
    HALF_SPEED("half speed",
            (clip, random) -> Resampling.at(clip,
                    IntStream.range(0, 2 * clip.frames() - 1).mapToDouble(i -> i / 2.0).toArray())),
    /// Every second frame.
    DOUBLE_SPEED("double speed", (clip, random) -> Excerpt.every(clip, 2)),
    /// The first quarter of the frames, rounded down, is cut off.
    FIRST_QUARTER_CUT("first quarter cut off", (clip, random) -> Excerpt.of(clip, clip.frames() / 4, clip.frames())),
    /// The last quarter of the frames, rounded down, is cut off.
    LAST_QUARTER_CUT("last quarter cut off", (clip, random) -> Excerpt.of(clip, 0, clip.frames() - clip.frames() / 4)),
    /// The hand that is seen more often is missing in five frames, from one on in which it was seen.
    HAND_MISSING("a hand missing in a run of five frames", Disturbance::withoutHand),
    /// Normal noise on every coordinate.
    NOISE("noise of 1 % of the shoulder width", (clip, random) -> Noise.of(clip, 0.01, random)),
    /// About the middle of the shoulders, and a fifth of the picture to the right, a tenth down.
    SMALL_AND_ASIDE("the person half as large and off centre", (clip, random) -> Placement.of(clip, 0.5, 0.2, 0.1)),
    /// Signed with the other hand, by a person whose left is right.
    MIRRORED("mirrored", (clip, random) -> Mirror.of(clip));

    private static final int LOST_FRAMES = 5;

    private final String text;
    private final BiFunction<Clip, RandomGenerator, Clip> change;

    Disturbance(String text, BiFunction<Clip, RandomGenerator, Clip> change) {
        this.text = text;
        this.change = change;
    }

    /// Its name in files: `half-speed`.
    public String key() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /// What it does, in a few words.
    public String text() {
        return text;
    }

    /// Changes a clip: always in the same way, if it has the same number.
    ///
    /// @param clip of one frame or more; it is not changed itself. With both shoulders, by which some changes are
    ///     measured; without them, usual ones are assumed
    /// @param number of the clip, from which all that is random follows
    public Clip of(Clip clip, long number) {
        Objects.requireNonNull(clip, "clip");
        return change.apply(clip, Streams.of(number, key()));
    }

    private static Clip withoutHand(Clip clip, RandomGenerator random) {
        int[] left = seen(clip, Skeleton.LEFT_HAND);
        int[] right = seen(clip, Skeleton.RIGHT_HAND);
        int[] more = left.length < right.length ? right : left;
        if (more.length == 0) {
            return clip;
        }
        int from = Math.min(more[random.nextInt(more.length)], Math.max(0, clip.frames() - LOST_FRAMES));
        return HandLoss.without(clip, more == right ? Skeleton.RIGHT_HAND : Skeleton.LEFT_HAND, from, LOST_FRAMES);
    }

    /// In which frames the wrist of a hand is there.
    private static int[] seen(Clip clip, int wrist) {
        return clip.rows().place(wrist) < 0 ? new int[0]
                : IntStream.range(0, clip.frames()).filter(frame -> !Float.isNaN(clip.x(frame, wrist))).toArray();
    }
}
