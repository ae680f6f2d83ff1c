package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Augmentation;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// The sign of one person with the face of another, which happens with a probability: silhouette, lips, cheeks, eyes,
/// eyebrows and nose of a sample of the same sign take the place of the first one's.
///
/// The other sample is mirrored if it is of the other hand, and brought to the first one's number of frames. Each axis
/// of its face is then brought into the box of the first face: least and largest number over all points and frames,
/// missing ones, which are 0, among them. If the other face has no extent along x or y, nothing changes; if it has none
/// along z, z stays as it is.
///
/// @param probability 0 to 1
record FaceCutmix(double probability) implements Augmentation {
    private static final int HAND = SixthLandmarks.HAND;
    private static final int HANDS_TO = 2;
    private static final int ARMS = 5;
    /// The points of the face, by their types.
    private static final int[] FACE = face();

    private static int[] face() {
        int[] types = SixthLandmarks.types();
        return IntStream.range(0, types.length).filter(point -> types[point] > HANDS_TO && types[point] != ARMS)
                .toArray();
    }

    @Override
    public String stream() {
        return "sixth face cutmix";
    }

    /// Without another sample there is nothing to take.
    @Override
    public Sample apply(Sample sample, RandomGenerator random, Memory memory) {
        return sample;
    }

    @Override
    public Sample apply(Sample sample, Supplier<Sample> other, RandomGenerator random, Memory memory) {
        if (random.nextDouble() >= probability || sample.isEmpty()) {
            return sample;
        }
        Sample face = other.get();
        return face.isEmpty() ? sample : of(sample, face, memory);
    }

    @Override
    public boolean takesOthers() {
        return true;
    }

    static Sample of(Sample sample, Sample other, Memory memory) {
        Sample same = isLeftHanded(sample) == isLeftHanded(other) ? other : Flip.of(other, memory);
        Sample face = TimeResize.of(same, sample.rows(), memory);
        Range[] from = Range.ofAxes(face);
        if (from[0].extent() == 0 || from[1].extent() == 0) {
            return sample;
        }
        Range[] to = Range.ofAxes(sample);
        Sample mixed = PointChange.copy(memory, sample);
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            double factor = to[axis].extent() / from[axis].extent();
            for (int t = 0; t < mixed.rows() && from[axis].extent() > 0; t++) {
                for (int point : FACE) {
                    double v = PointChange.get(face, t, point, axis) - from[axis].least;
                    mixed.values().array()[PointChange.at(mixed, t, point,
                            axis)] = (float) (to[axis].least + v * factor);
                }
            }
        }
        return mixed;
    }

    /// Of the numbers of a face along an axis.
    private record Range(double least, double most) {
        static Range[] ofAxes(Sample sample) {
            Range[] ranges = new Range[Skeleton.AXES];
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                double least = Double.POSITIVE_INFINITY;
                double most = Double.NEGATIVE_INFINITY;
                for (int t = 0; t < sample.rows(); t++) {
                    for (int point : FACE) {
                        least = Math.min(least, PointChange.get(sample, t, point, axis));
                        most = Math.max(most, PointChange.get(sample, t, point, axis));
                    }
                }
                ranges[axis] = new Range(least, most);
            }
            return ranges;
        }

        double extent() {
            return most - least;
        }
    }

    /// Whether x of the left hand is there in more frames than x of the right hand.
    static boolean isLeftHanded(Sample sample) {
        int more = 0;
        for (int t = 0; t < sample.rows(); t++) {
            more += (isThere(sample, t, 0) ? 1 : 0) - (isThere(sample, t, HAND) ? 1 : 0);
        }
        return more > 0;
    }

    private static boolean isThere(Sample sample, int frame, int first) {
        for (int point = first; point < first + HAND; point++) {
            if (PointChange.get(sample, frame, point, 0) != 0) {
                return true;
            }
        }
        return false;
    }
}
