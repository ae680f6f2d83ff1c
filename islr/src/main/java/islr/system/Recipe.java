package islr.system;

import islr.tensor.Compute;

/// How a system that answers with signs is trained: one loss and one optimiser, or student, teacher and what is
/// distilled from them. The trainer knows recipes, not models.
public interface Recipe extends Learning {
    /// How many views of its clips a step is shown, see [TrainingBatch].
    default int views() {
        return 1;
    }

    /// One step: parameters are changed.
    ///
    /// @param c in [training][Compute#training], with the random numbers of this step
    StepResult step(Compute c, TrainingBatch batch);
}
