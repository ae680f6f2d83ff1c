package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A detector that is less exact: normal noise on every coordinate of every landmark, independent of all others.
///
/// Noise is drawn for all 543 landmarks of a frame, held or not: a landmark gets the same noise whatever else of the
/// clip was read.
public final class Noise {
    private Noise() {}

    /// @param clip is not changed
    /// @param size standard deviation of the noise, in widths of the shoulders
    /// @return a clip with the same landmarks; a missing one stays missing
    public static Clip of(Clip clip, double size, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        double deviation = size * Shoulders.width(clip);
        float[] landmarks = clip.landmarks().clone();
        for (int frame = 0; frame < clip.frames(); frame++) {
            for (int i = 0; i < Skeleton.ROWS * Skeleton.AXES; i++) {
                double noise = deviation * random.nextGaussian();
                int row = i / Skeleton.AXES;
                if (clip.rows().place(row) >= 0) {
                    landmarks[clip.index(frame, row) + i % Skeleton.AXES] += (float) noise;
                }
            }
        }
        return clip.with(landmarks);
    }
}
