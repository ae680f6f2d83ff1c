package islr.system.sixth;

import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.features.Selection;

/// The hundred points that the system reads of a frame, and what they are.
///
/// | points | what | type |
/// |---|---|---|
/// | 0–20 | left hand | 1 |
/// | 21–41 | right hand | 2 |
/// | 42–59 | silhouette of the face | 3 |
/// | 60–80 | lips | 4 |
/// | 81–92 | arms | 5 |
/// | 93–94 | cheeks | 6 |
/// | 95–99 | eyes, eyebrows, nose: each the mean of several landmarks | 6 |
final class SixthLandmarks {
    /// P.
    static final int POINTS = 100;
    /// Points of a hand, and of the lips.
    static final int HAND = Skeleton.HAND_ROWS;

    /// Rows of both hands.
    static final int[] HANDS = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand());

    /// Of points that are one landmark.
    static final int[] SINGLE = Selection.concat(HANDS,
            new int[] {10, 54, 67, 132, 150, 152, 162, 172, 176, 234, 284, 297, 361, 379, 389, 397, 400, 454},
            new int[] {13, 37, 40, 61, 78, 81, 84, 87, 88, 91, 191, 267, 270, 291, 308, 311, 314, 317, 318, 321, 415},
            new int[] {Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER}, LandmarkSets.arms(), new int[] {205, 425});

    /// Of points that are means: left eye, right eye, left eyebrow, right eyebrow, nose.
    static final int[][] MEANS = {{466, 387, 385, 398, 263, 390, 374, 381, 362},
        {246, 160, 158, 173, 33, 163, 145, 154, 133}, {383, 293, 296, 285}, {156, 63, 66, 55}, {1, 2, 98, 327, 168}};

    /// All rows of the raw frame that are read.
    static final SkeletonRows ROWS = SkeletonRows.of(Selection.concat(SINGLE, Selection.concat(MEANS)));

    /// Where each kind of points ends.
    private static final int[] TYPES_TO = {HAND, 2 * HAND, 60, 81, 93, POINTS};

    private SixthLandmarks() {}

    /// Numbers of the kinds of points, from 1; 0 is a padded frame.
    static int[] types() {
        int[] types = new int[POINTS];
        for (int point = 0, type = 1; point < POINTS; point++) {
            type += point == TYPES_TO[type - 1] ? 1 : 0;
            types[point] = type;
        }
        return types;
    }
}
