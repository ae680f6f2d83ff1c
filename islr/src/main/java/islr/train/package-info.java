/// Training and judging: from labelled clips to a checkpoint.
///
/// A [islr.train.ClipSource] has clips, signs and signers (a [islr.train.DataSet] on disk, or synthetic signers).
/// [islr.train.ClipStore] keeps what the model reads of them, [islr.train.Batches] mixes them, [islr.train.Trainer]
/// learns from them and writes a [islr.train.RunFolder].
package islr.train;
