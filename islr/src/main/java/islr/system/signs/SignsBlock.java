package islr.system.signs;

import islr.nn.Activation;
import islr.nn.Conv1d;
import islr.nn.Dropout;
import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention;
import islr.nn.transformer.FeedForward;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import islr.tensor.op.Mask;

/// One block: what happens in neighbouring frames, what frames far apart have to do with each other, and what follows
/// for each frame.
///
/// ```
/// x = x + dropout(ff1(conv(norm1(x))))      a depthwise convolution over 5 frames, then a feed-forward network
/// x = x + dropout(attn(norm2(x)))           if there are heads
/// x = x + dropout(ff2(norm3(x)))
/// ```
///
/// Feed-forward networks are twice as wide as the block, with SiLU. `x` [N, D]; `conv.weight` [D, 1, 5].
final class SignsBlock {
    /// PyTorch's.
    static final float EPSILON = 1e-5f;
    static final int KERNEL = 5;
    static final int WIDER = 2;

    private final LayerNorm norm1;
    private final Conv1d conv;
    private final FeedForward mixed;
    private final LayerNorm norm2;
    private final MultiHeadAttention attention;
    private final LayerNorm norm3;
    private final FeedForward fed;
    private final Dropout dropout;

    SignsBlock(SignsSizes sizes, Parameters parameters) {
        int units = sizes.units();
        norm1 = new LayerNorm(units, EPSILON, parameters.at("norm1"));
        conv = new Conv1d(units, units, new Conv1d.Options(KERNEL, 1, 1, units, Padding.same(KERNEL, 1), true),
                parameters.at("conv"));
        mixed = new FeedForward(units, WIDER * units, Activation.SILU, 0, parameters.at("ff1"));
        norm2 = sizes.heads() == 0 ? null : new LayerNorm(units, EPSILON, parameters.at("norm2"));
        attention = sizes.heads() == 0 ? null
                : new MultiHeadAttention(units, sizes.heads(), sizes.dropout(), parameters.at("attn"));
        norm3 = new LayerNorm(units, EPSILON, parameters.at("norm3"));
        fed = new FeedForward(units, WIDER * units, Activation.SILU, 0, parameters.at("ff2"));
        dropout = new Dropout(sizes.dropout());
    }

    /// [N, D] → [N, D].
    Tensor forward(Compute c, Tensor rows, Segments clips) {
        Tensor x = rows.add(c, dropout.forward(c, mixed.forward(c, conv.forward(c, norm1.forward(c, rows), clips))));
        if (attention != null) {
            Tensor attended = attention.forward(c, norm2.forward(c, x), clips, Mask.none());
            x = x.add(c, dropout.forward(c, attended));
        }
        return x.add(c, dropout.forward(c, fed.forward(c, norm3.forward(c, x))));
    }
}
