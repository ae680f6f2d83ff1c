package islr.features;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Objects;

/// The landmarks of a clip at other times than those of its frames.
///
/// ```
/// frames     0     1     2     3     4            w(t) ▲
/// clip       ●─────●─────●─────●─────●                 │ ╱╲      a frame counts with w = 1 − |t − τ|/h,
/// times      ▲        ▲        ▲     ▲                 │╱  ╲     h the distance of two times, at least a frame
///            τ₀       τ₁       τ₂    τ₃                τ−h  τ+h
/// ```
///
/// Between two frames that is a straight line; where there are more frames than times, it is a weighted mean of the
/// frames around each. A landmark that is missing in a frame does not count there. It is missing at τ if the frames
/// that lack it have more than half of the weight.
///
/// So a clip that is played at another speed, or was taken with another frame rate, gives the same numbers up to what
/// happens between its frames.
public final class Resampling {
    private Resampling() {}

    /// Some landmarks at `count` times that are equally far apart, from frame `first` to frame `last`. Frames before
    /// and behind these do not count.
    ///
    /// @param rows R of the landmarks of the clip
    /// @param first a frame, 0 to T − 1
    /// @param last a frame, `first` to T − 1
    /// @param count S, at least 1
    /// @return `[S, R, 3]`, NaN = missing
    /// @throws IllegalArgumentException if the clip does not have these frames or landmarks
    public static Tensor evenly(Memory memory, Clip clip, int[] rows, int first, int last, int count) {
        Objects.requireNonNull(memory, "memory");
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(rows, "rows");
        if (first < 0 || last < first || last >= clip.frames() || count < 1) {
            throw new IllegalArgumentException("resampling: " + count + " times from frame " + first + " to " + last
                    + " of a clip of " + clip.frames());
        }
        Tensor values = memory.allocate(Shape.of(count, rows.length, Skeleton.AXES));
        double step = count == 1 ? 0 : (double) (last - first) / (count - 1);
        for (int s = 0; s < count; s++) {
            double time = count == 1 ? (first + last) / 2.0 : first + s * step;
            at(clip, rows, first, last, time, Math.max(1, step), values.array(),
                    values.offset() + s * rows.length * Skeleton.AXES);
        }
        return values;
    }

    /// The clip at some times.
    ///
    /// @param times in frames, each 0 to T − 1, ascending; neighbours may be more than a frame apart
    /// @return a clip of as many frames as there are times, with the same landmarks
    public static Clip at(Clip clip, double... times) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(times, "times");
        int[] rows = clip.rows().toArray();
        float[] landmarks = new float[times.length * rows.length * Skeleton.AXES];
        for (int s = 0; s < times.length; s++) {
            if (!(times[s] >= 0 && times[s] <= clip.frames() - 1)) {
                throw new IllegalArgumentException(
                        "resampling: time " + times[s] + " of a clip of " + clip.frames() + " frames");
            }
            double reach = times.length == 1 ? 1
                    : (times[Math.min(s + 1, times.length - 1)] - times[Math.max(0, s - 1)])
                            / (s == 0 || s == times.length - 1 ? 1 : 2);
            at(clip, rows, 0, clip.frames() - 1, times[s], Math.max(1, reach), landmarks,
                    s * rows.length * Skeleton.AXES);
        }
        return clip.with(landmarks);
    }

    /// One time.
    ///
    /// @param least first of the frames that count
    /// @param most last of them
    /// @param reach h, in frames
    /// @throws IllegalArgumentException if the clip does not hold one of the landmarks
    private static void at(Clip clip, int[] rows, int least, int most, double time, double reach, float[] to,
            int offset) {
        float[] from = clip.landmarks();
        int stride = clip.rows().count() * Skeleton.AXES;
        int first = Math.max(least, (int) Math.floor(time - reach) + 1);
        int last = Math.min(most, (int) Math.ceil(time + reach) - 1);
        int at = offset;
        for (int row : rows) {
            int place = clip.index(0, row);
            double x = 0;
            double y = 0;
            double z = 0;
            double seen = 0;
            double all = 0;
            for (int t = first; t <= last; t++) {
                double weight = 1 - Math.abs(t - time) / reach;
                int i = t * stride + place;
                all += weight;
                if (!Float.isNaN(from[i]) && !Float.isNaN(from[i + 1])) {
                    seen += weight;
                    x += weight * from[i];
                    y += weight * from[i + 1];
                    z += weight * from[i + 2];
                }
            }
            boolean there = seen > 0 && 2 * seen >= all;
            to[at] = there ? (float) (x / seen) : Float.NaN;
            to[at + 1] = there ? (float) (y / seen) : Float.NaN;
            to[at + 2] = there ? (float) (z / seen) : Float.NaN;
            at += Skeleton.AXES;
        }
    }
}
