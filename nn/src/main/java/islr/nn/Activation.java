package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.Activations;

/// The functions that stand between linear maps, by their names in configurations.
public enum Activation {
    RELU, GELU, SILU, SIGMOID, TANH;

    public Tensor forward(Compute c, Tensor x) {
        return c.run(new Activations.Unary(function(), x));
    }

    /// Its kernel.
    Kernels.Unary function() {
        return Kernels.Unary.valueOf(name());
    }
}
