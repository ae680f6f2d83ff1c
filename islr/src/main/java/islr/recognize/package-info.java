/// The models: from features to logits, each reading like its paper's figure, and the checkpoint that carries one.
///
/// The way of a clip: [islr.features.Frames] of some clips are laid out as a [islr.model.FrameBatch];
/// [islr.model.Gislr64] computes logits from it; [islr.model.Recognizer] does all of it, from a parquet file to a
/// [islr.model.Prediction]. [islr.model.ClsNetwork] is a network alone: its features and its preset are still missing.
package islr.recognize;
