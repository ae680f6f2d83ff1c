package islr.features;

import islr.data.Skeleton;
import islr.tensor.Tensor;
import java.util.Objects;

/// Some landmarks of some frames: what the features of bodies and hands are computed from.
///
/// @param values `[T, R, 3]`, NaN = missing, see [Selection#values] and [Resampling]
public record Points(Tensor values) {

    /// @throws IllegalArgumentException if the values are of another shape
    public Points {
        Objects.requireNonNull(values, "values");
        if (values.shape().rank() != 3 || values.shape().dim(2) != Skeleton.AXES) {
            throw new IllegalArgumentException("points: " + values.shape() + " is not [frames, landmarks, 3]");
        }
    }

    /// T.
    public int frames() {
        return values.shape().dim(0);
    }

    /// R.
    public int count() {
        return values.shape().dim(1);
    }

    private int at(int frame, int point) {
        return values.offset() + (frame * count() + point) * Skeleton.AXES;
    }

    /// x of a point in a frame, NaN if missing.
    public float x(int frame, int point) {
        return values.array()[at(frame, point)];
    }

    /// y of a point in a frame, NaN if missing.
    public float y(int frame, int point) {
        return values.array()[at(frame, point) + 1];
    }

    /// Whether x and y of a point are there.
    public boolean isSeen(int frame, int point) {
        return !Float.isNaN(x(frame, point) + y(frame, point));
    }

    /// The distance of two points in the picture, NaN if one is missing.
    public double distance(int frame, int one, int other) {
        double dx = x(frame, other) - x(frame, one);
        double dy = y(frame, other) - y(frame, one);
        return Math.sqrt(dx * dx + dy * dy);
    }

    /// The mean over the frames of the distance of two points in the picture, as far as both are seen; NaN if they
    /// never are.
    public double meanDistance(int one, int other) {
        double sum = 0;
        int seen = 0;
        for (int t = 0; t < frames(); t++) {
            double distance = distance(t, one, other);
            if (!Double.isNaN(distance)) {
                sum += distance;
                seen++;
            }
        }
        return sum / seen;
    }
}
