package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import java.util.List;

/// Normalisation of rows.
public final class Norms {
    private Norms() {}

    /// `y = (x − mean) / √(variance + ε) · weight + bias` for every row of C channels, with the population variance, in
    /// two passes.
    ///
    /// - `x` [.., C] → `y` [.., C]; `weight` (gamma) [C], `bias` (beta) [C]
    /// - saved: `statistics` [rows, 2], mean and 1/√(variance + ε) of each row
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
}
