package islr.system.fingerspelling;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.system.Features;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Objects;
import java.util.OptionalInt;

/// What the system reads of a sequence: the [SpellingPoints] of every frame, in units of the whole sequence.
///
/// 1. Each of x, y and z less its mean over all points and all frames where it is there, divided by its deviation (of
///    n). Where all numbers of an axis are the same, they become 0.
/// 2. 0 for what is missing.
/// 3. L frames of a sequence of L or more, by `fit`.
///
/// Clip [T, 543, 3] → [t, 390], x, y, z of each point; t = min(T, L).
///
/// @param frames L
/// @param fit how a long sequence is shortened
public record SpellingFeatures(int frames, Fit fit) implements Features {
    /// F, numbers of a frame.
    public static final int WIDTH = SpellingPoints.COUNT * Skeleton.AXES;

    private static final SkeletonRows ROWS = SkeletonRows.of(SpellingPoints.skeletonRows());

    /// @throws IllegalArgumentException if the number of frames is not positive
    public SpellingFeatures {
        Objects.requireNonNull(fit, "fit");
        if (frames < 1) {
            throw new IllegalArgumentException("fingerspelling: " + frames + " frames; at least 1 is needed");
        }
    }

    @Override
    public SkeletonRows rows() {
        return ROWS;
    }

    @Override
    public int points() {
        return SpellingPoints.COUNT;
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
        return "fingerspelling 1, " + frames + " frames, " + fit;
    }

    @Override
    public Sample of(Clip clip, Memory memory) {
        Objects.requireNonNull(clip, "clip");
        Objects.requireNonNull(memory, "memory");
        int[] rows = SpellingPoints.skeletonRows();
        float[] points = new float[clip.frames() * WIDTH];
        for (int frame = 0; frame < clip.frames(); frame++) {
            for (int point = 0; point < rows.length; point++) {
                System.arraycopy(clip.landmarks(), clip.index(frame, rows[point]), points,
                        (frame * rows.length + point) * Skeleton.AXES, Skeleton.AXES);
            }
        }
        standardize(points);
        return sample(points, memory);
    }

    /// A sample of standardised points, on the heap.
    ///
    /// @param points `[T, 130, 3]`
    public Sample sample(float[] points) {
        Objects.requireNonNull(points, "points");
        return sample(points, Memory.heap());
    }

    private Sample sample(float[] points, Memory memory) {
        int count = points.length / WIDTH;
        float[] fitted = fit.atMost(frames, points, count);
        Tensor values = memory.allocate(Shape.of(fitted.length / WIDTH, WIDTH));
        System.arraycopy(fitted, 0, values.array(), values.offset(), fitted.length);
        return new Sample(values);
    }

    /// The points of a sequence in the order of the wide files.
    ///
    /// @param columns `[T, 390]`: of a frame the x of all points, then y, then z; NaN where missing
    /// @return `[T, 130, 3]`, standardised
    /// @throws IllegalArgumentException if the length is not a multiple of 390
    public static float[] standardized(float[] columns) {
        Objects.requireNonNull(columns, "columns");
        if (columns.length % WIDTH != 0) {
            throw new IllegalArgumentException(
                    "fingerspelling: " + columns.length + " values are not a multiple of " + WIDTH + " columns");
        }
        float[] points = new float[columns.length];
        for (int i = 0; i < columns.length; i++) {
            int column = i % WIDTH;
            int point = column % SpellingPoints.COUNT;
            points[i - column + point * Skeleton.AXES + column / SpellingPoints.COUNT] = columns[i];
        }
        standardize(points);
        return points;
    }

    /// Steps 1 and 2, in place.
    private static void standardize(float[] points) {
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            double sum = 0;
            int count = 0;
            for (int i = axis; i < points.length; i += Skeleton.AXES) {
                if (!Float.isNaN(points[i])) {
                    sum += points[i];
                    count++;
                }
            }
            double mean = sum / count;
            double squares = 0;
            for (int i = axis; i < points.length; i += Skeleton.AXES) {
                if (!Float.isNaN(points[i])) {
                    squares += (points[i] - mean) * (points[i] - mean);
                }
            }
            double deviation = Math.sqrt(squares / count);
            for (int i = axis; i < points.length; i += Skeleton.AXES) {
                points[i] = Float.isNaN(points[i]) || !(deviation > 0) ? 0 : (float) ((points[i] - mean) / deviation);
            }
        }
    }
}
