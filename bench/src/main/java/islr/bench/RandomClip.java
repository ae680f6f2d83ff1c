package islr.bench;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Random;

/// Clips of random numbers in which no landmark is missing: every system keeps all of their frames.
public final class RandomClip {
    private RandomClip() {}

    /// @return T frames of 543 landmarks, coordinates from 0 to 1
    public static Clip of(Random random, int frames) {
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = random.nextFloat();
        }
        return new Clip("random numbers", landmarks);
    }
}
