package islr.system.gislr;

import islr.data.Clip;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.List;

/// The frames of GISLR-64: lips, the dominant hand and its arm, of those frames in which that hand was seen.
///
/// 1. The dominant hand is the one with more coordinates over the whole clip; the left one if they are equal.
/// 2. Frames without it are dropped; the others are numbered from the first kept one.
/// 3. A right hand and its arm are mirrored (x → 1 − x), so that the model sees left hands only. The lips are **not**
///    mirrored, as in the original.
///
/// Source: M. Wijkhuizen's "GISLR TF Data Processing & Transformer Training" notebook, version 5.
final class DominantHandFrames {
    /// Lips, dominant hand (`left_hand`: a right one is mirrored), and its arm.
    static final List<LandmarkGroup> GROUPS = List.of(new LandmarkGroup("lips", 0, 40),
            new LandmarkGroup("left_hand", 40, 21), new LandmarkGroup("pose", 61, 5));

    private static final int LIPS = GROUPS.getFirst().count();

    private DominantHandFrames() {}

    static KeptFrames of(Clip clip, Memory memory) {
        int[] left = LandmarkSets.leftHand();
        int[] right = LandmarkSets.rightHand();
        boolean rightDominant = Selection.seen(clip, left, 0, clip.frames())
                < Selection.seen(clip, right, 0, clip.frames());
        int[] hand = rightDominant ? right : left;
        int[] arm = rightDominant ? LandmarkSets.rightArm() : LandmarkSets.leftArm();
        int[] frames = Selection.framesWith(clip, hand);
        int[] landmarks = Selection.concat(LandmarkSets.lips(), hand, arm);
        Tensor values = Selection.values(memory, clip, frames, landmarks);
        if (rightDominant) {
            mirror(values, frames.length, landmarks.length);
        }
        return new KeptFrames(values, Selection.fromFirst(frames));
    }

    private static void mirror(Tensor values, int frames, int columns) {
        for (int t = 0; t < frames; t++) {
            for (int c = LIPS; c < columns; c++) {
                int at = values.offset() + (t * columns + c) * 3;
                values.array()[at] = 0.5f - (values.array()[at] - 0.5f);
            }
        }
    }
}
