package islr.data;

import islr.tensor.Parallel;
import java.util.concurrent.ConcurrentLinkedDeque;

/// The x, y and z coordinates of a clip in three separate arrays, as a file has them. The arrays are kept from one clip
/// to the next.
///
/// Columns are read into these arrays first and combined afterwards. If threads wrote different columns directly to
/// their final places at the same time, they would write to the same cache lines and wait for each other.
final class Coordinates implements AutoCloseable {

    /// How many sets of arrays are kept, and how long they may be: 500 frames, which take 3 MB.
    private static final int MOST = Math.clamp(Runtime.getRuntime().maxMemory() >> 27, 1,
            Runtime.getRuntime().availableProcessors());
    private static final int MOST_ROWS = 500 * Skeleton.ROWS;
    private static final ConcurrentLinkedDeque<Coordinates> FREE = new ConcurrentLinkedDeque<>();

    /// The number of rows that a thread combines at a time.
    private static final int GRAIN = 1 << 14;

    private float[] x = {};
    private float[] y = {};
    private float[] z = {};

    /// The three arrays as one.
    ///
    /// @param landmarks `[rows, 3]`
    /// @param finite false if there may be an infinite number among them
    record Joined(float[] landmarks, boolean finite) {}

    private Coordinates() {}

    /// Arrays for at least `rows` rows, with arbitrary contents. Nobody else uses them until they are closed.
    static Coordinates take(int rows) {
        Coordinates free = FREE.poll();
        Coordinates taken = free == null ? new Coordinates() : free;
        if (taken.x.length < rows) {
            taken.x = new float[rows];
            taken.y = new float[rows];
            taken.z = new float[rows];
        }
        return taken;
    }

    /// The array of an axis, 0 to 2.
    float[] of(int axis) {
        return switch (axis) {
            case 0 -> x;
            case 1 -> y;
            default -> z;
        };
    }

    /// `[rows, 3]`: x, y, z of each row.
    float[] together(int rows, Parallel parallel) {
        float[] out = new float[rows * Skeleton.AXES];
        parallel.ranges(rows, GRAIN, (from, to) -> {
            for (int row = from, o = from * Skeleton.AXES; row < to; row++, o += Skeleton.AXES) {
                out[o] = x[row];
                out[o + 1] = y[row];
                out[o + 2] = z[row];
            }
        });
        return out;
    }

    @Override
    public void close() {
        if (x.length <= MOST_ROWS && FREE.size() < MOST) {
            FREE.push(this);
        }
    }
}
