package islr.system.gislr;

import islr.system.Augmentation;
import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.random.RandomGenerator;

/// Frames that do not count, at random: those with u ≤ rate for a uniform u of each frame; if that leaves none, all
/// count.
///
/// A masked frame keeps its row. What becomes of it is a matter of [Padding].
///
/// @param columns C
/// @param rate share of the frames, 0.25 in the original
record FrameMasking(int columns, float rate) implements Augmentation {
    @Override
    public String stream() {
        return "frame mask";
    }

    @Override
    public Sample apply(Sample sample, RandomGenerator random, Memory memory) {
        float[] u = memory.array(sample.rows());
        for (int t = 0; t < u.length; t++) {
            u[t] = random.nextFloat();
        }
        return masked(sample, u, memory);
    }

    /// @param u at least a number a row, in [0, 1)
    Sample masked(Sample sample, float[] u, Memory memory) {
        Tensor from = sample.values();
        Tensor to = memory.allocate(from.shape());
        System.arraycopy(from.array(), from.offset(), to.array(), to.offset(), from.size());
        FrameRows rows = new FrameRows(columns);
        boolean some = false;
        for (int t = 0; t < sample.rows(); t++) {
            some |= u[t] > rate;
        }
        for (int t = 0; t < sample.rows() && some; t++) {
            if (u[t] <= rate) {
                to.array()[to.offset() + t * rows.width() + rows.mask()] = 0;
            }
        }
        return new Sample(to);
    }
}
