package islr.features;

import islr.data.Clip;

/// The features of GISLR-64: lips, the dominant hand and its arm, of those frames in which that hand was seen.
///
/// 1. The dominant hand is the one with more coordinates over the whole clip; the left one if they are equal.
/// 2. Frames without it are dropped; the others are numbered from the first kept one.
/// 3. A right hand and its arm are mirrored (x → 1 − x), so that the model sees left hands only. The lips are **not** mirrored, as in the original.
/// 4. [FramePooling] to S frames.
///
/// Clip [T, 543, 3] → [Frames] [S, 66, 3]: columns 0–39 lips, 40–60 hand, 61–65 arm.
///
/// Source: M. Wijkhuizen's "GISLR TF Data Processing & Transformer Training" notebook, version 5.
public final class DominantHandFeatures {
    /// Columns of a frame: 40 + 21 + 5.
    public static final int COLUMNS = 66;
    private static final int LIPS = 40;

    private final int size;

    /// @param size S, 64 in the original
    /// @throws IllegalArgumentException if it is not in 2 to 1024
    public DominantHandFeatures(int size) {
        if (size < 2 || size > 1024) {
            throw new IllegalArgumentException("features: " + size + " frames are not in 2 to 1024");
        }
        this.size = size;
    }

    /// S.
    public int size() {
        return size;
    }

    public Frames of(Clip clip) {
        int[] left = LandmarkSets.leftHand();
        int[] right = LandmarkSets.rightHand();
        boolean rightDominant = present(clip, left, 0, clip.frames()) < present(clip, right, 0, clip.frames());
        int[] hand = rightDominant ? right : left;
        int[] index = new int[clip.frames()];
        int kept = 0;
        for (int t = 0; t < clip.frames(); t++) {
            if (present(clip, hand, t, t + 1) > 0) {
                index[kept++] = t;
            }
        }
        int[] columns = concat(LandmarkSets.lips(), hand, rightDominant ? LandmarkSets.rightArm() : LandmarkSets.leftArm());
        float[] values = new float[kept * COLUMNS * 3];
        int at = 0;
        for (int i = 0; i < kept; i++) {
            for (int c = 0; c < COLUMNS; c++) {
                int from = clip.index(index[i], columns[c]);
                float x = clip.landmarks()[from];
                values[at++] = rightDominant && c >= LIPS ? 0.5f - (x - 0.5f) : x;
                values[at++] = clip.landmarks()[from + 1];
                values[at++] = clip.landmarks()[from + 2];
            }
        }
        int[] numbers = new int[kept];
        for (int i = 0; i < kept; i++) {
            numbers[i] = index[i] - index[0];
        }
        return FramePooling.pool(values, numbers, clip.frames(), size, COLUMNS);
    }

    /// Number of coordinates of some landmarks that are not missing, in frames `from` to `to`.
    private static int present(Clip clip, int[] rows, int from, int to) {
        int present = 0;
        for (int t = from; t < to; t++) {
            for (int row : rows) {
                int at = clip.index(t, row);
                for (int axis = 0; axis < 3; axis++) {
                    present += Float.isNaN(clip.landmarks()[at + axis]) ? 0 : 1;
                }
            }
        }
        return present;
    }

    private static int[] concat(int[]... parts) {
        return java.util.Arrays.stream(parts).flatMapToInt(java.util.Arrays::stream).toArray();
    }
}
