package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Sample;
import islr.tensor.Memory;
import java.util.random.RandomGenerator;

/// The picture turned by up to 30 degrees either way, about the mean of all points: `x' = x·cos − y·sin`,
/// `y' = x·sin + y·cos`.
record Rotation(double probability) implements PointChange {
    private static final double RANGE = Math.PI / 3;

    @Override
    public String stream() {
        return "sixth rotation";
    }

    @Override
    public Sample changed(Sample sample, RandomGenerator random, Memory memory) {
        return of(sample, angle(random.nextDouble()), memory);
    }

    /// @param u 0 to 1
    /// @return radians
    static double angle(double u) {
        return (u - 0.5) * RANGE;
    }

    static Sample of(Sample sample, double angle, Memory memory) {
        Sample turned = PointChange.copy(memory, sample);
        float[] numbers = turned.values().array();
        float cos = (float) Math.cos(angle);
        float sin = (float) Math.sin(angle);
        int end = turned.values().offset() + turned.values().size();
        for (int i = turned.values().offset(); i < end; i += Skeleton.AXES) {
            float x = numbers[i];
            float y = numbers[i + 1];
            numbers[i] = x * cos - y * sin;
            numbers[i + 1] = x * sin + y * cos;
        }
        return turned;
    }
}
