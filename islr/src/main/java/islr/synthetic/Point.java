package islr.synthetic;

/// A place or a way in space, in shoulder widths (see the package).
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

    /// This at 0, the other at 1.
    Point towards(Point other, double share) {
        return plus(other.minus(this).times(share));
    }

    double dot(Point other) {
        return x * other.x + y * other.y + z * other.z;
    }

    double length() {
        return Math.sqrt(dot(this));
    }

    /// Left and right exchanged where `side` is −1.
    Point mirrored(int side) {
        return new Point(side * x, y, z);
    }

    /// Each coordinate drawn with a deviation.
    static Point random(Stream random, double deviation) {
        return new Point(random.normal(0, deviation), random.normal(0, deviation), random.normal(0, deviation));
    }
}
