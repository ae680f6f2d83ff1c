package islr.features;

import islr.data.Clip;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.List;

/// Lips, both hands and both arms, of those frames in which a hand was seen. Nothing is mirrored.
///
/// Where a data set has signs of two hands, the second one tells them apart; what it costs is that a left-handed signer
/// looks different from a right-handed one.
///
/// Clip [T, 543, 3] → [Frames] [S, 92, 3], by [FramePooling].
///
/// Source: the choice of landmarks is that of M. Wijkhuizen's GISLR-32 notebook.
///
/// @param size S
record BothHandsFeatures(int size) implements Features {
    static final List<LandmarkGroup> GROUPS = List.of(new LandmarkGroup("lips", 0, 40),
            new LandmarkGroup("left_hand", 40, 21), new LandmarkGroup("right_hand", 61, 21),
            new LandmarkGroup("pose", 82, 10));

    @Override
    public FeatureSet set() {
        return FeatureSet.BOTH_HANDS;
    }

    @Override
    public Frames of(Clip clip, Memory memory) {
        int[] hands = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand());
        int[] frames = Selection.framesWith(clip, hands);
        Tensor values = Selection.values(memory, clip, frames,
                Selection.concat(LandmarkSets.lips(), hands, LandmarkSets.arms()));
        return FramePooling.pool(memory, values, Selection.fromFirst(frames), clip.frames(), size, columns());
    }
}
