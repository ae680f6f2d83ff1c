package islr.augment;

import islr.data.Clip;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A camera that is held at an angle: the picture is turned about the middle of the shoulders, by the same angle in all
/// frames.
///
/// ```
///   o                o
///  ─┼─      →       ╲│      x' = x·cos φ − y·sin φ
///   │                ╲╲     y' = x·sin φ + y·cos φ       φ = a·v·π/6, up to 30° to either side
/// ```
///
/// v is uniform in [−1, 1). z stays as it is. The picture is taken to be as wide as it is high.
///
/// @param amount a, 0 for none to 1
public record Rotation(double amount) implements ClipAugmentation {
    private static final double MOST = Math.PI / 6;

    @Override
    public String stream() {
        return "rotation";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double angle = MOST * amount * random.nextDouble(-1, 1);
        return Placement.mapped(clip, Shoulders.of(clip), Math.cos(angle), -Math.sin(angle), Math.sin(angle),
                Math.cos(angle));
    }
}
