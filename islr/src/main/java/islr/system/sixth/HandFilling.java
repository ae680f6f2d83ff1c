package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// A hand that is not seen becomes the mirror image of the other: x about the nose, y and z as they are.
///
/// It is what the original means: in frames in which one hand is missing and the other is there. What it does is
/// another thing, because it asks for kinds of points that do not exist: the left hand becomes the mirrored right one
/// in every frame, whether it is there or not ([#asCoded]).
///
/// @param asCoded what the original does, not what it means
record HandFilling(double probability, boolean asCoded) implements PointChange {
    private static final int HAND = SixthLandmarks.HAND;
    private static final int NOSE = 99;
    private static final int FIRST_ARM = 81;
    private static final int ARMS = 12;

    @Override
    public String stream() {
        return "sixth hand filling";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        return asCoded ? asCoded(sample, memory) : asMeant(sample, memory);
    }

    static Sample asMeant(Sample sample, Memory memory) {
        Sample filled = PointChange.copy(memory, sample);
        for (int t = 0; t < sample.rows(); t++) {
            boolean left = isThere(sample, t, 0, HAND);
            boolean right = isThere(sample, t, HAND, HAND);
            if (left && !right) {
                mirror(sample, filled, t, 0, HAND);
            } else if (right && !left) {
                mirror(sample, filled, t, HAND, 0);
            }
        }
        return filled;
    }

    static Sample asCoded(Sample sample, Memory memory) {
        Sample filled = PointChange.copy(memory, sample);
        for (int t = 0; t < sample.rows(); t++) {
            mirror(sample, filled, t, HAND, 0);
            boolean arms = false;
            for (int point = FIRST_ARM; point < FIRST_ARM + ARMS; point++) {
                arms |= PointChange.get(sample, t, point, 0) != 0;
            }
            if (!arms) {
                mirror(sample, filled, t, 0, HAND);
            }
        }
        return filled;
    }

    private static boolean isThere(Sample sample, int frame, int first, int count) {
        for (int point = first; point < first + count; point++) {
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                if (PointChange.get(sample, frame, point, axis) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    private static void mirror(Sample from, Sample to, int frame, int first, int target) {
        float nose = PointChange.get(from, frame, NOSE, 0);
        for (int i = 0; i < HAND; i++) {
            for (int axis = 0; axis < Skeleton.AXES; axis++) {
                float v = PointChange.get(from, frame, first + i, axis);
                to.values().array()[PointChange.at(to, frame, target + i, axis)] = axis == 0 ? 2 * nose - v : v;
            }
        }
    }
}
