package islr.augment;

import islr.data.Clip;
import islr.features.Mirror;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Left-handed people for right-handed ones: with a probability, the clip is its [Mirror] image.
///
/// @param probability 0 to 1
public record MirrorImage(double probability) implements ClipAugmentation {
    @Override
    public String stream() {
        return "mirror";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        return random.nextDouble() < probability ? Mirror.of(clip) : clip;
    }
}
