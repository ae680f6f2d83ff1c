package islr.augment;

import islr.data.Clip;
import islr.data.SkeletonRows;

/// `x' = xx·x + xy·y + x0`, likewise y.
record LinearMap(double xx, double xy, double yx, double yy, double x0, double y0) {
    /// Rows of three points that stand still: an origin, one to its right and one below it, each a unit away.
    static final int[] CORNERS = {3, 5, 7};

    /// From three points that stand still: an origin, one to its right and one below it, each a unit away.
    static LinearMap of(Clip before, Clip after) {
        double x = after.x(0, CORNERS[0]);
        double y = after.y(0, CORNERS[0]);
        double xx = after.x(0, CORNERS[1]) - x;
        double xy = after.x(0, CORNERS[2]) - x;
        double yx = after.y(0, CORNERS[1]) - y;
        double yy = after.y(0, CORNERS[2]) - y;
        double px = before.x(0, CORNERS[0]);
        double py = before.y(0, CORNERS[0]);
        return new LinearMap(xx, xy, yx, yy, x - xx * px - xy * py, y - yx * px - yy * py);
    }

    double[] of(double x, double y) {
        return new double[] {xx * x + xy * y + x0, yx * x + yy * y + y0};
    }

    /// Where a point was.
    double[] back(double x, double y) {
        double determinant = xx * yy - xy * yx;
        double dx = x - x0;
        double dy = y - y0;
        return new double[] {(yy * dx - xy * dy) / determinant, (xx * dy - yx * dx) / determinant};
    }

    /// Still points, three of which tell the map; with the shoulders, of which the middle is at (0.6, 0.6), or without.
    static Clip clip(boolean shoulders) {
        return shoulders
                ? SomeClips.still(2, SkeletonRows.of(3, 5, 7, SomeClips.SHOULDER, SomeClips.SHOULDER + 1), -1, -2, 1, 0,
                        -2, 2, -1, -1, 3, 0.9f, 0.5f, 0, 0.3f, 0.7f, 0)
                : SomeClips.still(2, SkeletonRows.of(3, 5, 7), -1, -2, 1, 0, -2, 2, -1, -1, 3);
    }
}
