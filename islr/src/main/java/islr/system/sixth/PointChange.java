package islr.system.sixth;

import islr.data.Skeleton;
import islr.system.Augmentation;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.random.RandomGenerator;

/// A random change of the hundred points of every frame, which happens with a probability. A missing point is at
/// exactly 0, as in the features.
interface PointChange extends Augmentation {
    /// 0 to 1.
    double probability();

    /// What happens if it happens.
    ///
    /// @param sample [T, 300], T > 0; not changed
    Sample changed(Sample sample, RandomGenerator random, Memory memory);

    @Override
    default Sample apply(Sample sample, RandomGenerator random, Memory memory) {
        return random.nextDouble() < probability() && !sample.isEmpty() ? changed(sample, random, memory) : sample;
    }

    /// Where a number is in a sample.
    static int at(Sample sample, int frame, int point, int axis) {
        return sample.values().offset() + (frame * SixthLandmarks.POINTS + point) * Skeleton.AXES + axis;
    }

    static float get(Sample sample, int frame, int point, int axis) {
        return sample.values().array()[at(sample, frame, point, axis)];
    }

    /// A sample of so many frames, of which nothing is known yet.
    static Sample room(Memory memory, int frames) {
        return new Sample(memory.allocate(Shape.of(frames, SixthFeatures.WIDTH)));
    }

    static Sample copy(Memory memory, Sample sample) {
        Sample copy = room(memory, sample.rows());
        Tensor values = sample.values();
        System.arraycopy(values.array(), values.offset(), copy.values().array(), copy.values().offset(), values.size());
        return copy;
    }
}
