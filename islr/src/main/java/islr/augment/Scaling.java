package islr.augment;

import islr.data.Clip;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A person nearer to the camera or further away: larger or smaller about the middle of the shoulders, by the same
/// factor for x, y and z and in all frames.
///
/// ```
///   o                O
///  ─┼─      →      ──┼──      the factor is (1 + 0.3·a)^v: 1/1.3 to 1.3 for a = 1
///   │                │
/// ```
///
/// v is uniform in [−1, 1), so a person becomes as often 1.2 times as large as 1.2 times as small.
///
/// @param amount a, 0 for none to 1
public record Scaling(double amount) implements ClipAugmentation {
    private static final double MOST = 0.3;

    @Override
    public String stream() {
        return "scaling";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        return Placement.of(clip, Math.pow(1 + MOST * amount, random.nextDouble(-1, 1)), 0, 0);
    }
}
