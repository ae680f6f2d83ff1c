package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// Softmax over the last axis, plain, in logarithms, and with a mask.
public final class Softmax {
    private Softmax() {}

    /// `y_i = exp(x_i) / Σ_j exp(x_j)` for every row; `dx = y·(dy − Σ dy·y)`. A row of −∞ alone gives zeros.
    public record Rows(Tensor x) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape());
            int n = x.shape().columns();
            Tasks.rows(c, x,
                    i -> c.kernels().softmax(x.array(), x.offset() + i * n, null, 0, y.array(), y.offset() + i * n, n));
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, softmaxGradient(c, y, dy));
        }
    }

    /// `y_i = x_i − log Σ_j exp(x_j)` for every row; `dx = dy − exp(y)·Σ dy`.
    public record LogRows(Tensor x) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape());
            int n = x.shape().columns();
            Tasks.rows(c, x,
                    i -> c.kernels().logSoftmax(x.array(), x.offset() + i * n, y.array(), y.offset() + i * n, n));
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = c.allocate(x.shape());
            int n = x.shape().columns();
            Tasks.rows(c, x, i -> c.kernels().logSoftmaxBackward(y.array(), y.offset() + i * n, dy.array(),
                    dy.offset() + i * n, dx.array(), dx.offset() + i * n, n));
            into.add(x, dx);
        }
    }

    /// Softmax of masked scores: `y = softmax(x + mask)` for every matrix [Tq, Tk] of `x` [.., Tq, Tk]. The mask is
    /// that of one sequence, or of all sequences one behind the other if the leading axes together are more than one.
    public record Masked(Tensor x, Mask mask) implements Operation.Stateless {

        /// @throws IllegalArgumentException if `x` holds no matrices or the mask does not fit
        public Masked {
            if (x.shape().rank() < 2) {
                throw new IllegalArgumentException(
                        "masked softmax: x " + x.shape() + " needs two axes at least: queries and keys");
            }
            int sequences = x.shape().rows() / Math.max(1, x.shape().dim(-2));
            mask.check(Segments.uniform(sequences, x.shape().dim(-2)),
                    Segments.uniform(sequences, x.shape().columns()));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape());
            int queries = x.shape().dim(-2);
            int keys = x.shape().columns();
            Tasks.rows(c, x, row -> {
                int sequence = row / queries;
                int to = y.offset() + row * keys;
                System.arraycopy(x.array(), x.offset() + row * keys, y.array(), to, keys);
                mask.apply(new Mask.Place(row, row % queries, sequence * keys, keys, sequence * queries * keys),
                        y.array(), to);
                c.kernels().softmax(y.array(), to, null, 0, y.array(), to, keys);
            });
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, softmaxGradient(c, y, dy));
        }
    }

    private static Tensor softmaxGradient(Compute c, Tensor y, Tensor dy) {
        Tensor dx = c.allocate(y.shape());
        int n = y.shape().columns();
        Tasks.rows(c, y, i -> c.kernels().softmaxBackward(y.array(), y.offset() + i * n, dy.array(),
                dy.offset() + i * n, dx.array(), dx.offset() + i * n, n));
        return dx;
    }
}
