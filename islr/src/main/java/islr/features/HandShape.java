package islr.features;

import java.util.Objects;

/// What a hand is like, wherever it is and however large: numbers of one hand's 21 points.
///
/// ```
///    8   12  16  20
///    │   │   │   │
///    7   11  15  19     tips 4, 8, 12, 16, 20
///    │   │   │   │
/// 4  6   10  14  18     palm: from the wrist 0 to the root of the middle finger 9
///  ╲ │   │   │   │
///   3 5───9───13──17
///    2╲  │   ╱  ╱
///      1─0──────
/// ```
///
/// - [#SPREADS] 15 distances of wrist and tips from each other, in palm lengths
/// - [#BENDS] 19 cosines between the bones that end in the points 1 and 2, 2 and 3, …, 19 and 20: 1 where a finger is
///   straight
///
/// Moving, turning and resizing the hand in the picture changes none of them.
public final class HandShape {
    /// Points of a hand.
    public static final int POINTS = 21;
    /// The wrist among them.
    public static final int WRIST = 0;
    /// The root of the middle finger among them.
    public static final int MIDDLE_ROOT = 9;
    /// Wrist and tips.
    private static final int[] ENDS = {0, 4, 8, 12, 16, 20};
    /// The number of distances.
    public static final int SPREADS = ENDS.length * (ENDS.length - 1) / 2;
    /// The number of cosines.
    public static final int BENDS = POINTS - 2;
    private static final int JOINTS = 4;

    private HandShape() {}

    /// Where a bone begins, of the 20 whose ends are the points 1 to 20: the joint before it, or the wrist.
    public static int root(int end) {
        return end % JOINTS == 1 ? WRIST : end - 1;
    }

    /// Wrist and tips, whose distances are the spreads: each with those behind it.
    public static int[] ends() {
        return ENDS.clone();
    }

    /// Writes the distances of wrist and tips, 0 where a point is missing.
    ///
    /// @param first number of the hand's wrist among the points
    /// @param palm unit of the distances, see [Palm]
    public static void spreads(Points points, int frame, int first, double palm, float[] to, int offset) {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(to, "to");
        int at = offset;
        for (int i = 0; i < ENDS.length; i++) {
            for (int j = i + 1; j < ENDS.length; j++) {
                to[at++] = Bounded.of(points.distance(frame, first + ENDS[i], first + ENDS[j]) / palm);
            }
        }
    }

    /// Writes the cosines between bones and the next ones, 0 where a point is missing or a bone has no length.
    ///
    /// @param first number of the hand's wrist among the points
    public static void bends(Points points, int frame, int first, float[] to, int offset) {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(to, "to");
        for (int end = 1; end <= BENDS; end++) {
            double ax = points.x(frame, first + end) - points.x(frame, first + root(end));
            double ay = points.y(frame, first + end) - points.y(frame, first + root(end));
            double bx = points.x(frame, first + end + 1) - points.x(frame, first + root(end + 1));
            double by = points.y(frame, first + end + 1) - points.y(frame, first + root(end + 1));
            double lengths = Math.sqrt((ax * ax + ay * ay) * (bx * bx + by * by));
            to[offset + end - 1] = Bounded.of((ax * bx + ay * by) / lengths);
        }
    }
}
