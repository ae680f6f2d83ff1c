package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.op.ActivatedLinear;
import java.util.Objects;

/// A linear map of every row: `y = x·Wᵀ + b`.
///
/// - `x` `[.., in]` → `y` `[.., out]`
/// - `weight` `[out, in]`, `bias` `[out]` (absent if made without)
///
/// Fresh: as in PyTorch, both U(±1/√in), unless other [Init]s are given. See [islr.tensor.op.Linear].
public final class Linear {
    private final Tensor weight;
    private final Tensor bias;

    public Linear(int in, int out, Parameters parameters) {
        this(in, out, parameters, Init.fanInUniform(), Init.uniform(1 / Math.sqrt(in)));
    }

    /// @param bias null for a map without bias
    public Linear(int in, int out, Parameters parameters, Init weight, Init bias) {
        Objects.requireNonNull(weight, "weight");
        this.weight = parameters.get("weight", weight, out, in);
        this.bias = bias == null ? null : parameters.get("bias", bias, out);
    }

    /// `y` `[.., out]`.
    public Tensor forward(Compute c, Tensor x) {
        return x.linear(c, weight, bias);
    }

    /// `f(W·x + b)`: the same as the activation of [#forward], in one pass.
    public Tensor activated(Compute c, Tensor x, Activation f) {
        return c.run(new ActivatedLinear(operation(x, null), f.function));
    }

    /// `r + W·x + b`: a residual connection around the map, in one pass.
    ///
    /// @param residual r `[.., out]`
    public Tensor addedTo(Compute c, Tensor residual, Tensor x) {
        Objects.requireNonNull(residual, "residual");
        return c.run(operation(x, residual));
    }

    private islr.tensor.op.Linear operation(Tensor x, Tensor residual) {
        return new islr.tensor.op.Linear(x, weight, bias, residual);
    }
}
