package islr.bench;

import islr.system.Sample;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Arrays;
import java.util.Random;

/// A GISLR sample of random numbers, and the same padded, as other programs take it. Both are made once: nobody's time
/// includes the copying.
///
/// @param sample [t, 3C + 2]: x, y and z of C landmarks, the number of the frame, and 1 for a frame that counts
/// @param size S, frames with padding
/// @param columns C
/// @param frames [S, C, 3], 0 in padding
/// @param index [S], −1 in padding
public record RandomClip(Sample sample, int size, int columns, float[] frames, float[] index) {
    private static final float PADDING = -1;

    /// @param count t
    public static RandomClip of(Random random, int count, int columns, int size) {
        int width = 3 * columns + 2;
        float[] rows = new float[count * width];
        float[] frames = new float[size * 3 * columns];
        float[] index = new float[size];
        Arrays.fill(index, PADDING);
        for (int t = 0; t < count; t++) {
            for (int i = 0; i < 3 * columns; i++) {
                frames[t * 3 * columns + i] = (float) random.nextGaussian();
            }
            System.arraycopy(frames, t * 3 * columns, rows, t * width, 3 * columns);
            rows[t * width + 3 * columns] = t;
            rows[t * width + 3 * columns + 1] = 1;
            index[t] = t;
        }
        return new RandomClip(new Sample(Tensor.of(Shape.of(count, width), rows)), size, columns, frames, index);
    }
}
