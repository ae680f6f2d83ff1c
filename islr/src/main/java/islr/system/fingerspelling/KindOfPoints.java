package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Tensor;

/// The points of one kind in every frame, in units of that frame.
///
/// Each of x, y and z less its mean over the points of the kind, divided by their deviation (of n); 0 where that is no
/// finite number, and for a point whose x and y together are exactly 0, as those of a missing one are.
///
/// `x` `[N, 130·3]` → `[N, n·3]`; without gradients.
final class KindOfPoints {
    private static final int AXES = 3;

    private final int[] points;

    KindOfPoints(SpellingPoints.Kind kind) {
        points = kind.points();
    }

    int count() {
        return points.length;
    }

    Tensor of(Compute c, Tensor x) {
        int width = x.shape().columns();
        Tensor y = c.allocate(x.shape().dim(0), points.length * AXES);
        for (int row = 0; row < x.shape().dim(0); row++) {
            frame(x.array(), x.offset() + row * width, y.array(), y.offset() + row * points.length * AXES);
        }
        return y;
    }

    private void frame(float[] x, int from, float[] y, int to) {
        for (int axis = 0; axis < AXES; axis++) {
            double sum = 0;
            for (int point : points) {
                sum += x[from + AXES * point + axis];
            }
            double mean = sum / points.length;
            double squares = 0;
            for (int point : points) {
                double d = x[from + AXES * point + axis] - mean;
                squares += d * d;
            }
            double deviation = Math.sqrt(squares / points.length);
            for (int i = 0; i < points.length; i++) {
                int at = from + AXES * points[i];
                float number = (float) ((x[at + axis] - mean) / deviation);
                y[to + AXES * i + axis] = Float.isFinite(number) && x[at] + x[at + 1] != 0 ? number : 0;
            }
        }
    }
}
