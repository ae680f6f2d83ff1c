package islr.nn.transformer;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.nn.attention.MultiHeadAttention;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.Objects;

/// One block of a transformer's encoder: self-attention and a feed-forward network, each with a skip path and a layer
/// norm.
///
/// - pre-norm: `x = x + attn(norm1(x))`, `x = x + ff(norm2(x))`
/// - post-norm (the original): `x = norm1(x + attn(x))`, `x = norm2(x + ff(x))`
///
/// `x` [rows, D] with the segments of its sequences → the same shape. Parameters: `attn.*`, `norm1.*`, `norm2.*`,
/// `ff.*`.
///
/// Equal to PyTorch's `nn.TransformerEncoderLayer` with `norm_first` true and false. Sources: Vaswani et al. (2017);
/// Xiong et al., *On Layer Normalization in the Transformer Architecture* (2020).
public final class EncoderBlock {
    private final MultiHeadAttention attention;
    private final FeedForward feedForward;
    private final LayerNorm norm1;
    private final LayerNorm norm2;
    private final Dropout dropout;
    private final boolean normFirst;

    /// The sizes and choices of a block.
    ///
    /// @param channels D
    /// @param hidden width of the feed-forward network
    /// @param dropout rate on the attention maps, inside the feed-forward network and on both branches, in training
    /// @param normFirst pre-norm or post-norm
    /// @param epsilon of the layer norms
    public record Options(int channels, int heads, int hidden, Activation activation, float dropout, boolean normFirst,
            float epsilon) {
        public Options {
            Objects.requireNonNull(activation, "activation");
        }
    }

    public EncoderBlock(Options options, Parameters parameters) {
        attention = new MultiHeadAttention(options.channels, options.heads, options.dropout, parameters.at("attn"));
        feedForward = new FeedForward(options.channels, options.hidden, options.activation, options.dropout,
                parameters.at("ff"));
        norm1 = new LayerNorm(options.channels, options.epsilon, parameters.at("norm1"));
        norm2 = new LayerNorm(options.channels, options.epsilon, parameters.at("norm2"));
        dropout = new Dropout(options.dropout);
        normFirst = options.normFirst;
    }

    /// What the block makes of `x`, in the same shape.
    public Tensor forward(Compute c, Tensor x, Segments segments, Mask mask) {
        Objects.requireNonNull(segments, "segments");
        if (normFirst) {
            Tensor attended = x.add(c, dropout.forward(c, attention.forward(c, norm1.forward(c, x), segments, mask)));
            return attended.add(c, dropout.forward(c, feedForward.forward(c, norm2.forward(c, attended))));
        }
        Tensor attended = norm1.forward(c, x.add(c, dropout.forward(c, attention.forward(c, x, segments, mask))));
        return norm2.forward(c, attended.add(c, dropout.forward(c, feedForward.forward(c, attended))));
    }
}
