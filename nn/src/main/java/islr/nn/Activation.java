package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;

/// The functions that stand between linear maps, by their names in configurations.
public enum Activation {
    RELU, GELU, SILU, SIGMOID, TANH;

    public Tensor forward(Compute c, Tensor x) {
        return switch (this) {
            case RELU -> x.relu(c);
            case GELU -> x.gelu(c);
            case SILU -> x.silu(c);
            case SIGMOID -> x.sigmoid(c);
            case TANH -> x.tanh(c);
        };
    }
}
