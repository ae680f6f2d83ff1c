package islr.system.gislr;

import islr.nn.Activation;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// Embeds one landmark group of a frame: `e = absent ? empty : W₂·gelu(W₁·x)`, with a learned vector for a group that
/// is not there.
///
/// - `x` [N, in], `absent` [N, 1] → `e` [N, units]
/// - `empty` [units], `fc1.weight` [units, in], `fc2.weight` [units, units], no biases
final class GroupEmbedding {
    private final Tensor empty;
    private final Linear fc1;
    private final Linear fc2;

    GroupEmbedding(int in, int units, Parameters parameters) {
        empty = parameters.get("empty", Init.zeros(), units);
        fc1 = new Linear(in, units, parameters.at("fc1"), Init.glorotUniform(), null);
        fc2 = new Linear(units, units, parameters.at("fc2"), Init.heUniform(), null);
    }

    Tensor forward(Compute c, Tensor x, Tensor absent) {
        Tensor there = fc2.forward(c, fc1.activated(c, x, Activation.GELU));
        return empty.where(c, absent, there);
    }
}
