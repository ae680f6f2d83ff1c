package islr.synthetic;

/// A position or a displacement in space, in shoulder widths (see the package).
record Point(double x, double y, double z) {

    static final Point ORIGIN = new Point(0, 0, 0);

    Point plus(Point other) {
        return new Point(x + other.x, y + other.y, z + other.z);
    }

    Point minus(Point other) {
        return new Point(x - other.x, y - other.y, z - other.z);
    }

    Point times(double factor) {
        return new Point(x * factor, y * factor, z * factor);
    }

    /// A point between this one (share 0) and the other (share 1).
    Point towards(Point other, double share) {
        return plus(other.minus(this).times(share));
    }

    double dot(Point other) {
        return x * other.x + y * other.y + z * other.z;
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    /// This point, with left and right exchanged if `side` is −1.
    Point mirrored(int side) {
        return new Point(side * x, y, z);
    }

    /// A point whose coordinates are drawn with mean 0 and the given standard deviation.
    static Point random(Stream random, double deviation) {
        return new Point(random.normal(0, deviation), random.normal(0, deviation), random.normal(0, deviation));
    }
}
