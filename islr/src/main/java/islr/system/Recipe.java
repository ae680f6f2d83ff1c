package islr.system;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.Map;
import java.util.SequencedMap;

/// How a system is trained: one loss and one optimiser, or student, teacher and what is distilled from them. The
/// trainer knows recipes, not models.
public interface Recipe {
    /// How many views of its clips a step is shown, see [TrainingBatch].
    default int views() {
        return 1;
    }

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

    /// One step: parameters are changed.
    ///
    /// @param c in [training][Compute#training], with the random numbers of this step
    StepResult step(Compute c, TrainingBatch batch);

    /// What going on needs beside the parameters of the model: moments of the optimiser and the like.
    SequencedMap<String, Tensor> state();

    /// @throws IllegalArgumentException if something is missing or has another size
    void restore(Map<String, Tensor> state);

    /// The tensors to predict with, by their names in the checkpoint.
    SequencedMap<String, Tensor> deployed();
}
