package islr.system;

import islr.tensor.Memory;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// A random change of samples in training: a pure function of the sample and of a stream of random numbers.
public interface Augmentation {
    /// The name of the stream that it draws from: no two augmentations of a system share one.
    String stream();

    /// @param sample is not changed
    /// @return a changed copy, allocated in `memory`, or the sample itself
    Sample apply(Sample sample, RandomGenerator random, Memory memory);

    /// The same for a change that takes something of another sample.
    ///
    /// @param other gives a sample of the same sign, another one at each call, or the same one
    default Sample apply(Sample sample, Supplier<Sample> other, RandomGenerator random, Memory memory) {
        return apply(sample, random, memory);
    }

    /// Whether it takes something of another sample.
    default boolean takesOthers() {
        return false;
    }
}
