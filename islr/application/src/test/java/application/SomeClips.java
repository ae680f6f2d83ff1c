package application;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.SplittableRandom;

/// Random clips of which some landmarks are missing.
final class SomeClips {
    private SomeClips() {}

    /// The left hand is missing in every third frame, and the right hand in all.
    static Clip clip(String name, int frames, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] landmarks = new float[frames * Skeleton.ROWS * Skeleton.AXES];
        for (int i = 0; i < landmarks.length; i++) {
            int row = i / Skeleton.AXES % Skeleton.ROWS;
            int frame = i / Skeleton.AXES / Skeleton.ROWS;
            Skeleton.Part part = Skeleton.Part.of(row);
            boolean missing = part == Skeleton.Part.RIGHT_HAND || part == Skeleton.Part.LEFT_HAND && frame % 3 == 2;
            landmarks[i] = missing ? Float.NaN : random.nextFloat();
        }
        return new Clip(name, landmarks);
    }
}
