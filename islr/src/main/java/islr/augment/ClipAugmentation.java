package islr.augment;

import islr.data.Clip;
import java.util.random.RandomGenerator;

/// A random change of a clip in training, before a system computes its features: a pure function of the clip and of a
/// stream of random numbers.
public interface ClipAugmentation {
    /// The name of the stream that it draws from: no two augmentations share one.
    String stream();

    /// @param clip is not changed
    /// @return a changed clip with the same landmarks, or the clip itself. A missing landmark stays missing unless the
    ///     change is one that fills it in
    Clip apply(Clip clip, RandomGenerator random);
}
