package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// What training makes small.
public final class Losses {
    private Losses() {}

    /// The cross-entropy of logits with label smoothing, averaged over the rows:
    /// `L = −1/B Σ_b Σ_c t_bc · log softmax(x_b)_c` with `t = (1 − s)·onehot + s/C`.
    ///
    /// - `logits` x `[B, C]`, `labels` `[B]` in 0 to C − 1, `smoothing` s in [0, 1) → a scalar
    ///
    /// Gradient: `dx = (softmax(x) − t)·dL/B`. Probabilities are not clipped: Keras, which clips at 1e-7, takes the
    /// logits as here.
    public record CrossEntropy(Tensor logits, int[] labels, float smoothing) implements Operation.Stateless {

        /// @throws IllegalArgumentException if labels or smoothing do not fit
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
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor logProbabilities = new Softmax.LogRows(logits).forward(c);
            int classes = logits.shape().columns();
            double total = 0;
            for (int b = 0; b < labels.length; b++) {
                int row = logProbabilities.offset() + b * classes;
                total -= (1 - smoothing) * logProbabilities.array()[row + labels[b]];
                if (smoothing > 0) {
                    total -= (double) smoothing / classes * c.kernels().sum(logProbabilities.array(), row, classes);
                }
            }
            Tensor y = c.allocate(Shape.scalar());
            y.array()[y.offset()] = (float) (total / labels.length);
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = new Softmax.Rows(logits).forward(c);
            int classes = logits.shape().columns();
            float scale = dy.item() / labels.length;
            c.kernels().affine(scale, -smoothing / classes * scale, dx.array(), dx.offset(), dx.array(), dx.offset(),
                    dx.size());
            for (int b = 0; b < labels.length; b++) {
                dx.array()[dx.offset() + b * classes + labels[b]] -= (1 - smoothing) * scale;
            }
            into.add(logits, dx);
        }
    }
}
