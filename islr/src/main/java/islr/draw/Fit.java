package islr.draw;

import islr.data.Skeleton;
import java.util.stream.IntStream;

/// From the coordinates of a clip to those of a box: one scale for both axes, what is seen in the middle. The shape of
/// the picture is not known, so its width and its height are drawn equally long. Arms may go beyond the box, unless
/// there is no hand.
///
/// @param scale units of the box for one unit of the clip
/// @param middleX what comes to the middle of the box
record Fit(double scale, double middleX, double middleY, double box) {
    /// Room at the edges, as a share of the box.
    private static final double MARGIN = 0.06;

    /// Fits what is drawn of some frames into a box.
    ///
    /// @param frames those that are drawn
    static Fit of(Seen seen, int[] frames, double box) {
        boolean hands = IntStream.of(frames).anyMatch(
                frame -> seen.any(frame, Skeleton.Part.LEFT_HAND) || seen.any(frame, Skeleton.Part.RIGHT_HAND));
        return of(seen, frames, box, (hands ? Bones.WITHIN : Bones.ALL).toArray());
    }

    /// Fits the face into a box.
    static Fit ofFace(Seen seen, int[] frames, double box) {
        return of(seen, frames, box, Bones.ofFace());
    }

    private static Fit of(Seen seen, int[] frames, double box, int... rows) {
        double left = Double.POSITIVE_INFINITY;
        double right = Double.NEGATIVE_INFINITY;
        double top = left;
        double bottom = right;
        for (int frame : frames) {
            for (int row : rows) {
                if (seen.is(frame, row)) {
                    double x = seen.clip().x(frame, row);
                    double y = seen.clip().y(frame, row);
                    left = Math.min(left, x);
                    right = Math.max(right, x);
                    top = Math.min(top, y);
                    bottom = Math.max(bottom, y);
                }
            }
        }
        double size = Math.max(right - left, bottom - top);
        // Nothing, or one point, in the middle.
        return size > 0 ? new Fit(box * (1 - 2 * MARGIN) / size, (left + right) / 2, (top + bottom) / 2, box)
                : new Fit(0, 0, 0, box);
    }

    /// The same with more room at the edges.
    Fit smaller(double share) {
        return new Fit(share * scale, middleX, middleY, box);
    }

    double x(double x) {
        return box / 2 + (x - middleX) * scale;
    }

    double y(double y) {
        return box / 2 + (y - middleY) * scale;
    }
}
