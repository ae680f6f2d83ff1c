package islr.features;

import islr.data.Clip;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.stream.IntStream;

/// Chosen frames and landmarks of a clip.
public final class Selection {
    private Selection() {}

    /// Numbers of the frames in which any of some landmarks was seen.
    public static int[] framesWith(Clip clip, int[] rows) {
        return IntStream.range(0, clip.frames()).filter(t -> seen(clip, rows, t, t + 1) > 0).toArray();
    }

    /// Number of coordinates of some landmarks that are not missing, in frames `from` to `to`.
    public static int seen(Clip clip, int[] rows, int from, int to) {
        int seen = 0;
        for (int t = from; t < to; t++) {
            for (int row : rows) {
                int at = clip.index(t, row);
                for (int axis = 0; axis < 3; axis++) {
                    seen += Float.isNaN(clip.landmarks()[at + axis]) ? 0 : 1;
                }
            }
        }
        return seen;
    }

    /// [frames, rows, 3], NaN = missing.
    public static Tensor values(Memory memory, Clip clip, int[] frames, int[] rows) {
        Tensor values = memory.allocate(Shape.of(frames.length, rows.length, 3));
        int at = values.offset();
        for (int frame : frames) {
            for (int row : rows) {
                System.arraycopy(clip.landmarks(), clip.index(frame, row), values.array(), at, 3);
                at += 3;
            }
        }
        return values;
    }

    /// The same frames, counted from the first of them.
    public static int[] fromFirst(int[] frames) {
        return Arrays.stream(frames).map(frame -> frame - frames[0]).toArray();
    }

    /// The landmarks of all parts, one part behind the other.
    public static int[] concat(int[]... parts) {
        return Arrays.stream(parts).flatMapToInt(Arrays::stream).toArray();
    }
}
