package islr.augment;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.Arrays;

/// What changes that take something from another clip have in common.
final class Pairs {
    private Pairs() {}

    /// Those of some landmarks that both clips hold.
    ///
    /// @throws IllegalArgumentException if the two do not hold the same landmarks
    static int[] held(Clip clip, Clip other, int... rows) {
        if (!clip.rows().equals(other.rows())) {
            throw new IllegalArgumentException("pair of clips: '" + clip.name() + "' holds " + clip.rows() + ", but '"
                    + other.name() + "' " + other.rows() + "; both must hold the same landmarks");
        }
        return Arrays.stream(rows).filter(row -> clip.rows().place(row) >= 0).toArray();
    }

    /// Some landmarks of a clip, in another number of frames.
    ///
    /// @param rows one or more, which the clip holds
    /// @param frames at least 1; the clip has one at least, too
    static Clip resized(Clip clip, int[] rows, int frames) {
        return Stretch.to(clip.only(SkeletonRows.of(rows)), frames);
    }
}
