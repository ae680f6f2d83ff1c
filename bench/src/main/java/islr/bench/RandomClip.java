package islr.bench;

import islr.system.Sample;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;

/// A GISLR sample of random numbers, and the same padded, as other programs take it.
///
/// @param sample [t, 3C + 2]: x, y and z of C landmarks, the number of the frame, and 1 for a frame that counts
/// @param size S, frames with padding
public record RandomClip(Sample sample, int size) {
    private static final float PADDING = -1;

    /// @param frames t
    /// @param columns C
    public static RandomClip of(Random random, int frames, int columns, int size) {
        int width = 3 * columns + 2;
        float[] values = new float[frames * width];
        for (int t = 0; t < frames; t++) {
            for (int i = 0; i < 3 * columns; i++) {
                values[t * width + i] = (float) random.nextGaussian();
            }
            values[t * width + 3 * columns] = t;
            values[t * width + 3 * columns + 1] = 1;
        }
        return new RandomClip(new Sample(Tensor.of(Shape.of(frames, width), values)), size);
    }

    /// C.
    public int columns() {
        return (sample.width() - 2) / 3;
    }

    /// [S, C, 3], 0 in padding.
    public float[] frames() {
        float[] padded = new float[size * 3 * columns()];
        for (int t = 0; t < sample.rows(); t++) {
            System.arraycopy(sample.values().array(), t * sample.width(), padded, t * 3 * columns(), 3 * columns());
        }
        return padded;
    }

    /// [S], −1 in padding.
    public float[] index() {
        float[] index = new float[size];
        Arrays.fill(index, PADDING);
        for (int t = 0; t < sample.rows(); t++) {
            index[t] = sample.values().get(t, 3 * columns());
        }
        return index;
    }
}
