package islr.augment;

import islr.data.Clip;
import islr.features.Resampling;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Another tempo: a part of the clip, played with a speed that changes within it.
///
/// ```
/// clip      ├──────────────────────┤
/// a part       ├───────────────┤            its length is 1 − 0.4·a·u of the clip's, its place is anywhere
/// times        ╵ ╵  ╵   ╵    ╵ ╵            (i/(T−1))^k of it, k = exp(0.4·a·v)
/// ```
///
/// u is uniform in [0, 1), v in [−1, 1). The clip keeps its number of frames.
///
/// @param amount a, 0 for none to 1
public record TimeChange(double amount) implements ClipAugmentation {
    private static final double CUT = 0.4;
    private static final double WARP = 0.4;

    @Override
    public String stream() {
        return "time change";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double whole = clip.frames() - 1;
        double part = whole * (1 - CUT * amount * random.nextDouble());
        double start = (whole - part) * random.nextDouble();
        double exponent = Math.exp(WARP * amount * random.nextDouble(-1, 1));
        return whole < 1 ? clip : Resampling.at(clip, times(clip.frames(), start, part, exponent));
    }

    private static double[] times(int frames, double start, double part, double exponent) {
        double[] times = new double[frames];
        for (int i = 0; i < frames; i++) {
            times[i] = Math.min(frames - 1, start + part * Math.pow((double) i / (frames - 1), exponent));
        }
        return times;
    }
}
