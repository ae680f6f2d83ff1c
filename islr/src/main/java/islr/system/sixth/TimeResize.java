package islr.system.sixth;

import islr.system.Sample;
import islr.tensor.Memory;

/// A sample of another number of frames: on the straight lines between frames, which are taken as spans of time, each
/// with its number in the middle.
///
/// ```
/// T = 4    ├──0──┼──1──┼──2──┼──3──┤       s = max((i + ½)·T/S − ½, 0),  from ⌊s⌋ to min(⌊s⌋ + 1, T − 1)
/// S = 3    ├───0───┼───1───┼───2───┤
/// ```
///
/// So the first and the last frame of a resized sample lie between frames where there are fewer of them than before.
/// (PyTorch calls this linear interpolation with `align_corners=False`.) Missing points count as the 0 that they are.
final class TimeResize {
    private TimeResize() {}

    /// @param sample `[T, 300]`, T > 0; not changed
    /// @param frames S, at least 1
    /// @return `[S, 300]`
    static Sample of(Sample sample, int frames, Memory memory) {
        Sample resized = PointChange.room(memory, frames);
        float[] from = sample.values().array();
        float[] to = resized.values().array();
        int last = sample.rows() - 1;
        for (int i = 0; i < frames; i++) {
            double time = Math.max((i + 0.5) * sample.rows() / frames - 0.5, 0);
            int before = Math.min((int) time, last);
            int first = PointChange.at(sample, before, 0, 0);
            int second = PointChange.at(sample, Math.min(before + 1, last), 0, 0);
            double share = time - before;
            int at = PointChange.at(resized, i, 0, 0);
            for (int n = 0; n < SixthFeatures.WIDTH; n++) {
                to[at + n] = (float) ((1 - share) * from[first + n] + share * from[second + n]);
            }
        }
        return resized;
    }
}
