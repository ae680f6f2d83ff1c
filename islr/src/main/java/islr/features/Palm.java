package islr.features;

import java.util.Objects;

/// The size of a hand: the distance from its wrist to the root of its middle finger, as a mean over the frames.
///
/// It is the unit for everything inside a hand: fingers that are measured by it do not depend on the size of the hand,
/// nor on how near the camera is.
public final class Palm {
    private Palm() {}

    /// @param first number of the hand's wrist among the points
    /// @return mean length of the palm in the picture; NaN if the hand is never seen, or is a single spot
    public static double length(Points points, int first) {
        Objects.requireNonNull(points, "points");
        double length = points.meanDistance(first + HandShape.WRIST, first + HandShape.MIDDLE_ROOT);
        return length > 0 ? length : Double.NaN;
    }
}
