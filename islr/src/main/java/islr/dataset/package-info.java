/// Labelled clips to learn from and to judge on.
///
/// A [islr.dataset.ClipSource] has clips, signs and signers: an [islr.dataset.DataSet] on disk, or synthetic signers. A
/// [islr.dataset.Split] says who is held out, and a [islr.dataset.SampleStore] holds what a model reads of each clip.
///
/// Fingerspelled phrases are an [islr.dataset.PhraseSource]: an [islr.dataset.PhraseDataSet] on disk, or synthetic
/// spellers. Their samples are in an [islr.dataset.PhraseStore].
package islr.dataset;
