package islr.system.fingerspelling;

import islr.nn.BatchNorm;
import islr.nn.Dropout;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d;
import islr.tensor.op.Conv1d.Padding;

/// The convolution along time of an encoder block.
///
/// ```
/// [N, d] ─ pw_conv_1 ─ [N, 2d] ─ GLU ─ [N, d] ─ dw_conv, each channel by itself ─ bn ─ SiLU ─ pw_conv_2 ─ dropout
/// ```
///
/// - `pw_conv_1.conv.weight` `[2d, d, 1]`, `.bias` `[2d]`; `dw_conv.conv.weight` `[d, 1, K]`; `bn.…` `[d]`;
///   `pw_conv_2.conv.weight` `[d, d, 1]`, `.bias` `[d]`
///
/// Padding is 0 in front of the first map, but not behind the GLU: there it is `b₁·σ(b₂)`, from the bias alone, and the
/// last K/2 frames of a sequence see it. With [FingerspellingSizes.Padding#NONE] they see zeros. The statistics of `bn`
/// are those of real frames.
///
/// Source: Gulati et al., *Conformer* (2020), section 2.2, without the first layer norm.
final class ConvolutionModule {
    private final Pointwise first;
    private final Tensor depthwiseWeight;
    private final BatchNorm norm;
    private final Pointwise second;
    private final Dropout dropout;
    private final int kernel;
    private final int frames;

    ConvolutionModule(FingerspellingSizes sizes, Parameters parameters) {
        int width = sizes.width();
        kernel = sizes.kernel();
        frames = sizes.padded();
        first = new Pointwise(width, 2 * width, parameters.at("pw_conv_1"));
        depthwiseWeight = parameters.at("dw_conv").at("conv").get("weight", Init.fanInUniform(), width, 1, kernel);
        norm = new BatchNorm(width, BatchNorm.Options.PYTORCH, parameters.at("bn"));
        second = new Pointwise(width, width, parameters.at("pw_conv_2"));
        dropout = new Dropout(sizes.dropout().encoder());
    }

    /// The same with its numbers as they are now, and what is in front of it.
    FoldedBlock.Convolution folded(Compute c, ScaleShift before) {
        int width = depthwiseWeight.shape().dim(0);
        Linear flat = norm.foldedInto(c, Linear.of(depthwiseWeight.reshape(c, width, kernel), null));
        return new FoldedBlock.Convolution(before.foldedInto(c, first.map(c)), first.ofZeros(c).glu(c).copy(),
                flat.weight().reshape(c, width, 1, kernel), flat.bias(), second.map(c), kernel, frames);
    }

    Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor gated = first.forward(c, x).glu(c);
        Tensor mixed;
        if (frames == 0) {
            mixed = depthwise(c, gated, sequences);
        } else {
            PaddedFrames padded = PaddedFrames.behind(sequences, frames, kernel / 2);
            Tensor longer = padded.into(c, gated, first.ofZeros(c).glu(c));
            mixed = padded.outOf(c, depthwise(c, longer, padded.sequences()));
        }
        return dropout.forward(c, second.forward(c, norm.forward(c, mixed).silu(c)));
    }

    private Tensor depthwise(Compute c, Tensor x, Segments sequences) {
        return c.run(
                new Conv1d(x, depthwiseWeight, null, sequences, 1, 1, x.shape().columns(), Padding.same(kernel, 1)));
    }
}
