package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import islr.tensor.kernel.Kernels;
import java.util.List;

/// Normalisation: of every row, and of every channel over all rows.
public final class Norms {
    private Norms() {}

    /// `y = (x − mean) / √(variance + ε) · weight + bias` for every row of C channels, with the population variance, in
    /// two passes.
    ///
    /// - `x` `[.., C]` → `y` `[.., C]`; `weight` (gamma) `[C]`, `bias` (beta) `[C]`
    /// - saved: `statistics` `[rows, 2]`, mean and 1/√(variance + ε) of each row
    ///
    /// Source: Ba, Kiros, Hinton, *Layer Normalization* (2016). PyTorch's default ε is 1e-5; Keras' is 1e-3.
    public record LayerNorm(Tensor x, Tensor weight, Tensor bias, float epsilon) implements Operation {
        private static final String STATISTICS = "statistics";

        /// @throws IllegalArgumentException if the shapes do not fit
        public LayerNorm {
            int n = x.shape().columns();
            if (weight.shape().rank() != 1 || weight.size() != n || !bias.shape().equals(weight.shape())) {
                throw new IllegalArgumentException("layer norm: x " + x.shape() + ", weight " + weight.shape()
                        + ", bias " + bias.shape() + ": both need [" + n + "]");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
        }

        @Override
        public Tensor forward(Compute c, Saved saved) {
            Tensor y = c.allocate(x.shape());
            Tensor statistics = saved.room(c, STATISTICS, x.shape().rows(), 2);
            int n = x.shape().columns();
            Tasks.rows(c, x, i -> {
                int at = x.offset() + i * n;
                float mean = c.kernels().sum(x.array(), at, n) / n;
                float variance = c.kernels().squaredDistance(x.array(), at, n, mean) / n;
                float inverse = (float) (1 / Math.sqrt(variance + epsilon));
                if (statistics != null) {
                    statistics.array()[statistics.offset() + 2 * i] = mean;
                    statistics.array()[statistics.offset() + 2 * i + 1] = inverse;
                }
                c.kernels().normalize(x.array(), at, mean, inverse, weight.array(), weight.offset(), bias.array(),
                        bias.offset(), y.array(), y.offset() + i * n, n);
            });
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            Tensor statistics = saved.get(STATISTICS);
            int n = x.shape().columns();
            if (into.wants(x)) {
                Tensor dx = c.allocate(x.shape());
                Tasks.rows(c, x,
                        i -> c.kernels().normalizeBackward(x.array(), x.offset() + i * n, mean(statistics, i),
                                inverse(statistics, i), weight.array(), weight.offset(), dy.array(),
                                dy.offset() + i * n, dx.array(), dx.offset() + i * n, n));
                into.add(x, dx);
            }
            if (into.wants(weight)) {
                Tensor dWeight = c.zeros(weight.shape());
                for (int i = 0; i < x.shape().rows(); i++) {
                    c.kernels().normalizeWeightGradient(x.array(), x.offset() + i * n, mean(statistics, i),
                            inverse(statistics, i), dy.array(), dy.offset() + i * n, dWeight.array(), dWeight.offset(),
                            n);
                }
                into.add(weight, dWeight);
            }
            if (into.wants(bias)) {
                into.add(bias, Tasks.columnSums(c, dy));
            }
        }

        private static float mean(Tensor statistics, int row) {
            return statistics.array()[statistics.offset() + 2 * row];
        }

        private static float inverse(Tensor statistics, int row) {
            return statistics.array()[statistics.offset() + 2 * row + 1];
        }
    }

    /// `y = (x − mean) / √(variance + ε) · weight + bias` for every channel, with the mean and the population variance
    /// of the channel over all N rows, in two passes: batch normalisation in training.
    ///
    /// - `x` `[.., C]` → `y` `[.., C]`; all axes but the last make the rows
    /// - `weight` (gamma) `[C]`, `bias` (beta) `[C]`
    /// - `counts` k `[rows]`: how often each row counts in N, mean and variance; null if all count once. A row that
    ///   stands for several equal ones (see [islr.tensor.Segments]) counts that often, a masked one not at all; it is
    ///   normalised all the same
    /// - saved: [#MEAN] and [#VARIANCE], each `[C]`, from which a layer updates its running statistics
    ///
    /// Gradients, with x̂ the normalised x: `dbias = Σ dy`, `dweight = Σ dy·x̂`,
    /// `dx = weight/√(variance + ε) · (dy − k·Σ dy/N − k·x̂·Σ(dy·x̂)/N)`, the sums over all rows. The gradients of a
    /// row that stands for several, dy and dx, are the sums over those.
    ///
    /// Of a single row the variance is 0, so `y = bias` and dx = 0. Keras computes the same; PyTorch refuses.
    ///
    /// Source: Ioffe, Szegedy, *Batch Normalization* (2015).
    public record BatchNorm(Tensor x, Tensor weight, Tensor bias, float[] counts, float epsilon) implements Operation {
        /// The names under which the statistics of the batch are kept.
        public static final String MEAN = "mean";
        public static final String VARIANCE = "variance";

        /// @throws IllegalArgumentException if shapes or counts do not fit, or no row counts
        public BatchNorm {
            int n = x.shape().columns();
            if (weight.shape().rank() != 1 || weight.size() != n || !bias.shape().equals(weight.shape())) {
                throw new IllegalArgumentException("batch norm: x " + x.shape() + ", weight " + weight.shape()
                        + ", bias " + bias.shape() + ": both need [" + n + "]");
            }
            if (x.shape().rows() == 0) {
                throw new IllegalArgumentException("batch norm: x " + x.shape() + " has no rows to take a mean of");
            }
            if (counts != null && counts.length != x.shape().rows()) {
                throw new IllegalArgumentException("batch norm: x " + x.shape() + ", " + counts.length
                        + " counts: one for each of " + x.shape().rows() + " rows is needed");
            }
            if (!(rows(x, counts) > 0)) {
                throw new IllegalArgumentException("batch norm: x " + x.shape() + " has no row that counts");
            }
        }

