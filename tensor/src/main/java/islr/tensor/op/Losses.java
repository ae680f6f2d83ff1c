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
    private static final String ROWS = "rows";

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
            requireCounting(dropped, labels.length);
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
            return mean(c, losses, dropped, saved);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            Tensor dx = new Softmax.Rows(logits).forward(c);
            int classes = logits.shape().columns();
            float scale = dy.item() / (labels.length - dropped);
            c.kernels().affine(scale, -smoothing / classes * scale, dx.array(), dx.offset(), dx.array(), dx.offset(),
                    dx.size());
            for (int b = 0; b < labels.length; b++) {
                dx.array()[dx.offset() + b * classes + labels[b]] -= (1 - smoothing) * scale;
            }
            clearDropped(dx, saved);
            into.add(logits, dx);
        }
    }

    /// The cross-entropy of logits with a distribution for each row, averaged over the rows:
    /// `L = −1/B Σ_b Σ_c t_bc · log softmax(x_b)_c`.
    ///
    /// - `logits` x `[B, C]`, `targets` t `[B, C]`, not negative, each row with the sum 1 → a scalar
    /// - `dropped` k: as in [CrossEntropy]
    ///
    /// Gradient, of the rows that count: `dx = (softmax(x) − t)·dL/(B − k)`. The targets get none.
    public record SoftCrossEntropy(Tensor logits, Tensor targets, int dropped) implements Operation {

        /// @throws IllegalArgumentException if the shapes or the number of dropped rows do not fit
        public SoftCrossEntropy {
            if (logits.shape().rank() != 2 || !logits.shape().equals(targets.shape()) || logits.size() == 0) {
                throw new IllegalArgumentException("cross-entropy: logits " + logits.shape() + " with targets "
                        + targets.shape() + ": two equal shapes [B, C] are needed");
            }
            requireCounting(dropped, logits.shape().rows());
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public Tensor forward(Compute c, Saved saved) {
            Tensor logProbabilities = new Softmax.LogRows(logits).forward(c);
            int classes = logits.shape().columns();
            double[] losses = new double[logits.shape().rows()];
            for (int b = 0; b < losses.length; b++) {
                losses[b] = -c.kernels().dot(targets.array(), targets.offset() + b * classes, logProbabilities.array(),
                        logProbabilities.offset() + b * classes, classes);
            }
            return mean(c, losses, dropped, saved);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            Tensor dx = new Softmax.Rows(logits).forward(c);
            float scale = dy.item() / (logits.shape().rows() - dropped);
            c.kernels().affine(scale, 0, dx.array(), dx.offset(), dx.array(), dx.offset(), dx.size());
            c.kernels().axpy(-scale, targets.array(), targets.offset(), dx.array(), dx.offset(), dx.size());
            clearDropped(dx, saved);
            into.add(logits, dx);
        }
    }

    /// The cross-entropy of logits with probabilities, one each, averaged:
    /// `L = −1/B Σ_b (t_b·log σ(x_b) + (1 − t_b)·log(1 − σ(x_b)))`.
    ///
    /// - `logits` x `[B]`, `targets` t `[B]` in [0, 1] → a scalar
    ///
    /// Gradient: `dx = (σ(x) − t)·dL/B`. The targets get none. It is computed as `max(x, 0) − t·x + log(1 + e^−|x|)`,
    /// in which no number is too large.
    public record BinaryCrossEntropy(Tensor logits, float[] targets) implements Operation.Stateless {

        /// @throws IllegalArgumentException if there is not one target in [0, 1] for each logit
        public BinaryCrossEntropy {
            if (logits.size() != targets.length || targets.length == 0) {
                throw new IllegalArgumentException("binary cross-entropy: logits " + logits.shape() + " with "
                        + targets.length + " targets: one each is needed");
            }
            for (float target : targets) {
                if (!(target >= 0 && target <= 1)) {
                    throw new IllegalArgumentException("binary cross-entropy: target " + target + " is not in [0, 1]");
                }
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(logits);
        }

        @Override
        public Tensor forward(Compute c) {
            double sum = 0;
            for (int b = 0; b < targets.length; b++) {
                double x = logits.array()[logits.offset() + b];
                sum += Math.max(x, 0) - targets[b] * x + StrictMath.log1p(StrictMath.exp(-Math.abs(x)));
            }
            Tensor y = c.allocate(Shape.scalar());
            y.array()[y.offset()] = (float) (sum / targets.length);
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = c.allocate(logits.shape());
            for (int b = 0; b < targets.length; b++) {
                double x = logits.array()[logits.offset() + b];
                dx.array()[dx.offset()
                        + b] = (float) ((1 / (1 + StrictMath.exp(-x)) - targets[b]) * dy.item() / targets.length);
            }
            into.add(logits, dx);
        }
    }

    private static void requireCounting(int dropped, int rows) {
        if (dropped < 0 || dropped >= rows) {
            throw new IllegalArgumentException("cross-entropy: the " + dropped + " largest losses of " + rows
                    + " rows are not to count; at least one must");
        }
    }

    /// The mean of the losses but for the largest. Which ones count is kept for the gradient.
    private static Tensor mean(Compute c, double[] losses, int dropped, Saved saved) {
        Tensor counting = c.allocate(losses.length);
        double total = 0;
        for (int b = 0; b < losses.length; b++) {
            boolean counts = dropped == 0 || larger(losses, b) >= dropped;
            counting.array()[counting.offset() + b] = counts ? 1 : 0;
            total += counts ? losses[b] : 0;
        }
        saved.keep(ROWS, counting);
        Tensor y = c.allocate(Shape.scalar());
        y.array()[y.offset()] = (float) (total / (losses.length - dropped));
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

    /// Rows whose loss did not count have no gradient.
    private static void clearDropped(Tensor dx, Saved saved) {
        Tensor counting = saved.get(ROWS);
        int classes = dx.shape().columns();
        for (int b = 0; b < counting.size(); b++) {
            if (counting.array()[counting.offset() + b] == 0) {
                Arrays.fill(dx.array(), dx.offset() + b * classes, dx.offset() + (b + 1) * classes, 0);
            }
        }
    }
}
