package islr.augment;

import islr.data.Clip;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A person elsewhere in the picture, by the same distance in all frames.
///
/// ```
/// ┌───────┐        ┌───────┐
/// │   o   │   →    │       │      x' = x + 0.2·a·v   in widths of the picture
/// │  ─┼─  │        │     o │      y' = y + 0.2·a·w   in heights
/// └───────┘        └────╴┼╶┘
/// ```
///
/// v and w are uniform in [−1, 1). Landmarks may come to lie outside the picture. z stays as it is.
///
/// @param amount a, 0 for none to 1
public record Shift(double amount) implements ClipAugmentation {
    private static final double MOST = 0.2;

    @Override
    public String stream() {
        return "shift";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        return Placement.of(clip, 1, MOST * amount * random.nextDouble(-1, 1),
                MOST * amount * random.nextDouble(-1, 1));
    }
}
