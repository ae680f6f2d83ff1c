/// Training: from labelled clips to a checkpoint.
///
/// [islr.train.TrainingClips] prepares and splits the clips, `Batches` mixes them, and
/// [islr.train.Trainer] learns from them as a [islr.system.Recipe] says, and writes a folder of `islr.train.run`.
package islr.train;
