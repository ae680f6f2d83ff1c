package islr.augment;

import islr.data.Clip;
import islr.features.Resampling;
import java.util.Arrays;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Somebody who signs faster or more slowly, or a camera of another frame rate: the whole clip with another number of
/// frames.
///
/// ```
/// clip      ●─────●─────●─────●─────●      T frames
/// fewer     ●───────●───────●───────●      max(1, round(T·(1 + 0.5·a·v))) times, equally far apart
/// more      ●────●───●────●───●────●
/// ```
///
/// v is uniform in [−1, 1). A landmark that is missing in some frames is missing at the times around these, see
/// [Resampling].
///
/// @param amount a, 0 for none to 1: half as many frames to half as many again
public record Stretch(double amount) implements ClipAugmentation {
    private static final double MOST = 0.5;

    @Override
    public String stream() {
        return "stretch";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double factor = 1 + MOST * amount * random.nextDouble(-1, 1);
        return clip.frames() == 0 ? clip : to(clip, (int) Math.max(1, Math.round(clip.frames() * factor)));
    }

    /// The clip with so many frames: the first, the last and those evenly between; the middle of the clip if it is one.
    ///
    /// @param clip of one frame or more
    /// @param frames at least 1
    /// @return the clip itself if it has so many
    static Clip to(Clip clip, int frames) {
        if (frames == clip.frames()) {
            return clip;
        }
        double last = clip.frames() - 1;
        double[] times = new double[frames];
        Arrays.setAll(times, i -> frames == 1 ? last / 2 : last * i / (frames - 1));
        return Resampling.at(clip, times);
    }
}
