package islr.synthetic;

/// A left hand and its arm at one moment, in the space of the body.
///
/// @param arm from shoulder to wrist
/// @param points its 21 points
record Hand(Arm arm, Point[] points) {

    /// The middle of the palm in the axes of the hand, in palms.
    private static final Point PALM = new Point(0, -0.6, 0);

    /// @param palm the position of the middle of the palm
    static Hand at(Point palm, Rotation rotation, Fingers fingers, Signer.Body body) {
        Arm arm = Arm.reaching(palm.minus(rotation.of(PALM).times(body.palm())), body);
        Point[] points = HandModel.points(fingers);
        for (int i = 0; i < points.length; i++) {
            points[i] = arm.wrist().plus(rotation.of(points[i]).times(body.palm()));
        }
        return new Hand(arm, points);
    }

    /// A hand that rests in the lap.
    static Hand resting(Signer.Body body, Point offset) {
        return at(restPlace(body).plus(offset), REST, HandShape.RELAXED, body);
    }

    /// A hand that stays in front of the chest for the other one.
    static Hand staying(Signer.Body body, Point offset) {
        return at(STAY_PLACE.plus(offset), STAY, HandShape.FLAT.fingers(), body);
    }

    /// A hand on its way from the lap.
    ///
    /// @param up 0 in the lap, 1 at its place
    static Hand raised(Point place, Rotation rotation, Fingers fingers, Signer.Body body, double up) {
        return at(restPlace(body).towards(place, up), rotation, HandShape.RELAXED.towards(fingers, up), body);
    }

    private static final Rotation REST = Rotation.of(20, -60, 50);
    private static final Point STAY_PLACE = new Point(0.1, 0.62, -0.5);
    private static final Rotation STAY = Rotation.of(30, -100, 70);

    private static Point restPlace(Signer.Body body) {
        return new Point(0.5, body.rest(), -0.35);
    }

    /// The hand that leads, in one frame.
    ///
    /// @param style accent, dialect and take together
    /// @param amplitude in shoulder widths
    static Hand signing(Sign sign, Signer.Body body, Style style, double amplitude, Timing timing, int frame) {
        double p = timing.phase(frame);
        double up = timing.raised(frame);
        Movement.Step step = sign.movement().at(p);
        Point place = sign.place().point().plus(style.place())
                .plus(step.way().times(amplitude * StrictMath.exp(style.amplitude())));
        Rotation rotation = Rotation.of(sign.palm().nod() + style.nod() + step.nod(),
                sign.palm().turn() + style.turn() + step.turn(), sign.palm().tilt() + style.tilt() + step.tilt());
        // The shape has changed completely before the stroke ends.
        double change = Math.clamp(1.5 * p - 0.25, 0, 1);
        Fingers fingers = sign.start().fingers().towards(sign.end().fingers(), change).plus(style.fingers());
        return raised(place, rotation, fingers, body, up);
    }
}
