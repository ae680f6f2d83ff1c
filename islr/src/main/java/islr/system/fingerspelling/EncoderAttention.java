package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;

/// The attention of an encoder block, in one of its two forms.
sealed interface EncoderAttention permits RelativeAttention, RotaryAttention {
    /// `x` `[N, d]` → `[N, d]`; no row sees another sequence, or padding.
    Tensor forward(Compute c, Tensor x, Segments sequences);

    /// The same with its numbers as they are now, and what is in front of it.
    FoldedBlock.FoldedAttention folded(Compute c, ScaleShift before);
}
