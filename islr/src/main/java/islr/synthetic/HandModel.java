package islr.synthetic;

/// The bones of a left hand: computes 21 points from the positions of the fingers.
///
/// Unit: the palm, from wrist to middle knuckle, about 0.26 shoulder widths. Axes of the hand: origin at the wrist,
/// fingers along −y, thumb towards −x, the palm facing −z. As in MediaPipe, point 0 is the wrist, followed by four
/// points for each finger from the palm to the tip, thumb first.
///
/// A finger lies in a plane: `direction(a, f) = cos f·(sin a, −cos a, 0) + sin f·(0, 0, −1)`. Angle a splays the
/// finger, and f grows from joint to joint as the finger curls.
final class HandModel {

    /// Points of a hand.
    static final int POINTS = 21;

    /// Where each finger leaves the palm.
    private static final Point[] KNUCKLES = {new Point(-0.26, -0.24, -0.08), new Point(-0.32, -0.96, 0),
        new Point(-0.06, -1, -0.03), new Point(0.17, -0.93, 0), new Point(0.37, -0.8, 0.03)};
    private static final double[][] BONES = {{0.38, 0.32, 0.27}, {0.47, 0.28, 0.23}, {0.52, 0.32, 0.25},
        {0.47, 0.3, 0.24}, {0.36, 0.21, 0.2}};
    /// Degrees from straight ahead for fingers side by side, and the degrees that spreading adds.
    private static final double[] SPLAY = {0, -3, 0, 3, 6};
    private static final double[] SPREAD = {0, -14, -2, 9, 20};
    /// Degrees by which each joint bends at curl 1.
    private static final double[] BEND = {80, 100, 65};

    private HandModel() {}

    /// The points of a hand, in its axes.
    static Point[] points(Fingers fingers) {
        Point[] points = new Point[POINTS];
        points[0] = Point.ORIGIN;
        thumb(fingers, points);
        for (int finger = 1; finger < 5; finger++) {
            double curl = fingers.curl()[finger];
            // Curled fingers cannot be spread.
            double splay = SPLAY[finger] + SPREAD[finger] * fingers.spread() * (1 - 0.8 * Math.max(0, curl));
            double bend = 4;
            Point at = KNUCKLES[finger];
            points[4 * finger + 1] = at;
            for (int joint = 0; joint < 3; joint++) {
                bend += BEND[joint] * curl;
                at = at.plus(direction(splay, bend).times(BONES[finger][joint]));
                points[4 * finger + 2 + joint] = at;
            }
        }
        return points;
    }

    /// The thumb bends sideways, over the palm, rather than into it.
    private static void thumb(Fingers fingers, Point[] points) {
        double curl = fingers.curl()[0];
        double across = fingers.across();
        double splay = -58 + 48 * across;
        double bend = 18 + 24 * across;
        Point at = KNUCKLES[0];
        points[1] = at;
        for (int joint = 0; joint < 3; joint++) {
            at = at.plus(direction(splay, bend).times(BONES[0][joint]));
            points[2 + joint] = at;
            splay += (30 + 15 * across) * curl;
            bend += 8 * curl;
        }
    }

    private static Point direction(double splay, double bend) {
        double flat = Rotation.cos(bend);
        return new Point(flat * Rotation.sin(splay), -flat * Rotation.cos(splay), -Rotation.sin(bend));
    }
}
