package islr.synthetic;

/// Where the middle of the signing hand's palm is, relative to the body, in shoulder widths, for a left hand. Fingers
/// reach half a width further.
enum Place {
    BROW(0.32, -0.46, -0.5), CHEEK(0.44, -0.28, -0.48), CHIN(0.2, -0.1, -0.48), SHOULDER(0, 0.12, -0.45),
    HIGH(0.74, -0.24, -0.45), SIDE(0.7, 0.1, -0.5), FRONT(0.45, 0.12, -0.75), CHEST(0.2, 0.28, -0.5),
    WAIST(0.48, 0.4, -0.6);

    private final Point point;

    Place(double x, double y, double z) {
        point = new Point(x, y, z);
    }

    Point point() {
        return point;
    }
}
