package islr.model;

import islr.features.Frames;
import islr.tensor.Memory;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/// Which frames of a clip count: all that are not padding or, in training, a random part of them.
public final class FrameMask {
    private FrameMask() {}

    /// 1 for every frame that is not padding, [S].
    public static float[] all(Frames clip) {
        return all(clip, Memory.heap());
    }

    /// The same in given memory.
    static float[] all(Frames clip, Memory memory) {
        float[] mask = memory.array(clip.size());
        int kept = clip.kept();
        Arrays.fill(mask, 0, kept, 1);
        Arrays.fill(mask, kept, mask.length, 0);
        return mask;
    }

    /// Frames with `u` ≤ `rate` are masked; if that leaves none, nothing is.
    ///
    /// @param u [S], uniform numbers in [0, 1)
    public static float[] masked(Frames clip, float[] u, float rate) {
        return masked(clip, u, rate, Memory.heap());
    }

    private static float[] masked(Frames clip, float[] u, float rate, Memory memory) {
        float[] mask = all(clip, memory);
        boolean some = false;
        for (int t = 0; t < mask.length; t++) {
            mask[t] = u[t] > rate ? mask[t] : 0;
            some |= mask[t] != 0;
        }
        return some ? mask : all(clip, memory);
    }

    public static float[] random(Frames clip, RandomGenerator random, float rate) {
        return random(clip, random, rate, Memory.heap());
    }

    /// The same in given memory.
    static float[] random(Frames clip, RandomGenerator random, float rate, Memory memory) {
        float[] u = memory.array(clip.size());
        for (int t = 0; t < u.length; t++) {
            u[t] = random.nextFloat();
        }
        return masked(clip, u, rate, memory);
    }
}
