package islr.synthetic;

/// Where the middle of the signing hand's palm is, relative to the body, in shoulder widths, for a left hand. Fingers reach half a width further.
enum Place {
    BROW(0.28, -0.62, -0.4),
    CHEEK(0.36, -0.38, -0.38),
    CHIN(0.12, -0.12, -0.42),
    SHOULDER(-0.28, 0.12, -0.45),
    HIGH(0.78, -0.3, -0.4),
    SIDE(0.72, 0.15, -0.5),
    FRONT(0.38, 0.3, -0.75),
    CHEST(0.06, 0.35, -0.5),
    WAIST(0.32, 0.68, -0.6);

    private final Point point;

    Place(double x, double y, double z) {
        point = new Point(x, y, z);
    }

    Point point() {
        return point;
    }
}
