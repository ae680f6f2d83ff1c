package islr.system.fingerspelling;

import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// A convolution that sees one frame: a linear map whose weight has the shape of a convolution's.
///
/// - `conv.weight` `[out, in, 1]`, `conv.bias` `[out]`
final class Pointwise {
    private final Tensor weight;
    private final Tensor bias;

    Pointwise(int in, int out, Parameters parameters) {
        Parameters conv = parameters.at("conv");
        weight = conv.get("weight", Init.fanInUniform(), out, in, 1);
        bias = conv.get("bias", Init.uniform(1 / Math.sqrt(in)), out);
    }

    /// `[N, in]` → `[N, out]`.
    Tensor forward(Compute c, Tensor x) {
        return x.linear(c, weight.reshape(c, weight.shape().dim(0), weight.shape().dim(1)), bias);
    }

    /// The same as a linear map.
    Linear map(Compute c) {
        return Linear.of(weight.reshape(c, weight.shape().dim(0), weight.shape().dim(1)), bias);
    }

    /// What it makes of a row of zeros, `[1, out]`.
    Tensor ofZeros(Compute c) {
        return bias.reshape(c, 1, bias.size());
    }
}
