package islr.system.mlp;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.features.LandmarkSets;
import islr.features.Selection;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.stream.IntStream;

/// A whole clip as one row of numbers: means and deviations over its thirds and over all of it, and fifteen frames.
///
/// 1. Each frame has 84 points: the mean of the face's landmarks, the mean of the pose's, lips (40), left hand (21),
///    right hand (21). Of each, x and y are taken (or x, y and z).
/// 2. The frames are cut into three equal parts, with copies of the first and of the last frame where T is no multiple
///    of three (remainder 1: one in front and one behind; 2: one behind).
/// 3. Of each part, and of the whole clip without copies: the mean of every number over the frames in which it is
///    there, then its population standard deviation. What is never there gives 0.
/// 4. The clip is resized to 15 frames by linear interpolation with half-pixel centres; before that, a missing number
///    is replaced by its mean over the clip. What is never there gives 0.
///
/// Clip [T, 543, 3] → [1, 3864] (5796 with z): parts 1 to 3, the whole, the resized frames. It works from T = 1 on and
/// for clips without hands.
///
/// Source: R. Hatch's "On the shoulders" notebook.
///
/// @param axes coordinates of a point: 2 (x, y) or 3
record MlpFeatures(int axes) implements Features {
    static final int[] FACE = IntStream.range(0, 468).toArray();
    static final int[] POSE = IntStream.range(489, 522).toArray();
    static final int[] SINGLE = Selection.concat(LandmarkSets.lips(), LandmarkSets.leftHand(),
            LandmarkSets.rightHand());
    static final int POINTS = 2 + SINGLE.length;
    static final int PARTS = 3;
    static final int RESIZED = 15;

    @Override
    public SkeletonRows rows() {
        return SkeletonRows.ALL;
    }

    @Override
    public int points() {
        return POINTS;
    }

    @Override
    public int width() {
        return ((PARTS + 1) * 2 + RESIZED) * columns();
    }

    /// Numbers of a frame.
    private int columns() {
        return POINTS * axes;
    }

    @Override
    public String version() {
        return "mlp 1, " + axes + " axes";
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        Tensor frames = points(clip, memory);
        Tensor out = memory.allocate(Shape.of(1, width()));
        int n = clip.frames();
        int front = n % PARTS == 1 ? 1 : 0;
        int part = (n + PARTS - 1) / PARTS;
        int at = 0;
        for (int p = 0; p < PARTS; p++) {
            at = statistics(frames, p * part - front, (p + 1) * part - front, out, at);
        }
        int whole = at;
        at = statistics(frames, 0, n, out, at);
        resize(frames, out, whole, at);
        return new Sample(out);
    }

    /// [T, P·axes], NaN = missing.
    private Tensor points(Clip clip, Memory memory) {
        Tensor points = memory.allocate(Shape.of(clip.frames(), columns()));
        int to = points.offset();
        for (int t = 0; t < clip.frames(); t++) {
            for (int axis = 0; axis < axes; axis++) {
                points.array()[to + axis] = mean(clip, t, FACE, axis);
                points.array()[to + axes + axis] = mean(clip, t, POSE, axis);
            }
            for (int p = 0; p < SINGLE.length; p++) {
                System.arraycopy(clip.landmarks(), clip.index(t, SINGLE[p]), points.array(), to + (2 + p) * axes, axes);
            }
            to += columns();
        }
        return points;
    }

    private static float mean(Clip clip, int frame, int[] rows, int axis) {
        double sum = 0;
        int count = 0;
        for (int row : rows) {
            float v = clip.landmarks()[clip.index(frame, row) + axis];
            if (!Float.isNaN(v)) {
                sum += v;
                count++;
            }
        }
        return (float) (sum / count);
    }

    /// Mean and deviation of every column over frames `from` to `to`; numbers outside the clip mean its first or last
    /// frame.
    ///
    /// @return where to go on in `out`
    private int statistics(Tensor frames, int from, int to, Tensor out, int at) {
        int width = columns();
        int last = frames.shape().dim(0) - 1;
        for (int j = 0; j < width; j++) {
            double sum = 0;
            int count = 0;
            for (int t = from; t < to; t++) {
                float v = frames.array()[frames.offset() + Math.clamp(t, 0, last) * width + j];
                if (!Float.isNaN(v)) {
                    sum += v;
                    count++;
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (int t = from; t < to; t++) {
                float v = frames.array()[frames.offset() + Math.clamp(t, 0, last) * width + j];
                if (!Float.isNaN(v)) {
                    squares += (v - mean) * (v - mean);
                }
            }
            out.array()[out.offset() + at + j] = count == 0 ? 0 : (float) mean;
            out.array()[out.offset() + at + width + j] = count == 0 ? 0 : (float) Math.sqrt(squares / count);
        }
        return at + 2 * width;
    }

    /// @param means where the means of the whole clip are in `out`; a column that is never there has 0
    private void resize(Tensor frames, Tensor out, int means, int at) {
        int width = columns();
        int n = frames.shape().dim(0);
        for (int i = 0; i < RESIZED; i++) {
            float place = (i + 0.5f) * ((float) n / RESIZED) - 0.5f;
            int low = Math.max((int) Math.floor(place), 0);
            int high = Math.min((int) Math.ceil(place), n - 1);
            float share = place - (float) Math.floor(place);
            for (int j = 0; j < width; j++) {
                float mean = out.array()[out.offset() + means + j];
                float a = present(frames.array()[frames.offset() + low * width + j], mean);
                float b = present(frames.array()[frames.offset() + high * width + j], mean);
                out.array()[out.offset() + at + i * width + j] = a + (b - a) * share;
            }
        }
    }

    private static float present(float v, float mean) {
        return Float.isFinite(v) ? v : mean;
    }
}
