package islr.system.fingerspelling;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;

/// From points to encoded frames: as it is trained, or as it predicts.
sealed interface SequenceEncoder permits FrameEncoder, FoldedEncoder {
    /// `x` `[N, 390]` → `[N, d]`.
    Tensor forward(Compute c, Tensor x, Segments sequences);
}
