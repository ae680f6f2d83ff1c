package islr.system.gislr;

import islr.data.Clip;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.tensor.Memory;
import java.util.List;
import java.util.stream.IntStream;

/// Lips, both hands and both arms. Nothing is mirrored.
///
/// Where a data set has signs of two hands, the second one tells them apart; what it costs is that a left-handed signer
/// looks different from a right-handed one.
///
/// Source: the choice of landmarks is that of M. Wijkhuizen's GISLR-32 notebook.
final class BothHandsFrames {
    static final List<LandmarkGroup> GROUPS = List.of(new LandmarkGroup("lips", 0, 40),
            new LandmarkGroup("left_hand", 40, 21), new LandmarkGroup("right_hand", 61, 21),
            new LandmarkGroup("pose", 82, 10));

    private static final int[] HANDS = Selection.concat(LandmarkSets.leftHand(), LandmarkSets.rightHand());
    private static final int[] LANDMARKS = Selection.concat(LandmarkSets.lips(), HANDS, LandmarkSets.arms());

    private BothHandsFrames() {}

    /// The frames in which a hand was seen, counted from the first of them.
    static KeptFrames withAHand(Clip clip, Memory memory) {
        int[] frames = Selection.framesWith(clip, HANDS);
        return new KeptFrames(Selection.values(memory, clip, frames, LANDMARKS), Selection.fromFirst(frames));
    }

    /// GISLR-32's: the frames in which the mean of all coordinates of both hands that are there, z included, is
    /// positive. Their numbers are those in the clip. A frame whose mean is not positive is dropped although a hand is
    /// there, as in the original; that is rare.
    static KeptFrames withAPositiveMean(Clip clip, Memory memory) {
        int[] frames = IntStream.range(0, clip.frames()).filter(t -> mean(clip, t) > 0).toArray();
        return new KeptFrames(Selection.values(memory, clip, frames, LANDMARKS), frames);
    }

    /// NaN, which is not positive, where there is no hand.
    private static double mean(Clip clip, int frame) {
        double sum = 0;
        int count = 0;
        for (int row : HANDS) {
            int at = clip.index(frame, row);
            for (int axis = 0; axis < 3; axis++) {
                float v = clip.landmarks()[at + axis];
                if (!Float.isNaN(v)) {
                    sum += v;
                    count++;
                }
            }
        }
        return sum / count;
    }
}
