package islr.system.fingerspelling;

import islr.nn.Linear;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv2d;

/// A [FeatureExtractor] as it predicts: both batch norms are part of the maps in front of them.
///
/// `[N, P·3]` → `[N, o]`.
///
/// @param stem `[32, 3, 3, 3]`
/// @param bias `[32]`
record FoldedExtractor(Tensor stem, Tensor bias, Linear linear) {

    Tensor forward(Compute c, Tensor x, Segments sequences) {
        Tensor seen = c.run(new Conv2d(x, stem, bias, sequences, FeatureExtractor.STRIDE, FeatureExtractor.KERNEL / 2))
                .silu(c);
        int rows = x.shape().dim(0);
        return linear.forward(c, seen.reshape(c, rows, seen.size() / Math.max(1, rows)));
    }
}
