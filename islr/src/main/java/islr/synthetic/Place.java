package islr.synthetic;

/// Where the middle of the signing hand's palm is, relative to the body, in shoulder widths, for a left hand. Fingers reach half a width further.
enum Place {
    BROW(0.32, -0.62, -0.4),
    CHEEK(0.42, -0.4, -0.38),
    CHIN(0.16, -0.15, -0.42),
    SHOULDER(-0.14, 0.14, -0.45),
    HIGH(0.86, -0.35, -0.4),
    SIDE(0.82, 0.1, -0.5),
    FRONT(0.45, 0.14, -0.75),
    CHEST(0.14, 0.32, -0.5),
    WAIST(0.45, 0.5, -0.6);

    private final Point point;

    Place(double x, double y, double z) {
        point = new Point(x, y, z);
    }

    Point point() {
        return point;
    }
}