        /// Every row counts once.
        public BatchNorm(Tensor x, Tensor weight, Tensor bias, float epsilon) {
            this(x, weight, bias, null, epsilon);
        }

        /// N, how many rows the statistics are of.
        public float rows() {
            return rows(x, counts);
        }

        private static float rows(Tensor x, float[] counts) {
            if (counts == null) {
                return x.shape().rows();
            }
            double rows = 0;
            for (float count : counts) {
                rows += count;
            }
            return (float) rows;
        }

        private float count(int row) {
            return counts == null ? 1 : counts[row];
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x, weight, bias);
        }

        @Override
        public Tensor forward(Compute c, Saved saved) {
            Kernels k = c.kernels();
            int n = x.shape().columns();
            Tensor y = c.allocate(x.shape());
            Tensor mean = Tasks.sumsOfRows(c, x, n,
                    (i, sums, at) -> k.axpy(count(i), x.array(), x.offset() + i * n, sums, at, n));
            over(k, mean, rows());
            // y holds x − mean in the meantime.
            Tensor variance = Tasks.sumsOfRows(c, x, n, (i, sums, at) -> {
                int row = y.offset() + i * n;
                k.binary(Kernels.Binary.SUBTRACT, x.array(), x.offset() + i * n, 1, mean.array(), mean.offset(), 1,
                        y.array(), row, n);
                squares(k, count(i), y.array(), row, sums, at, n);
            });
            over(k, variance, rows());
            saved.keep(MEAN, mean);
            saved.keep(VARIANCE, variance);
            Tensor factors = inverse(c, variance);
            times(k, factors, weight);
            Tasks.rows(c, y, i -> {
                int row = y.offset() + i * n;
                k.binary(Kernels.Binary.MULTIPLY, y.array(), row, 1, factors.array(), factors.offset(), 1, y.array(),
                        row, n);
                k.binary(Kernels.Binary.ADD, y.array(), row, 1, bias.array(), bias.offset(), 1, y.array(), row, n);
            });
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Saved saved, Gradients into) {
            Kernels k = c.kernels();
            int n = x.shape().columns();
            Tensor mean = saved.get(MEAN);
            Tensor inverse = inverse(c, saved.get(VARIANCE));
            Tensor dx = c.allocate(x.shape());
            // Σ dy, and behind it Σ dy·x̂; dx holds x̂ in the meantime.
            Tensor sums = Tasks.sumsOfRows(c, x, 2 * n, (i, to, at) -> {
                int row = dx.offset() + i * n;
                k.binary(Kernels.Binary.SUBTRACT, x.array(), x.offset() + i * n, 1, mean.array(), mean.offset(), 1,
                        dx.array(), row, n);
                k.binary(Kernels.Binary.MULTIPLY, dx.array(), row, 1, inverse.array(), inverse.offset(), 1, dx.array(),
                        row, n);
                k.axpy(1, dy.array(), dy.offset() + i * n, to, at, n);
                k.multiplyAdd(dy.array(), dy.offset() + i * n, dx.array(), row, to, at + n, n);
            });
            into.add(bias, sums.view(0, bias.shape()));
            into.add(weight, sums.view(n, weight.shape()));
            if (into.wants(x)) {
                Tensor means = c.allocate(2 * n);
                k.affine(-1f / rows(), 0, sums.array(), sums.offset(), means.array(), means.offset(), 2 * n);
                times(k, inverse, weight);
                Tasks.rows(c, dx, i -> {
                    float[] to = dx.array();
                    int row = dx.offset() + i * n;
                    k.binary(Kernels.Binary.MULTIPLY, to, row, 1, means.array(), means.offset() + n, 1, to, row, n);
                    if (count(i) != 1) {
                        k.affine(count(i), 0, to, row, to, row, n);
                    }
                    k.axpy(1, dy.array(), dy.offset() + i * n, to, row, n);
                    k.axpy(count(i), means.array(), means.offset(), to, row, n);
                    k.binary(Kernels.Binary.MULTIPLY, to, row, 1, inverse.array(), inverse.offset(), 1, to, row, n);
                });
                into.add(x, dx);
            }
        }

        /// 1/√(variance + ε).
        private Tensor inverse(Compute c, Tensor variance) {
            Tensor inverse = c.allocate(variance.shape());
            for (int j = 0; j < variance.size(); j++) {
                inverse.array()[inverse.offset()
                        + j] = (float) (1 / Math.sqrt(variance.array()[variance.offset() + j] + epsilon));
            }
            return inverse;
        }

        /// `sums += count·d²`. Most rows count once.
        private static void squares(Kernels k, float count, float[] d, int row, float[] sums, int at, int n) {
            if (count == 1) {
                k.multiplyAdd(d, row, d, row, sums, at, n);
                return;
            }
            for (int j = 0; j < n; j++) {
                sums[at + j] += count * d[row + j] * d[row + j];
            }
        }

        private static void over(Kernels k, Tensor sums, float rows) {
            k.affine(1f / rows, 0, sums.array(), sums.offset(), sums.array(), sums.offset(), sums.size());
        }

        private static void times(Kernels k, Tensor a, Tensor b) {
            k.binary(Kernels.Binary.MULTIPLY, a.array(), a.offset(), 1, b.array(), b.offset(), 1, a.array(), a.offset(),
                    a.size());
        }
    }
}
