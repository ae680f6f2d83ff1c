package islr.system.sixth;

import islr.nn.Activation;
import islr.nn.BatchNorm;
import islr.nn.Dropout;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// What a part of the body becomes: `y = Mish(dropout(norm(W·x + b)))`.
///
/// - `x` [N, in] → `y` [N, D]
/// - `0.weight` [D, in], `0.bias` [D]; batch norm `1.weight`, `.bias`, `.running_mean`, `.running_var` [D]
final class PartEncoder {
    private final Linear linear;
    /// Null, as the dropout, if it is folded into the map.
    private final BatchNorm norm;
    private final Dropout dropout;

    PartEncoder(int in, int out, float dropout, Parameters parameters) {
        linear = new Linear(in, out, parameters.at(0));
        norm = new BatchNorm(out, BatchNorm.Options.PYTORCH, parameters.at(1));
        this.dropout = new Dropout(dropout);
    }

    private PartEncoder(Linear folded) {
        linear = folded;
        norm = null;
        dropout = null;
    }

    /// The same for prediction, with the numbers as they are now: the batch norm is part of the linear map.
    PartEncoder folded(Compute c) {
        return new PartEncoder(norm.foldedInto(c, linear));
    }

    /// @param counts how often each row counts in the statistics of a batch, see [BatchNorm]
    Tensor forward(Compute c, Tensor x, float[] counts) {
        if (norm == null) {
            return linear.activated(c, x, Activation.MISH);
        }
        return Activation.MISH.forward(c, dropout.forward(c, norm.forward(c, linear.forward(c, x), counts)));
    }
}
