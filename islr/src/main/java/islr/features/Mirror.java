package islr.features;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.Objects;
import java.util.stream.IntStream;

/// The clip of a person who does everything with the other hand: x becomes 1 − x, and every landmark takes the place of
/// its partner on the other side of the body.
///
/// ```
/// left hand  ◄─►  right hand        left shoulder  ◄─►  right shoulder        nose  ◄─►  nose
/// ```
///
/// Twice mirrored is the same clip again, up to the rounding of 1 − x. A missing landmark stays missing.
///
/// Partners on the face: 28 points lie on its midline and are partners of themselves. The mesh numbers those of the
/// right half of the face and those of the left half in the same order, so the n-th of one is the partner of the n-th
/// of the other. (Found from the faces of real clips, by matching each point with its reflection.)
public final class Mirror {
    private static final int[] MIDLINE = {0, 1, 2, 4, 5, 6, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 94, 151, 152,
        164, 168, 175, 195, 197, 199, 200};
    /// Of the pose: eyes (inner, middle, outer), ears, corners of the mouth; from the shoulders on, left and right in
    /// turn.
    private static final int[] POSE_HEAD = {0, 4, 5, 6, 1, 2, 3, 8, 7, 10, 9};

    private static final int[] PARTNERS = partners();

    private Mirror() {}

    private static int[] partners() {
        int[] partners = new int[Skeleton.ROWS];
        int[] sides = IntStream.range(0, Skeleton.FACE_ROWS).filter(i -> Arrays.binarySearch(MIDLINE, i) < 0).toArray();
        for (int i : MIDLINE) {
            partners[Skeleton.FACE + i] = Skeleton.FACE + i;
        }
        for (int i = 0; i < sides.length; i++) {
            partners[Skeleton.FACE + sides[i]] = Skeleton.FACE + sides[(i + sides.length / 2) % sides.length];
        }
        for (int i = 0; i < Skeleton.HAND_ROWS; i++) {
            partners[Skeleton.LEFT_HAND + i] = Skeleton.RIGHT_HAND + i;
            partners[Skeleton.RIGHT_HAND + i] = Skeleton.LEFT_HAND + i;
        }
        for (int i = 0; i < Skeleton.POSE_ROWS; i++) {
            int other = i < POSE_HEAD.length ? POSE_HEAD[i] : i % 2 == 1 ? i + 1 : i - 1;
            partners[Skeleton.POSE + i] = Skeleton.POSE + other;
        }
        return partners;
    }

    /// The landmark on the other side of the body, itself for those in the middle.
    ///
    /// @param row 0 to 542
    public static int partner(int row) {
        return PARTNERS[row];
    }

    /// The partner of each of some landmarks, in their order.
    ///
    /// @param rows each 0 to 542
    public static int[] partners(int... rows) {
        Objects.requireNonNull(rows, "rows");
        int[] partners = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            partners[i] = PARTNERS[rows[i]];
        }
        return partners;
    }

    /// The mirrored clip. It holds the partners of the landmarks that this one holds.
    public static Clip of(Clip clip) {
        Objects.requireNonNull(clip, "clip");
        int[] from = clip.rows().toArray();
        SkeletonRows rows = SkeletonRows.of(partners(from));
        float[] mirrored = new float[clip.landmarks().length];
        for (int t = 0; t < clip.frames(); t++) {
            for (int row : from) {
                int at = clip.index(t, row);
                int to = (t * rows.count() + rows.place(PARTNERS[row])) * Skeleton.AXES;
                mirrored[to] = 1 - clip.landmarks()[at];
                mirrored[to + 1] = clip.landmarks()[at + 1];
                mirrored[to + 2] = clip.landmarks()[at + 2];
            }
        }
        return clip.with(rows, mirrored);
    }
}
