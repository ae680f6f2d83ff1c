package islr.system.fingerspelling;

import islr.nn.Activation;
import islr.nn.Dropout;
import islr.nn.Linear;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Tensor;

/// Two linear maps with SiLU between them, dropout behind each, none of them wider than the model.
///
/// - `ffn1`, `ffn2`: `.weight` `[d, d]`, `.bias` `[d]`
final class EncoderFeedForward {
    private final Linear ffn1;
    private final Linear ffn2;
    private final Dropout dropout;

    EncoderFeedForward(int width, float dropout, Parameters parameters) {
        ffn1 = new Linear(width, width, parameters.at("ffn1"));
        ffn2 = new Linear(width, width, parameters.at("ffn2"));
        this.dropout = new Dropout(dropout);
    }

    /// Its maps, with what is in front of them.
    Linear[] folded(Compute c, ScaleShift before) {
        return new Linear[] {before.foldedInto(c, ffn1), ffn2};
    }

    Tensor forward(Compute c, Tensor x) {
        return dropout.forward(c, ffn2.forward(c, dropout.forward(c, ffn1.activated(c, x, Activation.SILU))));
    }
}
