package islr.system.cls;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.features.Moments;
import islr.features.Selection;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.OptionalInt;

/// The features of CLS: the first L frames of lips and hands, in units of the whole clip.
///
/// 1. μ is the mean and σ the deviation (of n − 1) of **all** numbers of the clip that are there: every frame, all 543
///    landmarks, x, y and z together. A number v becomes (v − μ)/σ.
/// 2. Lips (40), left hand (21) and right hand (21) are taken, x, y and z of each.
/// 3. A missing number is 0. Frames behind the L-th are left out; they took part in μ and σ.
///
/// Clip [T, 543, 3] → [min(T, L), 246]. A clip in which nothing was seen, or no two numbers differ, gives zeros.
///
/// Source: Hengck23's GISLR notebook.
///
/// @param frames L
record ClsFeatures(int frames) implements Features {
    static final int[] LANDMARKS = Selection.concat(LandmarkSets.lips(), LandmarkSets.leftHand(),
            LandmarkSets.rightHand());

    /// F.
    static final int WIDTH = LANDMARKS.length * Skeleton.AXES;

    @Override
    public SkeletonRows rows() {
        return SkeletonRows.ALL;
    }

    @Override
    public int points() {
        return LANDMARKS.length;
    }

    @Override
    public OptionalInt mostFrames() {
        return OptionalInt.of(frames);
    }

    @Override
    public int width() {
        return WIDTH;
    }

    @Override
    public String version() {
        return "cls 1, first " + frames;
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        float[] all = clip.landmarks();
        Moments moments = Moments.of(all, 0, all.length, 1);
        float mean = (float) moments.mean();
        float deviation = (float) Math.sqrt(moments.squares() / (moments.count() - 1));
        Tensor values = memory.allocate(Shape.of(Math.min(clip.frames(), frames), WIDTH));
        int to = values.offset();
        for (int t = 0; t < values.shape().dim(0); t++) {
            for (int row : LANDMARKS) {
                int from = clip.index(t, row);
                for (int axis = 0; axis < Skeleton.AXES; axis++) {
                    float v = all[from + axis];
                    values.array()[to++] = Float.isNaN(v) || !(deviation > 0) ? 0 : (v - mean) / deviation;
                }
            }
        }
        return new Sample(values);
    }
}
