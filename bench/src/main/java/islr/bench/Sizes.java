package islr.bench;

import islr.tensor.Segments;
import java.util.stream.IntStream;

/// All sizes that are measured, named after their use in a GISLR-64 of the original's sizes.
public final class Sizes {
    /// D, the width of the model.
    public static final int UNITS = 512;
    /// Width inside a feed-forward network.
    public static final int HIDDEN = 2 * UNITS;
    public static final int HEADS = 8;
    /// Width of a convolutional model.
    public static final int CHANNELS = 192;
    /// S, the number of frames to which longer clips are pooled.
    public static final int FRAMES = 64;
    public static final int CLASSES = 250;
    /// Clips in a training step.
    public static final int BATCH_CLIPS = 64;

    /// Frames of the clips of a training step, in arbitrary order: the quantiles 0, 1/32, …, 31/32 of the frame counts
    /// of the real clips of asl-signs, pooled to 64. A step has each of them twice.
    private static final int[] QUANTILES = {16, 2, 64, 22, 11, 40, 6, 64, 28, 13, 6, 55, 19, 8, 30, 64, 12, 24, 6, 44,
        17, 63, 10, 32, 64, 14, 6, 36, 21, 48, 18, 25};

    /// A linear map of the model: `in` numbers of a row to `out`.
    public enum Layer {
        /// The embedding of the lips, x and y of 40 points.
        LANDMARKS(80, 384),
        /// Each of the query, key, value and output maps of attention.
        QKV(UNITS, UNITS),
        /// The first map of a feed-forward network, to its hidden layer.
        FEED_FORWARD(UNITS, HIDDEN),
        /// The second map, back to the width of the model.
        FEED_FORWARD_BACK(HIDDEN, UNITS);

        public final int in;
        public final int out;

        Layer(int in, int out) {
            this.in = in;
            this.out = out;
        }
    }

    /// The rows that go through the model at once: the frames of one clip, or those of all clips of a training step,
    /// one clip after the other.
    public enum Rows {
        /// A short clip.
        SMALL(11),
        /// The median of real clips.
        MEDIAN(22),
        /// A clip that was pooled.
        FULL(FRAMES),
        /// A training step.
        BATCH(batch());

        private final int[] lengths;
        private final int count;

        Rows(int... lengths) {
            this.lengths = lengths;
            count = IntStream.of(lengths).sum();
        }

        /// Frames of each clip.
        public int[] lengths() {
            return lengths.clone();
        }

        Segments segments() {
            return Segments.ofLengths(lengths);
        }

        /// Frames of all clips.
        public int count() {
            return count;
        }
    }

    private Sizes() {}

    private static int[] batch() {
        return IntStream.range(0, BATCH_CLIPS).map(i -> QUANTILES[i % QUANTILES.length]).toArray();
    }
}
