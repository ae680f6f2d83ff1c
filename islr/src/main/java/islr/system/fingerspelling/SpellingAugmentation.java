package islr.system.fingerspelling;

import java.util.Objects;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The random changes of sequences in training.
///
/// | | part one | part two | what |
/// |---|---|---|---|
/// | mirror | 0.5 | 0.5 | left and right change places |
/// | mix | 0.5 | 0.5 | with another sequence of the signer, [SpelledPoints#mixed] |
/// | speed | 0.8 | 0.8 | of all |
/// | speeds | – | 0.25 | of 20 to 29 parts |
/// | shift | – | 0.5 | by 10 frames either way |
/// | picture | 0.75 | 0.75 | larger, sheared, turned, moved |
/// | fingers | – | 0.75 | left out in two windows |
/// | arms, face, hands | – | 0.265, 0.189, 0.091 | one of them left out |
/// | frames | 0.5 | 0.5 | left out in 1 window, in part two also in 2 or 4 shorter ones |
/// | rectangle | 0.5 | 0.5 | its points left out |
///
/// @param published whether to do what the original's code does: fingers with a probability of 0.5625 and twelve draws
///     of ten instead of 2 to 5; the arms by neighbours in the list of points; the picture turned about another centre;
///     no rectangle
public record SpellingAugmentation(Part part, boolean published) {
    private static final AffineChange.Range SMALL = new AffineChange.Range(0.8, 1.2, 0.15, 0.1, 30);
    private static final AffineChange.Range LARGE = new AffineChange.Range(0.7, 1.3, 0.2, 0.15, 30);
    private static final int PUBLISHED_DRAWS = 12;

    public SpellingAugmentation {
        Objects.requireNonNull(part, "part");
    }

    /// A changed copy.
    ///
    /// @param sequence at least one frame
    /// @param other another sequence of the signer, or null if there is none; asked for only where it is used
    public SpelledPoints of(SpelledPoints sequence, Supplier<SpelledPoints> other, RandomGenerator random) {
        Objects.requireNonNull(sequence, "sequence");
        Objects.requireNonNull(random, "random");
        SpelledPoints changed = sequence;
        if (random.nextDouble() < 0.5) {
            changed = changed.with(PointChanges.mirrored(changed.points()));
        }
        if (random.nextDouble() < 0.5 && other != null) {
            changed = changed.mixed(other.get(), random.nextDouble(), random.nextBoolean());
        }
        return changed.with(points(frames(changed.points(), random), random));
    }

    private boolean two() {
        return part == Part.TWO;
    }

    /// A new array.
    private float[] frames(float[] points, RandomGenerator random) {
        float[] changed = points.clone();
        if (random.nextDouble() < 0.8) {
            changed = FrameChanges.resampled(changed, two() ? random.nextDouble(0.3, 2) : random.nextDouble(0.5, 1.5));
        }
        if (two() && random.nextDouble() < 0.25) {
            changed = FrameChanges.resampled(changed, random.doubles(random.nextInt(20, 30), 0.9, 1.1).toArray());
        }
        if (two() && random.nextDouble() < 0.5) {
            changed = FrameChanges.shifted(changed, random.nextInt(-10, 10));
        }
        return changed;
    }

    /// In place, or a new array.
    private float[] points(float[] points, RandomGenerator random) {
        float[] changed = random.nextDouble() < 0.75 ? (two() ? LARGE : SMALL).draw(random, published).of(points)
                : points;
        int frames = FrameChanges.frames(changed);
        if (two() && random.nextDouble() < (published ? 0.75 * 0.75 : 0.75)) {
            for (int w = 0; w < 2; w++) {
                PointChanges.drop(changed, window(frames, 0.25, 0.5, random), PointChanges.fingers(fingers(random)));
            }
        }
        if (two()) {
            dropAPart(changed, frames, random);
        }
        if (random.nextDouble() < 0.5) {
            int windows = two() ? 1 << random.nextInt(3) : 1;
            for (int w = 0; w < windows; w++) {
                PointChanges.dropAll(changed, window(frames, 0.2 / windows, 0.4 / windows, random));
            }
        }
        if (random.nextDouble() < 0.5 && !published) {
            PointChanges.dropInside(changed, random.nextDouble(0.05, 0.1), random.nextDouble(), random.nextDouble());
        }
        return changed;
    }

    private static PointChanges.Window window(int frames, double least, double most, RandomGenerator random) {
        return PointChanges.Window.of(frames, random.nextDouble(least, most), random.nextDouble());
    }

    private int[] fingers(RandomGenerator random) {
        if (published) {
            return random.ints(PUBLISHED_DRAWS, 0, PointChanges.FINGERS).toArray();
        }
        int count = random.nextInt(2, 6);
        return random.ints(0, PointChanges.FINGERS).distinct().limit(count).toArray();
    }

    private void dropAPart(float[] points, int frames, RandomGenerator random) {
        PointChanges.Window all = PointChanges.Window.all(frames);
        if (random.nextDouble() < 0.05 / 0.55) {
            PointChanges.drop(points, all, PointChanges.hands());
        } else if (random.nextDouble() < 0.5) {
            PointChanges.drop(points, all, random.nextDouble() < 0.7 / 1.2
                    ? PointChanges.arms(random.nextInt(4), published) : SpellingPoints.Kind.HEAD.points());
        }
    }
}
