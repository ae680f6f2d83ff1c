package islr.augment;

import islr.data.Clip;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A recording that starts too late or ends too early: with a probability, some frames are missing at the beginning or
/// at the end.
///
/// ```
/// clip      ├──────────────────────┤
/// one of       ├───────────────────┤      1 to ⌊T/5⌋ frames less
///           ├───────────────────┤
/// ```
///
/// Every number of frames is equally probable, and so are both ends. Clips of fewer than five frames stay whole.
///
/// @param probability 0 to 1
public record Crop(double probability) implements ClipAugmentation {
    private static final int SHARE = 5;

    @Override
    public String stream() {
        return "crop";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        int frames = clip.frames();
        boolean crops = random.nextDouble() < probability;
        if (!crops || frames < SHARE) {
            return clip;
        }
        int less = random.nextInt(1, frames / SHARE + 1);
        return random.nextBoolean() ? Excerpt.of(clip, less, frames) : Excerpt.of(clip, 0, frames - less);
    }
}
