package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.List;

/// Functions of single numbers: activations and the like, and dropout.
public final class Activations {
    private Activations() {}

    /// `y = f(x)`, with `dx = dy·f'(x)`. The functions are those of [Kernels.Unary].
    public record Unary(Kernels.Unary function, Tensor x) implements Operation.Stateless {
        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Tensor y = c.allocate(x.shape());
            Tasks.pieces(c, x.size(), (from, to) -> c.kernels().unary(function, x.array(), x.offset() + from, y.array(),
                    y.offset() + from, to - from));
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, unaryBackward(c, function, x, y, dy));
        }
    }

    /// The gradient of `y = f(x)` with respect to x.
    static Tensor unaryBackward(Compute c, Kernels.Unary function, Tensor x, Tensor y, Tensor dy) {
        Tensor dx = c.allocate(x.shape());
        Tasks.pieces(c, x.size(),
                (from, to) -> c.kernels().unaryBackward(function, x.array(), x.offset() + from, y.array(),
                        y.offset() + from, dy.array(), dy.offset() + from, dx.array(), dx.offset() + from, to - from));
        return dx;
    }

    /// Inverted dropout: each number is 0 with probability `rate`, the others are divided by 1 − rate; the gradient
    /// likewise.
    ///
    /// Which numbers are kept is a function of the seed and the position ([islr.tensor.kernel.Hash]), so nothing is
    /// stored and the number of threads does not matter. A row that stands for several equal ones (see
    /// [islr.tensor.Segments]) makes one draw for all of them, where the padded form draws for each.
    public record Dropout(Tensor x, float rate, int seed) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the rate is not in [0, 1)
        public Dropout {
            if (!(rate >= 0 && rate < 1)) {
                throw new IllegalArgumentException("dropout: rate " + rate + " is not in [0, 1)");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return drop(c, x);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, drop(c, dy));
        }

        private Tensor drop(Compute c, Tensor from) {
            Tensor to = c.allocate(from.shape());
            Tasks.pieces(c, from.size(), (a, b) -> c.kernels().dropout(rate, seed, a, from.array(), from.offset() + a,
                    to.array(), to.offset() + a, b - a));
            return to;
        }
    }
}
