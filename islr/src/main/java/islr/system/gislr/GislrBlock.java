package islr.system.gislr;

import islr.nn.Activation;
import islr.nn.Init;
import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// A block of a GISLR transformer: attention and a feed-forward network.
///
/// ```
/// GISLR-64:  x = x + attention(x)                   GISLR-32:  n = norm1(x)
///            x = x + feedForward(x)                            x = n + attention(n)
///                                                              x = x + feedForward(norm2(x))
/// ```
///
/// In GISLR-32 the first residual starts at the normalised rows, not at x, as in the original.
///
/// - `x` [N, D] → [N, D]
/// - `attn.…` (see [MultiHeadAttention]), `ff.fc1.…` [2D, D], `ff.fc2.…` [D, 2D]; with norms `norm1.…`, `norm2.…` [D]
final class GislrBlock {
    static final float EPSILON = 1e-6f;

    private final MultiHeadAttention attention;
    private final FeedForward feedForward;
    /// Null without norms.
    private final LayerNorm norm1;
    private final LayerNorm norm2;

    GislrBlock(GislrSizes sizes, Parameters parameters) {
        attention = new MultiHeadAttention(sizes.units(), sizes.heads(), 0, parameters.at("attn"),
                Init.parts(sizes.heads(), Init.glorotUniform()));
        feedForward = new FeedForward(sizes.units(), 2 * sizes.units(), Activation.GELU, sizes.dropout(),
                parameters.at("ff"), Init.glorotUniform(), Init.heUniform());
        boolean norms = sizes.norm() == Gislr.Norm.PRE;
        norm1 = norms ? new LayerNorm(sizes.units(), EPSILON, parameters.at("norm1")) : null;
        norm2 = norms ? new LayerNorm(sizes.units(), EPSILON, parameters.at("norm2")) : null;
    }

    private static Tensor normal(Compute c, LayerNorm norm, Tensor x) {
        return norm == null ? x : norm.forward(c, x);
    }

    /// The first half.
    Tensor attended(Compute c, Tensor x, FrameBatch batch) {
        return attention.residual(c, normal(c, norm1, x), batch.segments(), batch.attention());
    }

    /// The second half.
    Tensor fed(Compute c, Tensor x) {
        return norm2 == null ? feedForward.residual(c, x) : x.add(c, feedForward.forward(c, norm2.forward(c, x)));
    }

    /// The mean of [#fed] over the frames that count, [B, D]. A mean of linear maps is the map of the mean: the last
    /// one sees a row a clip instead of a row a frame, which saves a tenth of the whole model.
    Tensor fedMean(Compute c, Tensor x, FrameBatch batch) {
        Tensor hidden = feedForward.hidden(c, normal(c, norm2, x));
        return GislrNetwork.mean(c, x, batch).add(c, feedForward.output(c, GislrNetwork.mean(c, hidden, batch)));
    }

    /// The attention maps.
    Tensor probabilities(Compute c, Tensor x, FrameBatch batch) {
        return attention.probabilities(c, normal(c, norm1, x), batch.segments(), batch.attention());
    }
}
