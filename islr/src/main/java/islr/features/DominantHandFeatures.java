package islr.features;

import islr.data.Clip;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.List;

/// The features of GISLR-64: lips, the dominant hand and its arm, of those frames in which that hand was seen.
///
/// 1. The dominant hand is the one with more coordinates over the whole clip; the left one if they are equal.
/// 2. Frames without it are dropped; the others are numbered from the first kept one.
/// 3. A right hand and its arm are mirrored (x → 1 − x), so that the model sees left hands only. The lips are **not**
///    mirrored, as in the original.
/// 4. [FramePooling] to S frames.
///
/// Clip [T, 543, 3] → [Frames] [S, 66, 3].
///
/// Source: M. Wijkhuizen's "GISLR TF Data Processing & Transformer Training" notebook, version 5.
///
/// @param size S, 64 in the original
record DominantHandFeatures(int size) implements Features {
    /// Lips, dominant hand (`left_hand`: a right one is mirrored), and its arm.
    static final List<LandmarkGroup> GROUPS = List.of(new LandmarkGroup("lips", 0, 40),
            new LandmarkGroup("left_hand", 40, 21), new LandmarkGroup("pose", 61, 5));

    @Override
    public FeatureSet set() {
        return FeatureSet.DOMINANT_HAND;
    }

    @Override
    public Frames of(Clip clip, Memory memory) {
        int[] left = LandmarkSets.leftHand();
        int[] right = LandmarkSets.rightHand();
        boolean rightDominant = Selection.seen(clip, left, 0, clip.frames())
                < Selection.seen(clip, right, 0, clip.frames());
        int[] hand = rightDominant ? right : left;
        int[] arm = rightDominant ? LandmarkSets.rightArm() : LandmarkSets.leftArm();
        int[] frames = Selection.framesWith(clip, hand);
        Tensor values = Selection.values(memory, clip, frames, Selection.concat(LandmarkSets.lips(), hand, arm));
        if (rightDominant) {
            mirror(values.array(), values.offset(), frames.length);
        }
        return FramePooling.pool(memory, values, Selection.fromFirst(frames), clip.frames(), size, columns());
    }

    private void mirror(float[] values, int from, int frames) {
        int lips = GROUPS.getFirst().count();
        int columns = columns();
        for (int t = 0; t < frames; t++) {
            for (int c = lips; c < columns; c++) {
                int at = from + (t * columns + c) * 3;
                values[at] = 0.5f - (values[at] - 0.5f);
            }
        }
    }
}
