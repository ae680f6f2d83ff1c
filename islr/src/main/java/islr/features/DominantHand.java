package islr.features;

import java.util.Objects;

/// Which hand leads: the one that is held higher, in widths of the shoulders, as a mean over the frames; a hand that is
/// seen more often has the advantage.
///
/// A clip and its mirror image have different answers, unless both hands do exactly the same: so a system that mirrors
/// the clips of the left hand sees no difference between left-handed and right-handed people.
public final class DominantHand {
    private DominantHand() {}

    /// Whether the left hand leads.
    ///
    /// @param leftWrist number of the left wrist of the pose among the points
    /// @param rightWrist of the right one
    /// @param leftHand number of a point of the left hand
    /// @param rightHand of the right one
    public static boolean isLeft(Points points, BodyFrame body, int leftWrist, int rightWrist, int leftHand,
            int rightHand) {
        Objects.requireNonNull(points, "points");
        Objects.requireNonNull(body, "body");
        double height = 0;
        int seen = 0;
        int left = 0;
        int right = 0;
        for (int t = 0; t < points.frames(); t++) {
            left += points.isSeen(t, leftHand) ? 1 : 0;
            right += points.isSeen(t, rightHand) ? 1 : 0;
            double difference = points.y(t, rightWrist) - points.y(t, leftWrist);
            if (!Double.isNaN(difference)) {
                height += difference;
                seen++;
            }
        }
        double higher = seen > 0 && body.isKnown() ? height / seen / body.width() : 0;
        return higher + (double) (left - right) / points.frames() > 0;
    }
}
