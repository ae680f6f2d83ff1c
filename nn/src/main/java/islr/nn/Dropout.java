package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;

/// Inverted dropout: in training each number is 0 with probability `rate` and the others are divided by 1 − rate;
/// otherwise the identity.
///
/// See [islr.tensor.op.Activations.Dropout].
public record Dropout(float rate) {

    /// @throws IllegalArgumentException if the rate is not in [0, 1)
    public Dropout {
        if (!(rate >= 0 && rate < 1)) {
            throw new IllegalArgumentException("dropout: rate " + rate + " is not in [0, 1)");
        }
    }

    /// `x` with some numbers set to 0 in training, otherwise `x` itself.
    public Tensor forward(Compute c, Tensor x) {
        return x.dropout(c, rate);
    }
}
