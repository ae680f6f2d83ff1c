package islr.augment;

import islr.data.Clip;
import java.util.random.RandomGenerator;

/// A random change of a clip in training that takes something from another clip of the same sign: a pure function of
/// both clips and of a stream of random numbers.
public interface PairAugmentation {
    /// The name of the stream that it draws from: no two augmentations share one.
    String stream();

    /// @param clip is not changed
    /// @param other a clip of the same sign, of any number of frames; is not changed
    /// @return a changed clip with the landmarks and the number of frames of the first, or the first clip itself
    /// @throws IllegalArgumentException if the two do not hold the same landmarks
    Clip apply(Clip clip, Clip other, RandomGenerator random);
}
