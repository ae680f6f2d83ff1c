package islr.system.fingerspelling;

import islr.nn.Activation;
import islr.nn.LayerNorm;
import islr.nn.Linear;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d;
import islr.tensor.op.Conv1d.Padding;

/// A [SqueezeformerBlock] as it predicts: scales, shifts and the batch norm are part of the linear maps and the
/// convolution beside them, and each map behind a module adds its skip path.
///
/// `[N, d]` → `[N, d]`.
///
/// @param norms the four layer norms
/// @param ffOfAttention two maps behind the attention, with SiLU between them
/// @param ffOfConvolution two maps behind the convolution
record FoldedBlock(FoldedAttention attention, Linear[] ffOfAttention, Convolution convolution, Linear[] ffOfConvolution,
        LayerNorm[] norms) {

    /// An attention whose maps of queries, keys and values have the scale and the shift in them.
    interface FoldedAttention {
        /// `residual` + attention of `x`.
        Tensor addedTo(Compute c, Tensor residual, Tensor x, Segments sequences);
    }

    /// A [ConvolutionModule].
    ///
    /// @param padding what a frame of padding is in front of `depthwise`, `[1, d]`
    /// @param depthwise `[d, 1, K]`
    /// @param frames to how many frames sequences are padded; 0 if they are not
    record Convolution(Linear first, Tensor padding, Tensor depthwise, Tensor bias, Linear second, int kernel,
            int frames) {
        Tensor addedTo(Compute c, Tensor residual, Tensor x, Segments sequences) {
            Tensor gated = first.forward(c, x).glu(c);
            Tensor mixed;
            if (frames == 0) {
                mixed = mixed(c, gated, sequences);
            } else {
                PaddedFrames padded = PaddedFrames.behind(sequences, frames, kernel / 2);
                mixed = padded.outOf(c, mixed(c, padded.into(c, gated, padding), padded.sequences()));
            }
            return second.addedTo(c, residual, mixed.silu(c));
        }

        private Tensor mixed(Compute c, Tensor x, Segments sequences) {
            return c.run(new Conv1d(x, depthwise, bias, sequences, 1, 1, x.shape().columns(), Padding.same(kernel, 1)));
        }
    }

    Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor y = norms[0].forward(c, attention.addedTo(c, x, x, sequences));
        y = norms[1].forward(c, added(c, ffOfAttention, y));
        y = norms[2].forward(c, convolution.addedTo(c, y, y, sequences));
        return norms[3].forward(c, added(c, ffOfConvolution, y));
    }

    private static Tensor added(Compute c, Linear[] maps, Tensor x) {
        return maps[1].addedTo(c, x, maps[0].activated(c, x, Activation.SILU));
    }
}
