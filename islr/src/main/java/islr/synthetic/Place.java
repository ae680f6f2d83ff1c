package islr.synthetic;

/// Where the middle of the signing hand's palm is, relative to the body, in shoulder widths, for a left hand. Fingers reach half a width further.
enum Place {
    BROW(0.34, -0.64, -0.4),
    CHEEK(0.43, -0.42, -0.38),
    CHIN(0.2, -0.18, -0.42),
    SHOULDER(0, 0.1, -0.45),
    HIGH(0.72, -0.38, -0.4),
    SIDE(0.7, 0.05, -0.5),
    FRONT(0.45, 0.1, -0.75),
    CHEST(0.2, 0.26, -0.5),
    WAIST(0.48, 0.4, -0.6);

    private final Point point;

    Place(double x, double y, double z) {
        point = new Point(x, y, z);
    }

    Point point() {
        return point;
    }
}
