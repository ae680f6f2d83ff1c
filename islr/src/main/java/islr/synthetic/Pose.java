package islr.synthetic;

/// The 33 points of the body: eleven of the head, then pairs from the shoulders down to the toes, each with the left
/// point first.
final class Pose {

    static final int POINTS = 33;

    private static final Point[] HEAD = {new Point(0, 0.02, -0.16), new Point(0.06, -0.11, -0.08),
        new Point(0.1, -0.11, -0.08), new Point(0.14, -0.11, -0.07), new Point(-0.06, -0.11, -0.08),
        new Point(-0.1, -0.11, -0.08), new Point(-0.14, -0.11, -0.07), new Point(0.26, -0.05, 0.15),
        new Point(-0.26, -0.05, 0.15), new Point(0.07, 0.15, -0.08), new Point(-0.07, 0.15, -0.08)};
    /// Hips, knees, ankles, heels and toes of the left leg, which is not in the picture: the pose model guesses them.
    private static final Point[] LEG = {new Point(0.33, 1.43, 0.5), new Point(0.32, 2.6, 0.5), new Point(0.3, 3.6, 0.9),
        new Point(0.3, 3.75, 0.95), new Point(0.3, 3.9, 0.5)};

    private Pose() {}

    /// @param head from the head's space to the body's
    /// @param left the left hand
    /// @param right the right hand, still modelled as a left one
    static Point[] points(Head head, Hand left, Hand right) {
        Point[] points = new Point[POINTS];
        for (int i = 0; i < HEAD.length; i++) {
            points[i] = head.of(HEAD[i]);
        }
        for (int side = 1; side >= -1; side -= 2) {
            Hand hand = side > 0 ? left : right;
            Point[] h = hand.points();
            // The pose model's points of little finger, index finger and thumb are near the knuckles.
            Point[] arm = {hand.arm().shoulder(), hand.arm().elbow(), hand.arm().wrist(), h[17].towards(h[18], 0.5),
                h[5].towards(h[6], 0.6), h[2].towards(h[3], 0.5)};
            int first = side > 0 ? 11 : 12;
            for (int i = 0; i < arm.length; i++) {
                points[first + 2 * i] = arm[i].mirrored(side);
            }
            for (int i = 0; i < LEG.length; i++) {
                points[first + 2 * (arm.length + i)] = LEG[i].mirrored(side);
            }
        }
        return points;
    }
}
