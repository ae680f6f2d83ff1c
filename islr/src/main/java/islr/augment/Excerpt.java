package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;

/// Some frames of a clip: a part of it, or every second one.
public final class Excerpt {
    private Excerpt() {}

    /// Frames one behind the other.
    ///
    /// @param from first frame
    /// @param to frame behind the last one, above `from`
    /// @throws IllegalArgumentException if the clip has no such frames
    public static Clip of(Clip clip, int from, int to) {
        return every(clip, 1, from, to);
    }

    /// The first frame and every `step`-th after it: a clip of somebody who signs so many times as fast. Nothing is
    /// averaged, as a camera averages nothing.
    ///
    /// @param step at least 1
    /// @throws IllegalArgumentException if `step` is less than 1, or the clip has no frames
    public static Clip every(Clip clip, int step) {
        Objects.requireNonNull(clip, "clip");
        return every(clip, step, 0, clip.frames());
    }

    private static Clip every(Clip clip, int step, int from, int to) {
        Objects.requireNonNull(clip, "clip");
        if (step < 1 || from < 0 || to <= from || to > clip.frames()) {
            throw new IllegalArgumentException("excerpt: frames " + from + " to " + (to - 1) + ", every " + step
                    + ", of a clip of " + clip.frames() + " frames");
        }
        int size = clip.rows().count() * Skeleton.AXES;
        float[] landmarks = new float[(to - from + step - 1) / step * size];
        for (int at = 0, frame = from; at < landmarks.length; at += size, frame += step) {
            System.arraycopy(clip.landmarks(), frame * size, landmarks, at, size);
        }
        return clip.with(landmarks);
    }
}
