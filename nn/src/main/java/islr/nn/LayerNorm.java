package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;

/// Layer normalisation of every row: `y = (x − mean)/√(variance + ε)·weight + bias`, population variance.
///
/// - `x` `[.., C]` → `y` `[.., C]`
/// - `weight` `[C]` (gamma in Keras), `bias` `[C]` (beta); fresh 1 and 0
///
/// PyTorch's default ε is 1e-5, Keras' 1e-3. See [islr.tensor.op.Norms.LayerNorm].
public final class LayerNorm {
    private final Tensor weight;
    private final Tensor bias;
    private final float epsilon;

    /// @throws IllegalArgumentException if ε is negative
    public LayerNorm(int channels, float epsilon, Parameters parameters) {
        if (!(epsilon >= 0)) {
            throw new IllegalArgumentException("layer norm: epsilon " + epsilon + " must not be negative");
        }
        this.weight = parameters.get("weight", Init.ones(), channels);
        this.bias = parameters.get("bias", Init.zeros(), channels);
        this.epsilon = epsilon;
    }

    /// `y`, in the shape of `x`.
    public Tensor forward(Compute c, Tensor x) {
        return x.layerNorm(c, weight, bias, epsilon);
    }
}
