package islr.synthetic;

/// The hand shapes of the invented language. As in real languages, some differ only in one finger.
enum HandShape {
    FLAT(Fingers.of(0.1, 0, 0, 0, 0, 0.1, 0.4)), FAN(Fingers.of(0, 0, 0, 0, 0, 1, 0)),
    FIST(Fingers.of(0.7, 1, 1, 1, 1, 0, 0.9)), THUMB(Fingers.of(0, 1, 1, 1, 1, 0, 0)),
    POINT(Fingers.of(0.8, 0, 1, 1, 1, 0, 0.9)), ELL(Fingers.of(0, 0, 1, 1, 1, 0, 0)),
    VEE(Fingers.of(0.8, 0, 0, 1, 1, 0.8, 0.9)), THREE(Fingers.of(0, 0, 0, 1, 1, 0.7, 0)),
    HORNS(Fingers.of(0.8, 0, 1, 1, 0, 0.2, 0.9)), WYE(Fingers.of(0, 1, 1, 1, 0, 0.3, 0)),
    CLAW(Fingers.of(0.4, 0.5, 0.5, 0.5, 0.5, 0.8, 0.2)), RING(Fingers.of(0.5, 0.6, 0.05, 0.05, 0.05, 0.5, 0.7));

    /// The fingers of a hand at rest.
    static final Fingers RELAXED = Fingers.of(0.2, 0.3, 0.35, 0.4, 0.4, 0.2, 0.4);

    private final Fingers fingers;

    HandShape(Fingers fingers) {
        this.fingers = fingers;
    }

    Fingers fingers() {
        return fingers;
    }
}
