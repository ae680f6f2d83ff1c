package islr.augment;

import islr.data.Clip;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A person seen at a slant: sheared about the middle of the shoulders, sideways or up and down, the same in all
/// frames.
///
/// ```
/// ┌──┐       ╱──╱            ╱│
/// │  │   →  ╱  ╱   or       │ │       x' = x + s·y   or   y' = y + s·x,   s = 0.3·a·v
/// └──┘     ╱──╱             │╱
/// ```
///
/// v is uniform in [−1, 1); both directions are equally probable. z stays as it is.
///
/// @param amount a, 0 for none to 1
public record Shear(double amount) implements ClipAugmentation {
    private static final double MOST = 0.3;

    @Override
    public String stream() {
        return "shear";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double shear = MOST * amount * random.nextDouble(-1, 1);
        boolean sideways = random.nextBoolean();
        return Placement.mapped(clip, Shoulders.of(clip), 1, sideways ? shear : 0, sideways ? 0 : shear, 1);
    }
}
