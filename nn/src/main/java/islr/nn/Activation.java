package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.Activations;
import java.util.Objects;

/// The functions that stand between linear maps, by their names in configurations.
public enum Activation {
    RELU(Kernels.Unary.RELU), GELU(Kernels.Unary.GELU), SILU(Kernels.Unary.SILU), MISH(Kernels.Unary.MISH),
    SIGMOID(Kernels.Unary.SIGMOID), TANH(Kernels.Unary.TANH);

    /// Its kernel.
    final Kernels.Unary function;

    Activation(Kernels.Unary function) {
        this.function = function;
    }

    /// The function of every number of `x`, in the same shape.
    public Tensor forward(Compute c, Tensor x) {
        Objects.requireNonNull(x, "x");
        return c.run(new Activations.Unary(function, x));
    }
}
