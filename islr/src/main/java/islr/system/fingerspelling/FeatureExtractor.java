package islr.system.fingerspelling;

import islr.nn.BatchNorm;
import islr.nn.Init;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Conv2d;

/// From the points of a frame and its two neighbours to one row: a convolution over time and points, whose results are
/// all taken together.
///
/// ```
/// [N, P·3] ─ conv_stem 3×3, every second point ─ bn_conv ─ SiLU ─ [N, ⌈P/2⌉·32] ─ stem_linear ─ stem_bn ─ [N, o]
/// ```
///
/// - `conv_stem.weight` `[32, 3, 3, 3]`, `bn_conv.…` `[32]`, `stem_linear.weight` `[o, 32·⌈P/2⌉]`, `stem_bn.…` `[o]`
///
/// In training the statistics of `bn_conv` are also those of frames of padding, where there are any; those of `stem_bn`
/// are not. The running statistics of `stem_bn` take a share of each batch of their own, in the original nearly all.
final class FeatureExtractor {
    private static final int CHANNELS = 32;
    static final int KERNEL = 3;
    private static final int AXES = 3;
    static final int STRIDE = 2;
    /// Behind a sequence one frame sees its last frame. All further ones are alike: the second stands for them.
    private static final int PADDING = 2;
    private static final float EPSILON = 1e-5f;

    private final Tensor stem;
    private final BatchNorm stemNorm;
    private final Linear linear;
    private final BatchNorm norm;
    private final int width;
    private final int frames;

    /// @param points P
    /// @param out o
    FeatureExtractor(int points, int out, FingerspellingSizes sizes, Parameters parameters) {
        stem = parameters.at("conv_stem").get("weight", Init.fanInUniform(), CHANNELS, AXES, KERNEL, KERNEL);
        stemNorm = new BatchNorm(CHANNELS, BatchNorm.Options.PYTORCH, parameters.at("bn_conv"));
        width = (points + 1) / 2 * CHANNELS;
        linear = new Linear(width, out, parameters.at("stem_linear"), Init.fanInUniform(), null);
        norm = new BatchNorm(out, new BatchNorm.Options(EPSILON, (float) sizes.stemMomentum(), true),
                parameters.at("stem_bn"));
        frames = sizes.padded();
    }

    /// The same with its numbers as they are now, as it predicts.
    FoldedExtractor folded(Compute c) {
        // A convolution's channels are scaled as the rows of a linear map are.
        int inner = AXES * KERNEL * KERNEL;
        Linear flat = stemNorm.foldedInto(c, Linear.of(stem.reshape(c, CHANNELS, inner), null));
        return new FoldedExtractor(flat.weight().reshape(c, CHANNELS, AXES, KERNEL, KERNEL), flat.bias(),
                norm.foldedInto(c, linear));
    }

    /// `x` `[N, P·3]` → `[N, o]`.
    Tensor forward(Compute c, Tensor x, Segments sequences) {
        return norm.forward(c, linear.forward(c, stem(c, x, sequences)));
    }

    /// `[N, ⌈P/2⌉·32]`.
    private Tensor stem(Compute c, Tensor x, Segments sequences) {
        if (frames == 0 || !c.isTraining()) {
            return activated(c, convolved(c, x, sequences), null);
        }
        PaddedFrames padded = PaddedFrames.behind(sequences, frames, PADDING);
        Tensor longer = padded.into(c, x, c.zeros(Shape.of(1, x.shape().columns())));
        float[] counts = new float[longer.shape().dim(0) * (width / CHANNELS)];
        float[] ofFrames = padded.counts(sequences, frames);
        for (int i = 0; i < counts.length; i++) {
            counts[i] = ofFrames[i / (width / CHANNELS)];
        }
        return padded.outOf(c, activated(c, convolved(c, longer, padded.sequences()), counts));
    }

    private Tensor convolved(Compute c, Tensor x, Segments sequences) {
        return c.run(new Conv2d(x, stem, null, sequences, STRIDE, KERNEL / 2));
    }

    private Tensor activated(Compute c, Tensor x, float[] counts) {
        Tensor points = x.reshape(c, x.size() / CHANNELS, CHANNELS);
        return stemNorm.forward(c, points, counts).silu(c).reshape(c, x.shape().dim(0), width);
    }
}
