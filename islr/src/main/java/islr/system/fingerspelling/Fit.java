package islr.system.fingerspelling;

import java.util.Arrays;

/// How a sequence is brought to another number of frames. Frames are rows of equal width, one behind the other.
public enum Fit {
    /// Frame i of n is frame ⌊i·T/n⌋, with the quotient and the product in float32. Of training.
    NEAREST {
        @Override
        public float[] to(int frames, float[] rows, int count) {
            int width = rows.length / count;
            float[] fitted = new float[frames * width];
            for (int i = 0; i < frames; i++) {
                System.arraycopy(rows, source(i, count, frames) * width, fitted, i * width, width);
            }
            return fitted;
        }
    },
    /// Frame i of n lies at (i + ½)·T/n − ½ between two frames. Of the deployed original.
    LINEAR {
        @Override
        public float[] to(int frames, float[] rows, int count) {
            int width = rows.length / count;
            float[] fitted = new float[frames * width];
            for (int i = 0; i < frames; i++) {
                double place = Math.max(0, (i + 0.5) * count / frames - 0.5);
                int before = Math.min((int) place, count - 1);
                int after = Math.min(before + 1, count - 1);
                float share = (float) (place - before);
                for (int j = 0; j < width; j++) {
                    float first = rows[before * width + j];
                    fitted[i * width + j] = first + share * (rows[after * width + j] - first);
                }
            }
            return fitted;
        }
    };

    /// The rows brought to a number of frames.
    ///
    /// @param frames n, at least 1
    /// @param rows not changed
    /// @param count T, at least 1
    public abstract float[] to(int frames, float[] rows, int count);

    /// The same rows, or n of them if there are n or more.
    float[] atMost(int frames, float[] rows, int count) {
        return count < frames ? Arrays.copyOf(rows, rows.length) : to(frames, rows, count);
    }

    /// Which of `count` frames becomes frame `i` of `frames`, by the nearest.
    static int source(int i, int count, int frames) {
        if (frames == 2 * count) {
            return i / 2;
        }
        return frames == count ? i : Math.min((int) (i * ((float) count / frames)), count - 1);
    }
}
