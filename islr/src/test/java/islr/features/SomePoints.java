package islr.features;

import islr.data.Skeleton;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;

/// Random points in the picture, and the same ones changed.
final class SomePoints {
    private SomePoints() {}

    /// A tensor that begins somewhere inside its array.
    static Points of(int frames, int count, float... numbers) {
        float[] array = new float[7 + numbers.length];
        System.arraycopy(numbers, 0, array, 7, numbers.length);
        return new Points(Tensor.of(Shape.of(array.length), array).view(7, Shape.of(frames, count, Skeleton.AXES)));
    }

    static Points random(long seed, int frames, int count) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] numbers = new float[frames * count * Skeleton.AXES];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat();
        }
        return of(frames, count, numbers);
    }

    /// Missing in a frame.
    static Points without(Points points, int frame, int point) {
        float[] numbers = points.values().toArray();
        int at = (frame * points.count() + point) * Skeleton.AXES;
        numbers[at] = numbers[at + 1] = numbers[at + 2] = Float.NaN;
        return of(points.frames(), points.count(), numbers);
    }

    /// Resized, turned and moved in the picture.
    static Points placed(Points points, double size, double turn, double x, double y) {
        float[] numbers = points.values().toArray();
        double cos = size * Math.cos(turn);
        double sin = size * Math.sin(turn);
        for (int i = 0; i < numbers.length; i += Skeleton.AXES) {
            double px = numbers[i];
            double py = numbers[i + 1];
            numbers[i] = (float) (cos * px - sin * py + x);
            numbers[i + 1] = (float) (sin * px + cos * py + y);
        }
        return of(points.frames(), points.count(), numbers);
    }

    /// With other numbers on one axis.
    static Points changed(Points points, int axis, DoubleUnaryOperator change) {
        float[] numbers = points.values().toArray();
        for (int i = axis; i < numbers.length; i += Skeleton.AXES) {
            numbers[i] = (float) change.applyAsDouble(numbers[i]);
        }
        return of(points.frames(), points.count(), numbers);
    }
}
