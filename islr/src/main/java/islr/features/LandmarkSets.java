package islr.features;

import islr.data.SkeletonRows;
import java.util.stream.IntStream;

/// Rows of the 543 landmarks of a frame that models choose.
public final class LandmarkSets {
    /// 40 points around the lips, first the outer ring, then the inner one, in the order of the GISLR systems. Order
    /// matters: trained weights depend on it.
    private static final int[] LIPS = {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291, 146, 91, 181, 84, 17, 314, 405,
        321, 375, 78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 95, 88, 178, 87, 14, 317, 402, 318, 324, 308};
    private static final int[] LEFT_ARM = {502, 504, 506, 508, 510};
    private static final int[] RIGHT_ARM = {503, 505, 507, 509, 511};

    /// Of the pose.
    private static final int[] HEAD_AND_ARMS = {489, 491, 494, 496, 497, 498, 499, 500, 501, 502, 503, 504, 505};

    private LandmarkSets() {}

    /// 40 rows.
    public static int[] lips() {
        return LIPS.clone();
    }

    /// 21 rows.
    public static int[] leftHand() {
        return IntStream.range(468, 489).toArray();
    }

    /// 21 rows.
    public static int[] rightHand() {
        return IntStream.range(522, 543).toArray();
    }

    /// Elbow, wrist, little finger, index finger and thumb as the pose model sees them: 5 rows.
    public static int[] leftArm() {
        return LEFT_ARM.clone();
    }

    /// The same of the right arm: 5 rows.
    public static int[] rightArm() {
        return RIGHT_ARM.clone();
    }

    /// The points of both arms, in the order of the rows, left and right in turn: 10 rows.
    public static int[] arms() {
        return IntStream.range(502, 512).toArray();
    }

    /// Nose, eyes, ears, corners of the mouth, shoulders, elbows and wrists as the pose model sees them, left before
    /// right: 13 rows.
    public static int[] headAndArms() {
        return HEAD_AND_ARMS.clone();
    }

    /// Hands, head and arms: 55 rows.
    public static SkeletonRows handsHeadAndArms() {
        return SkeletonRows.of(Selection.concat(leftHand(), rightHand(), headAndArms()));
    }

    /// Lips, hands and arms: 92 rows.
    public static SkeletonRows lipsHandsAndArms() {
        return SkeletonRows.of(Selection.concat(lips(), leftHand(), rightHand(), arms()));
    }
}
