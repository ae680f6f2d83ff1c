package islr.system;

import islr.tensor.Tensor;

/// What a step of training shows.
///
/// @param loss mean over the clips of the batch
/// @param logits [B, classes], from which the loss came
public record StepResult(float loss, Tensor logits) {}
