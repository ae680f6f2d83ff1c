package islr.features;

import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.Arrays;

/// Brings any number of kept frames to exactly S, as the GISLR systems do.
///
/// Fewer than S frames are padded with zeros. Otherwise the frames are cut into S bins of equal length and averaged,
/// missing values left out:
///
/// 1. with fewer than S² kept frames, every frame is first repeated r = max(1, ⌊S²/T⌋) times (T counts **all** frames
///    of the clip)
/// 2. a bin takes p + 1 frames, p = ⌈n·r/S⌉; what is missing to S·(p + 1) is made up by copies of the first and of the
///    last frame, S/2 on each side and the rest in halves
///
/// The S/2 extra copies are in the original: the first and the last bins are mostly such copies. Where T > S² the
/// original divides by zero for S ≤ n < S²; here r is then 1.
public final class FramePooling {
    private FramePooling() {}

    /// @param kept [n, C, 3], NaN = missing
    /// @param index [n], the number of each kept frame
    /// @param clipFrames T
    /// @param size S
    /// @param columns C
    static Frames pool(Memory memory, Tensor kept, int[] index, int clipFrames, int size, int columns) {
        int n = index.length;
        int width = columns * 3;
        float[] values = memory.array(size * width);
        float[] numbers = memory.array(size);
        Arrays.fill(numbers, Frames.PADDING);
        if (n < size) {
            for (int i = 0; i < n * width; i++) {
                float v = kept.array()[kept.offset() + i];
                values[i] = Float.isNaN(v) ? 0 : v;
            }
            Arrays.fill(values, n * width, values.length, 0);
            for (int i = 0; i < n; i++) {
                numbers[i] = index[i];
            }
            return new Frames(values, numbers, size, columns);
        }
        int repeats = n < size * size ? Math.max(1, size * size / clipFrames) : 1;
        int length = n * repeats;
        int bin = (length + size - 1) / size + 1;
        int front = (bin - 1) * size - length;
        front = front / 2 + size / 2;
        for (int b = 0; b < size; b++) {
            float total = 0;
            int[] source = new int[bin];
            for (int i = 0; i < bin; i++) {
                source[i] = Math.clamp(b * bin + i - front, 0, length - 1) / repeats;
                total += index[source[i]];
            }
            numbers[b] = total / bin;
            for (int j = 0; j < width; j++) {
                values[b * width + j] = mean(kept.array(), kept.offset() + j, source, width);
            }
        }
        return new Frames(values, numbers, size, columns);
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
