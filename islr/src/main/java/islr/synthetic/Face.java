package islr.synthetic;

/// The 468 points of a face, in shoulder widths, with the origin at the height of the nose: a cloud over the front of a
/// head. The points of the lips, the corners of the eyes, nose, brow, chin and temples are where their rows belong. The
/// rest of the mesh is filler that moves with the head.
final class Face {

    static final int POINTS = 468;

    private static final double HALF_WIDTH = 0.27;
    private static final double HALF_HEIGHT = 0.31;
    /// The golden angle, in degrees. With this angle from each point to the next, as in a sunflower, points cover a
    /// disc evenly.
    private static final double ANGLE = 137.50776;

    /// The rows of the lips: the upper ones from the right corner to the left corner, and the lower ones from right to
    /// left between the corners.
    private static final int[] OUTER_UPPER = {61, 185, 40, 39, 37, 0, 267, 269, 270, 409, 291};
    private static final int[] OUTER_LOWER = {146, 91, 181, 84, 17, 314, 405, 321, 375};
    private static final int[] INNER_UPPER = {78, 191, 80, 81, 82, 13, 312, 311, 310, 415, 308};
    private static final int[] INNER_LOWER = {95, 88, 178, 87, 14, 317, 402, 318, 324};
    private static final double MOUTH = 0.15;

    private static final Point[] MESH = mesh();

    private Face() {}

    private static Point[] mesh() {
        Point[] mesh = new Point[POINTS];
        for (int i = 0; i < POINTS; i++) {
            double r = Math.sqrt((i + 0.5) / POINTS);
            mesh[i] = onHead(HALF_WIDTH * r * Rotation.cos(i * ANGLE), HALF_HEIGHT * r * Rotation.sin(i * ANGLE));
        }
        mesh[1] = new Point(0, 0.02, -0.15);
        mesh[10] = onHead(0, -HALF_HEIGHT);
        mesh[152] = onHead(0, HALF_HEIGHT);
        mesh[234] = onHead(-HALF_WIDTH, 0);
        mesh[454] = onHead(HALF_WIDTH, 0);
        mesh[33] = onHead(-0.165, -0.1);
        mesh[133] = onHead(-0.065, -0.1);
        mesh[362] = onHead(0.065, -0.1);
        mesh[263] = onHead(0.165, -0.1);
        return mesh;
    }

    private static Point onHead(double x, double y) {
        double r2 = x * x / (HALF_WIDTH * HALF_WIDTH) + y * y / (HALF_HEIGHT * HALF_HEIGHT);
        return new Point(x, y, -0.1 + 0.2 * r2);
    }

    /// The points of a face with a mouth.
    ///
    /// @param open 0 closed to 1 open
    /// @param wide −1 round to 1 broad
    static Point[] points(double open, double wide) {
        Point[] points = MESH.clone();
        double width = 0.095 * (1 + 0.2 * wide - 0.1 * open);
        lip(points, OUTER_UPPER, width, -(0.048 + 0.015 * open));
        lip(points, withCorners(OUTER_LOWER), width, 0.055 + 0.05 * open);
        lip(points, withCorners(INNER_LOWER), 0.8 * width, 0.003 + 0.06 * open);
        lip(points, INNER_UPPER, 0.8 * width, -(0.003 + 0.012 * open));
        return points;
    }

    /// The lower lips meet the upper ones at the corners, which belong to the upper lips.
    private static int[] withCorners(int[] row) {
        int[] all = new int[row.length + 2];
        all[0] = -1;
        all[all.length - 1] = -1;
        System.arraycopy(row, 0, all, 1, row.length);
        return all;
    }

    /// Puts the points of a lip on half an ellipse, from right to left.
    private static void lip(Point[] points, int[] rows, double width, double height) {
        for (int i = 0; i < rows.length; i++) {
            if (rows[i] >= 0) {
                double angle = 180.0 * i / (rows.length - 1);
                points[rows[i]] = onHead(-width * Rotation.cos(angle), MOUTH + height * Rotation.sin(angle));
            }
        }
    }
}
