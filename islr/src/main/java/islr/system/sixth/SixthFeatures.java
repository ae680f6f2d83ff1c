package islr.system.sixth;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.features.Moments;
import islr.features.Selection;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.OptionalInt;

/// The features of the sixth place: a hundred points in every kept frame, in units of the whole clip.
///
/// 1. A frame is kept if any of the 42 points of both hands is there; n of them are.
/// 2. If n ≤ L, all are taken. Otherwise every k-th, k = ⌊n/L⌋ + 1, beginning with the k-th: T = ⌊n/k⌋.
/// 3. Of each the points of [SixthLandmarks]. The mean of landmarks of which one is missing is missing.
/// 4. Each of x, y and z less its mean over all points and all T frames, divided by its deviation (of n); then 0 for
///    what is missing.
///
/// Clip [T', 543, 3] → [T, 300], x, y, z of each point. Where no hand is seen there is no row. Where all numbers of an
/// axis are the same, they become 0.
///
/// Source: T. Viel's `kaggle_islr`. (There, a clip without a hand fails, and so does one of over 1,000 such frames.)
///
/// @param frames L
record SixthFeatures(int frames) implements Features {
    /// F.
    static final int WIDTH = SixthLandmarks.POINTS * Skeleton.AXES;

    @Override
    public SkeletonRows rows() {
        return SixthLandmarks.ROWS;
    }

    @Override
    public int points() {
        return SixthLandmarks.POINTS;
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
        return "sixth 1, " + frames + " frames";
    }

    @Override
    public String whyEmpty() {
        return "no hand was seen in any frame";
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        int[] kept = kept(clip, frames);
        Tensor values = memory.allocate(Shape.of(kept.length, WIDTH));
        for (int t = 0; t < kept.length; t++) {
            int at = values.offset() + t * WIDTH;
            for (int row : SixthLandmarks.SINGLE) {
                System.arraycopy(clip.landmarks(), clip.index(kept[t], row), values.array(), at, Skeleton.AXES);
                at += Skeleton.AXES;
            }
            for (int[] members : SixthLandmarks.MEANS) {
                for (int axis = 0; axis < Skeleton.AXES; axis++) {
                    values.array()[at++] = mean(clip, kept[t], members, axis);
                }
            }
        }
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            normalize(values, axis);
        }
        return new Sample(values);
    }

    /// The numbers of the frames that are taken.
    static int[] kept(Clip clip, int frames) {
        int[] hands = Selection.framesWith(clip, SixthLandmarks.HANDS);
        int step = hands.length <= frames ? 1 : hands.length / frames + 1;
        int[] kept = new int[hands.length / step];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = hands[(i + 1) * step - 1];
        }
        return kept;
    }

    private static float mean(Clip clip, int frame, int[] rows, int axis) {
        double sum = 0;
        for (int row : rows) {
            sum += clip.landmarks()[clip.index(frame, row) + axis];
        }
        return (float) (sum / rows.length);
    }

    private static void normalize(Tensor values, int axis) {
        float[] numbers = values.array();
        int from = values.offset() + axis;
        int to = values.offset() + values.size();
        Moments moments = Moments.of(numbers, from, to, Skeleton.AXES);
        double deviation = Math.sqrt(moments.squares() / moments.count());
        for (int i = from; i < to; i += Skeleton.AXES) {
            numbers[i] = Float.isNaN(numbers[i]) || !(deviation > 0) ? 0
                    : (float) ((numbers[i] - moments.mean()) / deviation);
        }
    }
}
