package islr.synthetic;

/// A rotation of space: the three rows of its matrix.
record Rotation(Point row0, Point row1, Point row2) {

    /// Rotates about fixed axes, in this order: about X (`nod`: up turns towards the camera), about Y (`turn`: the
    /// camera's side turns to the right of the picture), about Z (`tilt`: up turns to the left of the picture). Angles
    /// are in degrees.
    static Rotation of(double nod, double turn, double tilt) {
        double cn = cos(nod);
        double sn = sin(nod);
        double ct = cos(turn);
        double st = sin(turn);
        double ci = cos(tilt);
        double si = sin(tilt);
        // The product of the three matrices. Some signs differ from the usual form because Y points down.
        return new Rotation(new Point(ci * ct, ci * -st * sn + si * cn, ci * -st * cn - si * sn),
                new Point(-si * ct, si * st * sn + ci * cn, si * st * cn - ci * sn), new Point(st, ct * sn, ct * cn));
    }

    Point of(Point p) {
        return new Point(row0.dot(p), row1.dot(p), row2.dot(p));
    }

    static double cos(double degrees) {
        return StrictMath.cos(degrees * (Math.PI / 180));
    }

    static double sin(double degrees) {
        return StrictMath.sin(degrees * (Math.PI / 180));
    }
}
