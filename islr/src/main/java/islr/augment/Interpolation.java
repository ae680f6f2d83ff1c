package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.LandmarkSets;
import islr.features.Selection;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A detector that loses no hand on its way: with a probability, each point of the hands that is missing between two
/// frames gets its place on the straight line between them.
///
/// ```
/// frames    0   1   2   3   4   5   6   7
/// before            ●           ●   ●           ● seen
/// after             ●   ○   ○   ●   ●           ○ on the line from frame 2 to frame 5
/// ```
///
/// Before the first frame in which a point is seen, and behind the last one, nothing is filled in: nobody knows where
/// the hand came from. Other landmarks than those of the hands stay as they are.
///
/// @param probability 0 to 1
public record Interpolation(double probability) implements ClipAugmentation {
    private static final int[] HANDS = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand());

    @Override
    public String stream() {
        return "interpolation";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        return random.nextDouble() < probability ? of(clip) : clip;
    }

    /// The clip with straight lines where points of the hands were missing.
    public static Clip of(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        float[] landmarks = clip.landmarks().clone();
        for (int row : HANDS) {
            if (clip.rows().place(row) >= 0) {
                fill(clip, landmarks, row);
            }
        }
        return clip.with(landmarks);
    }

    private static void fill(Clip clip, float[] landmarks, int row) {
        int before = -1;
        for (int t = 0; t < clip.frames(); t++) {
            if (!Float.isNaN(clip.x(t, row))) {
                for (int i = before + 1; before >= 0 && i < t; i++) {
                    between(landmarks, clip.index(before, row), clip.index(i, row), clip.index(t, row),
                            (i - before) / (double) (t - before));
                }
                before = t;
            }
        }
    }

    private static void between(float[] landmarks, int first, int at, int last, double share) {
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            landmarks[at + axis] = (float) ((1 - share) * landmarks[first + axis] + share * landmarks[last + axis]);
        }
    }
}
