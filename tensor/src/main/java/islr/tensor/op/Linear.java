package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// A linear map of every row: `y = x·Wᵀ + b`.
///
/// - `x` [.., in] → `y` [.., out]
/// - `weight` W [out, in], as in PyTorch
/// - `bias` b [out], or null
///
/// Gradients: `dx = dy·W`, `dW = dyᵀ·x`, `db = Σ_rows dy`.
public record Linear(Tensor x, Tensor weight, Tensor bias) implements Operation {
    /// @throws IllegalArgumentException if the shapes do not fit
    public Linear {
        if (weight.shape().rank() != 2 || x.shape().rank() < 1 || x.shape().columns() != weight.shape().dim(1)) {
            throw new IllegalArgumentException("linear: inner dimensions differ: x " + x.shape() + ", weight " + weight.shape() + ": "
                    + x.shape().columns() + " against " + weight.shape().columns());
        }
        if (bias != null && !bias.shape().equals(weight.shape().without(1))) {
            throw new IllegalArgumentException(
                    "linear: bias " + bias.shape() + " does not fit weight " + weight.shape() + ": " + bias.size()
                            + " against " + weight.shape().dim(0));
        }
    }

    @Override
    public List<Tensor> inputs() {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }

    @Override
    public Tensor forward(Compute c) {
        Tensor y = c.allocate(x.shape().with(-1, weight.shape().dim(0)));
        Gemm.multiply(c, Gemm.Matrix.of(x, false), Gemm.Matrix.of(weight, true), y.array(), y.offset(), false);
        if (bias != null) {
            int n = bias.size();
            Tasks.rows(c, y, i -> c.kernels().axpy(1, bias.array(), bias.offset(), y.array(), y.offset() + i * n, n));
        }
        return y;
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        if (into.wants(x)) {
            Tensor dx = c.allocate(x.shape());
            Gemm.multiply(c, Gemm.Matrix.of(dy, false), Gemm.Matrix.of(weight, false), dx.array(), dx.offset(), false);
            into.add(x, dx);
        }
        if (into.wants(weight)) {
            Tensor dw = c.allocate(weight.shape());
            Gemm.multiply(c, Gemm.Matrix.of(dy, true), Gemm.Matrix.of(x, false), dw.array(), dw.offset(), false);
            into.add(weight, dw);
        }
        if (into.wants(bias)) {
            into.add(bias, Tasks.columnSums(c, dy));
        }
    }
}
