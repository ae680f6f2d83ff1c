package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// A hand that the detector loses for a while: with a probability for each hand, it is missing in a run of frames, of
/// a twentieth to two fifths of the clip.
///
/// @param probability for each hand, 0 to 1
public record HandLoss(double probability) implements ClipAugmentation {
    private static final double SHORTEST = 0.05;
    private static final double LONGEST = 0.4;

    @Override
    public String stream() {
        return "hand loss";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        Clip changed = clip;
        for (int hand : new int[] {Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND}) {
            boolean lost = random.nextDouble() < probability;
            int frames = (int) Math.ceil(random.nextDouble(SHORTEST, LONGEST) * clip.frames());
            int from = random.nextInt(clip.frames() - Math.min(frames, clip.frames()) + 1);
            if (lost) {
                changed = without(changed, hand, from, frames);
            }
        }
        return changed;
    }

    /// The clip without a hand in a run of frames.
    ///
    /// @param hand its first row, [Skeleton#LEFT_HAND] or [Skeleton#RIGHT_HAND]
    /// @param from first frame without it
    /// @param frames how many; those behind the end of the clip do not count
    public static Clip without(Clip clip, int hand, int from, int frames) {
        Objects.requireNonNull(clip, "clip");
        return Removal.of(clip, IntStream.range(hand, hand + Skeleton.HAND_ROWS).toArray(), from, from + frames);
    }
}
