package islr.synthetic;

/// A left arm from shoulder to wrist, computed by two-link inverse kinematics.
///
/// @param shoulder fixed
/// @param elbow where upper arm and forearm meet
/// @param wrist the target, or the nearest point to it within reach
record Arm(Point shoulder, Point elbow, Point wrist) {

    private static final Point SHOULDER = new Point(0.5, 0, 0);
    /// Where an elbow points: down, out and back.
    private static final Point ELBOW = new Point(0.7, 1, 0.2);

    /// The elbow lies on a circle about the line from shoulder to wrist. Of its points, the one that is furthest in the
    /// elbow's own direction is taken. By the law of cosines, this point is `a = (u² − f² + l²)/2l` along the line and
    /// `√(u² − a²)` away from it.
    static Arm reaching(Point target, Signer.Body body) {
        double u = body.upperArm();
        double f = body.forearm();
        Point way = target.minus(SHOULDER);
        double length = way.length();
        double reach = Math.clamp(length, Math.abs(u - f) + 0.05, 0.995 * (u + f));
        Point line = way.times(1 / length);
        double along = (u * u - f * f + reach * reach) / (2 * reach);
        Point off = ELBOW.minus(line.times(line.dot(ELBOW)));
        Point elbow = SHOULDER.plus(line.times(along))
                .plus(off.times(Math.sqrt(Math.max(0, u * u - along * along)) / off.length()));
        return new Arm(SHOULDER, elbow, SHOULDER.plus(line.times(reach)));
    }
}
