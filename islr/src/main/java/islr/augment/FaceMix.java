package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The sign of one person with the face of another: with a probability, the face of the other clip takes the place of
/// the first one's.
///
/// ```
///  first           other              mixed
/// ┌─────┐        ┌─────────┐         ┌─────┐
/// │ ∘‿∘ │        │  ∘ _ ∘  │    →    │∘ _ ∘│      v' = least + (v − least of other)·extent/extent of other
/// └──┬──┘        └────┬────┘         └──┬──┘
/// ```
///
/// The other face is brought to the first clip's number of frames, and each axis of it into the box of the first face:
/// least and largest over all points and frames. An axis along which one of the two has no extent stays the first's. A
/// point is there where both clips show it. If one of the clips shows no face, nothing changes.
///
/// @param probability 0 to 1
public record FaceMix(double probability) implements PairAugmentation {
    private static final int[] FACE = IntStream.range(Skeleton.FACE, Skeleton.FACE + Skeleton.FACE_ROWS).toArray();

    @Override
    public String stream() {
        return "face mix";
    }

    @Override
    public Clip apply(Clip clip, Clip other, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(other, "other");
        Objects.requireNonNull(random, "random");
        int[] rows = Pairs.held(clip, other, FACE);
        boolean mixes = random.nextDouble() < probability;
        return mixes && rows.length > 0 && clip.frames() > 0 && other.frames() > 0 ? mixed(clip, other, rows) : clip;
    }

    private static Clip mixed(Clip clip, Clip other, int... rows) {
        Clip face = Pairs.resized(other, rows, clip.frames());
        Box to = Box.of(clip, rows);
        Box from = Box.of(face, rows);
        if (to.isEmpty() || from.isEmpty()) {
            return clip;
        }
        float[] landmarks = clip.landmarks().clone();
        for (int t = 0; t < clip.frames(); t++) {
            for (int row : rows) {
                int at = clip.index(t, row);
                int source = face.index(t, row);
                for (int axis = 0; axis < Skeleton.AXES && !Float.isNaN(landmarks[at + axis]); axis++) {
                    landmarks[at + axis] = from.into(to, axis, face.landmarks()[source + axis], landmarks[at + axis]);
                }
            }
        }
        return clip.with(landmarks);
    }

    /// The least and the largest number of each axis.
    private record Box(double[] least, double[] most) {
        static Box of(Clip clip, int... rows) {
            Box box = new Box(new double[Skeleton.AXES], new double[Skeleton.AXES]);
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                box.least[axis] = Double.POSITIVE_INFINITY;
                box.most[axis] = Double.NEGATIVE_INFINITY;
                for (int t = 0; t < clip.frames(); t++) {
                    for (int row : rows) {
                        float v = clip.landmarks()[clip.index(t, row) + axis];
                        if (!Float.isNaN(v)) {
                            box.least[axis] = Math.min(box.least[axis], v);
                            box.most[axis] = Math.max(box.most[axis], v);
                        }
                    }
                }
            }
            return box;
        }

        boolean isEmpty() {
            return most[0] < least[0];
        }

        double extent(int axis) {
            return most[axis] - least[axis];
        }

        /// A number of this box in another one.
        ///
        /// @param own what it is there where this box has no extent; where the other has none, all of it is one number
        float into(Box to, int axis, float v, float own) {
            if (Float.isNaN(v)) {
                return Float.NaN;
            }
            return extent(axis) > 0 ? (float) (to.least[axis] + (v - least[axis]) * (to.extent(axis) / extent(axis)))
                    : own;
        }
    }
}
