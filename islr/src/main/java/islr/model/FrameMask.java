package islr.model;

import islr.features.Frames;
import java.util.random.RandomGenerator;

/// Which frames of a clip count: all that are not padding or, in training, a random part of them.
public final class FrameMask {
    private FrameMask() {}

    /// 1 for every frame that is not padding, [S].
    public static float[] all(Frames clip) {
        float[] mask = new float[clip.size()];
        java.util.Arrays.fill(mask, 0, clip.kept(), 1);
        return mask;
    }

    /// Frames with `u` ≤ `rate` are masked; if that leaves none, nothing is.
    ///
    /// @param u [S], uniform numbers in [0, 1)
    public static float[] masked(Frames clip, float[] u, float rate) {
        float[] mask = all(clip);
        boolean some = false;
        for (int t = 0; t < mask.length; t++) {
            mask[t] = u[t] > rate ? mask[t] : 0;
            some |= mask[t] != 0;
        }
        return some ? mask : all(clip);
    }

    public static float[] random(Frames clip, RandomGenerator random, float rate) {
        float[] u = new float[clip.size()];
        for (int t = 0; t < u.length; t++) {
            u[t] = random.nextFloat();
        }
        return masked(clip, u, rate);
    }
}
