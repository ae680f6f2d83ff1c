package islr.system;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// A network with its parameters: from samples to logits.
public interface Model {
    /// Logits [B, classes], recorded where a [tape][islr.tensor.grad.Tape] is open. Where the compute is
    /// [training][Compute#training], dropout and the like act.
    Tensor logits(Compute c, Batch batch);

    /// The same network as it predicts: with everything that depends on its parameters alone computed once, and without
    /// gradients. It does not see later changes of the parameters. Thread-safe.
    default Model forInference(Compute c) {
        return this;
    }

    /// What the network has learned of the importance of each group of landmarks, as shares of 1; empty where it has
    /// no such weights.
    default SequencedMap<String, Double> landmarkWeights() {
        return new LinkedHashMap<>();
    }
}
