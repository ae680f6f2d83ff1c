package islr.system;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.Map;
import java.util.SequencedMap;

/// What all ways of training have in common, whatever a step learns from: epochs, and a state that a run goes on from.
public interface Learning {
    /// Called when an epoch begins.
    ///
    /// @param epoch from 0
    /// @param steps how many each epoch has
    /// @return its learning rate, for the records; the one of its first step, if it changes from step to step
    double begin(int epoch, int steps);

    /// Called when all steps of an epoch are done, before the model is judged.
    ///
    /// @param epoch from 0
    default void end(Compute c, int epoch) {}

    /// What going on needs beside the parameters of the model: moments of the optimiser and the like.
    SequencedMap<String, Tensor> state();

    /// @throws IllegalArgumentException if something is missing or has another size
    void restore(Map<String, Tensor> state);

    /// The tensors to predict with, by their names in the checkpoint.
    SequencedMap<String, Tensor> deployed();
}
