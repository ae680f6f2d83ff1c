package islr.augment;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.BodyFrame;
import islr.features.Mirror;
import java.util.Objects;
import java.util.random.RandomGenerator;

/// Two hands that do the same: with a probability, in frames in which one hand is missing and the other is there, the
/// missing one becomes the mirror image of the other.
///
/// ```
///      o                o
///   ┌──┼──╮    →     ╭──┼──╮        x' = 2·m − x, m the x of the nose in that frame
///   │  │  ψ          ψ  │  ψ
/// ```
///
/// Where the nose is not seen or not held, m is the middle of the shoulders. A hand is missing where none of its points
/// is seen. Frames in which both hands or none are seen stay as they are. The wrists of the pose stay where they are.
///
/// @param probability 0 to 1
public record HandFilling(double probability) implements ClipAugmentation {
    @Override
    public String stream() {
        return "hand filling";
    }

    @Override
    public Clip apply(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(random, "random");
        return random.nextDouble() < probability ? of(clip) : clip;
    }

    /// The clip with missing hands filled.
    public static Clip of(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        float[] landmarks = clip.landmarks().clone();
        BodyFrame shoulders = Shoulders.of(clip);
        boolean nose = clip.rows().place(Skeleton.NOSE) >= 0;
        for (int t = 0; t < clip.frames(); t++) {
            boolean left = isSeen(clip, t, Skeleton.LEFT_HAND);
            if (left != isSeen(clip, t, Skeleton.RIGHT_HAND)) {
                float middle = nose && !Float.isNaN(clip.x(t, Skeleton.NOSE)) ? clip.x(t, Skeleton.NOSE)
                        : shoulders.x();
                mirror(clip, landmarks, t, left ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND, middle);
            }
        }
        return clip.with(landmarks);
    }

    /// Whether any point of a hand is seen in a frame.
    ///
    /// @param hand its first row
    static boolean isSeen(Clip clip, int frame, int hand) {
        for (int row = hand; row < hand + Skeleton.HAND_ROWS; row++) {
            if (clip.rows().place(row) >= 0 && !Float.isNaN(clip.x(frame, row))) {
                return true;
            }
        }
        return false;
    }

    private static void mirror(Clip clip, float[] landmarks, int frame, int hand, float middle) {
        for (int row = hand; row < hand + Skeleton.HAND_ROWS; row++) {
            int partner = Mirror.partner(row);
            if (clip.rows().place(row) >= 0 && clip.rows().place(partner) >= 0) {
                int to = clip.index(frame, partner);
                landmarks[to] = 2 * middle - clip.x(frame, row);
                landmarks[to + 1] = clip.y(frame, row);
                landmarks[to + 2] = clip.z(frame, row);
            }
        }
    }
}
