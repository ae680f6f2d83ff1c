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
        this.weight = parameters.weight("weight", weight, out, in);
        this.bias = bias == null ? null : parameters.get("bias", bias, out);
    }

    private Linear(Tensor weight, Tensor bias) {
        this.weight = weight;
        this.bias = bias;
    }

    /// A map of numbers that are there.
    ///
    /// @param weight `[out, in]`
    /// @param bias `[out]`, or null for a map without bias
    public static Linear of(Tensor weight, Tensor bias) {
        return new Linear(Objects.requireNonNull(weight, "weight"), bias);
    }

    /// `[out, in]`
    public Tensor weight() {
        return weight;
    }

    /// `[out]`, or null if the map has none.
    public Tensor bias() {
        return bias;
    }

    /// This map and the next one as one: `W₂·W₁·x + (W₂·b₁ + b₂)`. For many rows and narrow maps; gradients reach the
    /// parameters of both.
    ///
    /// @throws IllegalArgumentException if the next one takes another width than this one gives
    public Linear then(Compute c, Linear next) {
        Tensor together = next.weight.widened().matmul(c, weight.widened());
        return new Linear(together, bias == null ? next.bias : bias.reshape(c, 1, bias.size())
                .linear(c, next.weight, next.bias).reshape(c, together.shape().rows()));
    }

    /// This map with each of its channels scaled and shifted: `s·(W·x + b) + t`. Its numbers are a copy, so that it
    /// stays as it is when the parameters change.
    ///
    /// @param scale s `[out]`
    /// @param shift t `[out]`
    public Linear scaled(Compute c, Tensor scale, Tensor shift) {
        Objects.requireNonNull(shift, "shift");
        Tensor scaled = weight.widened().multiply(c, scale.reshape(c, scale.size(), 1));
        Tensor moved = bias == null ? shift : bias.multiply(c, scale).add(c, shift);
        return new Linear(scaled.copy().parameter(), moved.copy().parameter());
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
