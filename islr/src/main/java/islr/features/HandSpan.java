package islr.features;

import islr.data.Clip;
import islr.data.Skeleton;
import java.util.Objects;

/// The part of a clip in which hands are seen: from the first frame with a hand to the last. What is before and after
/// it, with the hands at rest outside the picture, says nothing about the sign.
///
/// @param first frame with a hand
/// @param last frame with a hand; −1 if there is none
public record HandSpan(int first, int last) {

    /// The span of a clip, see [#isEmpty].
    public static HandSpan of(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        int first = 0;
        while (first < clip.frames() && !isSeen(clip, first)) {
            first++;
        }
        int last = clip.frames() - 1;
        while (last > first && !isSeen(clip, last)) {
            last--;
        }
        return first == clip.frames() ? new HandSpan(0, -1) : new HandSpan(first, last);
    }

    private static boolean isSeen(Clip clip, int frame) {
        return !Float.isNaN(clip.x(frame, Skeleton.LEFT_HAND)) || !Float.isNaN(clip.x(frame, Skeleton.RIGHT_HAND));
    }

    /// Whether no hand is seen in any frame.
    public boolean isEmpty() {
        return last < first;
    }
}
