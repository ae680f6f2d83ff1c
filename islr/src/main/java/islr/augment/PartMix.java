package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.LandmarkSets;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// The hands of one clip and the lips of another: with a probability, the lips of the other clip take the place of the
/// first one's. All else, hands and arms among it, stays the first clip's.
///
/// ```
/// first    hands ━━━━━━━━━━━━━━  lips ──────────────
/// other    hands ────────────    lips ━━━━━━━━━━━━
/// mixed    hands ━━━━━━━━━━━━━━  lips ━━━━━━━━━━━━━━
/// ```
///
/// The other lips are brought to the first clip's number of frames. In each frame their middle comes to where the
/// middle of the first lips is, so they move with the head. They are enlarged by one factor for all axes and frames: by
/// how far the points of the first lips are from their middle (the root of the mean square over all frames, in x and
/// y), divided by the same of the other's. A point is there where both clips show it. If one of the clips shows no
/// lips, or they have no extent, nothing changes.
///
/// @param probability 0 to 1
public record PartMix(double probability) implements PairAugmentation {
    @Override
    public String stream() {
        return "part mix";
    }

    @Override
    public Clip apply(Clip clip, Clip other, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(random, "random");
        int[] rows = Pairs.held(clip, other, LandmarkSets.lips());
        boolean mixes = random.nextDouble() < probability;
        return mixes && rows.length > 0 && clip.frames() > 0 && other.frames() > 0 ? mixed(clip, other, rows) : clip;
    }

    private static Clip mixed(Clip clip, Clip other, int... rows) {
        Clip lips = Pairs.resized(other, rows, clip.frames());
        double factor = size(clip, rows) / size(lips, rows);
        if (!(factor > 0) || Double.isInfinite(factor)) {
            return clip;
        }
        float[] landmarks = clip.landmarks().clone();
        for (int t = 0; t < clip.frames(); t++) {
            double[] to = middle(clip, t, rows);
            double[] from = middle(lips, t, rows);
            for (int row : rows) {
                int at = clip.index(t, row);
                int source = lips.index(t, row);
                for (int axis = 0; axis < Skeleton.AXES && !Float.isNaN(landmarks[at + axis]); axis++) {
                    landmarks[at + axis] = (float) (to[axis] + factor * (lips.landmarks()[source + axis] - from[axis]));
                }
            }
        }
        return clip.with(landmarks);
    }

    /// The mean of the points that are seen in a frame; NaN if there are none.
    private static double[] middle(Clip clip, int frame, int... rows) {
        double[] middle = new double[Skeleton.AXES];
        int seen = 0;
        for (int row : rows) {
            if (!Float.isNaN(clip.x(frame, row))) {
                for (int axis = 0; axis < Skeleton.AXES; axis++) {
                    middle[axis] += clip.landmarks()[clip.index(frame, row) + axis];
                }
                seen++;
            }
        }
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            middle[axis] /= seen;
        }
        return middle;
    }

    /// How far points are from the middle of their frame: the root of the mean square; NaN if none is seen.
    private static double size(Clip clip, int... rows) {
        double sum = 0;
        int seen = 0;
        for (int t = 0; t < clip.frames(); t++) {
            double[] middle = middle(clip, t, rows);
            for (int row : rows) {
                double distance = Math.hypot(clip.x(t, row) - middle[0], clip.y(t, row) - middle[1]);
                if (!Double.isNaN(distance)) {
                    sum += distance * distance;
                    seen++;
                }
            }
        }
        return Math.sqrt(sum / seen);
    }
}
