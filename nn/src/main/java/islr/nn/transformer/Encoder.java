package islr.nn.transformer;

import islr.nn.LayerNorm;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Mask;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/// A stack of encoder blocks, named `0.`, `1.`, …, with a layer norm `norm.` behind them if asked for (a pre-norm stack
/// needs one).
public final class Encoder {
    private final List<EncoderBlock> blocks = new ArrayList<>();
    private final LayerNorm norm;

    /// @throws IllegalArgumentException if `count` is negative
    public Encoder(int count, EncoderBlock.Options options, boolean finalNorm, Parameters parameters) {
        if (count < 0) {
            throw new IllegalArgumentException("encoder: " + count + " blocks; 0 or more can be had");
        }
        for (int i = 0; i < count; i++) {
            blocks.add(new EncoderBlock(options, parameters.at(i)));
        }
        norm = finalNorm ? new LayerNorm(options.channels(), options.epsilon(), parameters.at("norm")) : null;
    }

    /// What the last block makes of `x`, normalised if there is a final norm, in the same shape.
    public Tensor forward(Compute c, Tensor x, Segments segments, Mask mask) {
        Objects.requireNonNull(segments, "segments");
        Tensor y = x;
        for (EncoderBlock block : blocks) {
            y = block.forward(c, y, segments, mask);
        }
        return norm == null ? y : norm.forward(c, y);
    }
}
