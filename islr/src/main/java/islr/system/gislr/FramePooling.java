package islr.system.gislr;

import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;

/// Brings any number of kept frames to at most S, as the GISLR systems do.
///
/// Fewer than S frames stay as they are: the padding up to S, which the systems know, is the network's business (see
/// [FrameBatch]). Otherwise the frames are cut into S bins of equal length and averaged, missing values left out:
///
/// 1. with fewer than S² kept frames, every frame is first repeated r = max(1, ⌊S²/T⌋) times (T counts **all** frames
///    of the clip)
/// 2. a bin takes p + 1 frames, p = ⌈n·r/S⌉; what is missing to S·(p + 1) is made up by copies of the first and of the
///    last frame, S/2 on each side and the rest in halves
///
/// The S/2 extra copies are in the original: the first and the last bins are mostly such copies. Where T > S² the
/// original divides by zero for S ≤ n < S²; here r is then 1.
final class FramePooling {
    private FramePooling() {}

    /// @param kept n frames of a clip
    /// @param clipFrames T
    /// @param size S
    /// @return [min(n, S), 3C + 2], see [FrameRows]; every frame counts
    static Sample pool(Memory memory, KeptFrames kept, int clipFrames, int size) {
        int n = kept.index().length;
        FrameRows rows = new FrameRows(kept.values().shape().dim(1));
        Tensor out = memory.allocate(Shape.of(Math.min(n, size), rows.width()));
        if (n < size) {
            copy(kept, rows, out);
        } else {
            average(kept, rows, out, clipFrames, size);
        }
        for (int row = 0; row < Math.min(n, size); row++) {
            out.array()[out.offset() + row * rows.width() + rows.mask()] = 1;
        }
        return new Sample(out);
    }

    private static void copy(KeptFrames kept, FrameRows rows, Tensor out) {
        int width = 3 * rows.columns();
        for (int t = 0; t < kept.index().length; t++) {
            int to = out.offset() + t * rows.width();
            int from = kept.values().offset() + t * width;
            for (int i = 0; i < width; i++) {
                float v = kept.values().array()[from + i];
                out.array()[to + i] = Float.isNaN(v) ? 0 : v;
            }
            out.array()[to + rows.index()] = kept.index()[t];
        }
    }

    private static void average(KeptFrames kept, FrameRows rows, Tensor out, int clipFrames, int size) {
        int n = kept.index().length;
        int width = 3 * rows.columns();
        int repeats = n < size * size ? Math.max(1, size * size / clipFrames) : 1;
        int length = n * repeats;
        int bin = (length + size - 1) / size + 1;
        int front = ((bin - 1) * size - length) / 2 + size / 2;
        for (int b = 0; b < size; b++) {
            int to = out.offset() + b * rows.width();
            float total = 0;
            int[] source = new int[bin];
            for (int i = 0; i < bin; i++) {
                source[i] = Math.clamp(b * bin + i - front, 0, length - 1) / repeats;
                total += kept.index()[source[i]];
            }
            out.array()[to + rows.index()] = total / bin;
            for (int j = 0; j < width; j++) {
                out.array()[to + j] = mean(kept.values().array(), kept.values().offset() + j, source, width);
            }
        }
    }

    /// Mean of one coordinate, at `first` in frame 0, over the frames of a bin where it is there; 0 if it is in none.
    private static float mean(float[] kept, int first, int[] source, int width) {
        double sum = 0;
        int count = 0;
        for (int frame : source) {
            float v = kept[first + frame * width];
            if (!Float.isNaN(v)) {
                sum += v;
                count++;
            }
        }
        return count == 0 ? 0 : (float) (sum / count);
    }
}
