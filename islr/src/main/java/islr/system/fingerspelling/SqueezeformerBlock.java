package islr.system.fingerspelling;

import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;

/// A block of the encoder: attention, feed-forward network, convolution, feed-forward network, each with a scale and a
/// shift in front, a skip path and a layer norm behind.
///
/// ```
/// x = ln_mhsa(x + attention(scaled(x)))
/// x = ln_ff_mhsa(x + ff_mhsa(scaled(x)))
/// x = ln_conv(x + conv(scaled(x)))
/// x = ln_ff_conv(x + ff_conv(scaled(x)))
/// ```
///
/// - `[N, d]` → `[N, d]`; names of [ScaleShift], below `mhsa.attention` of [RelativeAttention] or below `mhsa_llama` of
///   [RotaryAttention], below `ff_mhsa` and `ff_conv` of [EncoderFeedForward], below `conv` of [ConvolutionModule];
///   `ln_mhsa`, `ln_ff_mhsa`, `ln_conv`, `ln_ff_conv` `[d]`
///
/// Source: Kim et al., *Squeezeformer* (2022), without its change of the frame rate.
final class SqueezeformerBlock {
    private static final float EPSILON = 1e-5f;

    private final EncoderAttention attention;
    private final EncoderFeedForward afterAttention;
    private final ConvolutionModule convolution;
    private final EncoderFeedForward afterConvolution;
    private final ScaleShift[] scales = new ScaleShift[4];
    private final LayerNorm[] norms = new LayerNorm[4];

    /// @param attention made from a place below this block
    SqueezeformerBlock(FingerspellingSizes sizes, EncoderAttention attention, Parameters parameters) {
        String[] modules = {"mhsa", "ff_mhsa", "conv", "ff_conv"};
        for (int i = 0; i < modules.length; i++) {
            scales[i] = new ScaleShift(sizes.width(), modules[i], parameters);
            norms[i] = new LayerNorm(sizes.width(), EPSILON, parameters.at("ln_" + modules[i]));
        }
        this.attention = attention;
        afterAttention = new EncoderFeedForward(sizes.width(), sizes.dropout().encoder(), parameters.at("ff_mhsa"));
        convolution = new ConvolutionModule(sizes, parameters.at("conv"));
        afterConvolution = new EncoderFeedForward(sizes.width(), sizes.dropout().encoder(), parameters.at("ff_conv"));
    }

    /// Its attention, for looking at.
    EncoderAttention attention() {
        return attention;
    }

    /// Its convolution, for looking at.
    ConvolutionModule convolution() {
        return convolution;
    }

    /// The same with its numbers as they are now, as it predicts.
    FoldedBlock folded(Compute c) {
        return new FoldedBlock(attention.folded(c, scales[0]), afterAttention.folded(c, scales[1]),
                convolution.folded(c, scales[2]), afterConvolution.folded(c, scales[3]), norms);
    }

    Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor y = added(c, 0, x, attention.forward(c, scales[0].forward(c, x), sequences));
        y = added(c, 1, y, afterAttention.forward(c, scales[1].forward(c, y)));
        y = added(c, 2, y, convolution.forward(c, scales[2].forward(c, y), sequences));
        return added(c, 3, y, afterConvolution.forward(c, scales[3].forward(c, y)));
    }

    private Tensor added(Compute c, int module, Tensor x, Tensor branch) {
        return norms[module].forward(c, x.add(c, branch));
    }
}
