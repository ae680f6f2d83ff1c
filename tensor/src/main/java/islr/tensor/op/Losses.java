package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import java.util.Arrays;
import java.util.List;

/// What training makes small.
public final class Losses {
    private Losses() {}

    /// The cross-entropy of logits with label smoothing, averaged over the rows:
    /// `L = −1/B Σ_b Σ_c t_bc · log softmax(x_b)_c` with `t = (1 − s)·onehot + s/C`.
    ///
    /// - `logits` x `[B, C]`, `labels` `[B]` in 0 to C − 1, `smoothing` s in [0, 1) → a scalar
    /// - `dropped` k: the k rows with the largest losses do not count (of equal ones the first), and the mean is that
    ///   of the B − k others. Wrong labels are mostly among them. Known as OUSM, online uncertainty sample mining
    ///
    /// Gradient, of the rows that count: `dx = (softmax(x) − t)·dL/(B − k)`. Probabilities are not clipped: Keras,
    /// which clips at 1e-7, takes the logits as here.
    public record CrossEntropy(Tensor logits, int[] labels, float smoothing, int dropped) implements Operation {
        private static final String ROWS = "rows";

        /// @throws IllegalArgumentException if labels, smoothing or the number of dropped rows do not fit
        public CrossEntropy {
            if (logits.shape().rank() != 2 || logits.shape().dim(0) != labels.length || labels.length == 0) {
                throw new IllegalArgumentException("cross-entropy: logits " + logits.shape() + " with " + labels.length
                        + " labels: one a row is needed");
            }
            for (int label : labels) {
                if (label < 0 || label >= logits.shape().columns()) {
                    throw new IllegalArgumentException(
                            "cross-entropy: label " + label + " with " + logits.shape().columns() + " classes");
                }
            }
            if (!(smoothing >= 0 && smoothing < 1)) {
                throw new IllegalArgumentException("cross-entropy: label smoothing " + smoothing + " is not in [0, 1)");
            }
            if (dropped < 0 || dropped >= labels.length) {
                throw new IllegalArgumentException("cross-entropy: the " + dropped + " largest losses of "
                        + labels.length + " rows are not to count; at least one must");
            }
        }

        /// All rows count.
        public CrossEntropy(Tensor logits, int[] labels, float smoothing) {
            this(logits, labels, smoothing, 0);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public Tensor forward(Compute c, Saved saved) {
            Tensor logProbabilities = new Softmax.LogRows(logits).forward(c);
            int classes = logits.shape().columns();
            double[] losses = new double[labels.length];
            for (int b = 0; b < labels.length; b++) {
                int row = logProbabilities.offset() + b * classes;
                losses[b] -= (1 - smoothing) * logProbabilities.array()[row + labels[b]];
                if (smoothing > 0) {
                    losses[b] -= (double) smoothing / classes * c.kernels().sum(logProbabilities.array(), row, classes);
                }
            }
            Tensor counting = c.allocate(labels.length);
            double total = 0;
            for (int b = 0; b < labels.length; b++) {
                boolean counts = dropped == 0 || larger(losses, b) >= dropped;
                counting.array()[counting.offset() + b] = counts ? 1 : 0;
                total += counts ? losses[b] : 0;
            }
            saved.keep(ROWS, counting);
            Tensor y = c.allocate(Shape.scalar());
            y.array()[y.offset()] = (float) (total / (labels.length - dropped));
            return y;
        }

        /// How many losses are dropped before this one.
        private static int larger(double[] losses, int row) {
            int larger = 0;
            for (int b = 0; b < losses.length; b++) {
                int order = Double.compare(losses[b], losses[row]);
                larger += order > 0 || order == 0 && b < row ? 1 : 0;
            }
            return larger;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            Tensor dx = new Softmax.Rows(logits).forward(c);
            Tensor counting = saved.get(ROWS);
            int classes = logits.shape().columns();
            float scale = dy.item() / (labels.length - dropped);
            c.kernels().affine(scale, -smoothing / classes * scale, dx.array(), dx.offset(), dx.array(), dx.offset(),
                    dx.size());
            for (int b = 0; b < labels.length; b++) {
                int row = dx.offset() + b * classes;
                dx.array()[row + labels[b]] -= (1 - smoothing) * scale;
                if (counting.array()[counting.offset() + b] == 0) {
                    Arrays.fill(dx.array(), row, row + classes, 0);
                }
            }
            into.add(logits, dx);
        }
    }
}
