package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.Map;
import java.util.SequencedMap;

/// Changes parameters by their gradients.
public interface Optimizer {
    /// One step: parameters are written in place, and [Tensor#changed()].
    ///
    /// @param gradients of a loss that depends on all of the parameters
    /// @param rate the learning rate of this step
    void step(Compute c, Gradients gradients, double rate);

    /// What a resume needs beside the parameters.
    SequencedMap<String, Tensor> state();

    /// @throws IllegalArgumentException if something is missing or has another size
    void restore(Map<String, Tensor> state);
}
