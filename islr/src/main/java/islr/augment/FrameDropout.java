package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// A camera that stutters: each frame is left out with a probability, independently of the others.
///
/// ```
/// before    0  1  2  3  4  5  6  7
/// after     0     2  3        6  7      the clip is shorter
/// ```
///
/// One frame always stays: if all would be left out, one that is drawn.
///
/// @param share the probability of each frame, which is the share that is left out on average; 0 to 1
public record FrameDropout(double share) implements ClipAugmentation {
    @Override
    public String stream() {
        return "frame dropout";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        int[] kept = new int[clip.frames()];
        int count = 0;
        for (int t = 0; t < clip.frames(); t++) {
            if (random.nextDouble() >= share) {
                kept[count++] = t;
            }
        }
        if (count == clip.frames()) {
            return clip;
        }
        if (count == 0) {
            kept[count++] = random.nextInt(clip.frames());
        }
        int size = clip.rows().count() * Skeleton.AXES;
        float[] landmarks = new float[count * size];
        for (int i = 0; i < count; i++) {
            System.arraycopy(clip.landmarks(), kept[i] * size, landmarks, i * size, size);
        }
        return clip.with(landmarks);
    }
}
