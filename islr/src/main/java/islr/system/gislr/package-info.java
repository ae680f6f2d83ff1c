/// GISLR-64 and GISLR-32, the transformers of M. Wijkhuizen's notebooks for the isolated sign competition.
///
/// ```
/// clip ─ FeatureSet: which frames and landmarks ─ FramePooling: at most S rows ─ Sample [t, 3C + 2]
/// Batch ─ FrameBatch: normalised groups, positions, masks ─ LandmarkEmbedding ─ GislrBlock × 2 ─ mean ─ logits
/// ```
///
/// [islr.system.gislr.Gislr] is the architecture. Padding to S frames, which the originals attend to, is added by
/// `FrameBatch` as one row that stands for all of it; nothing outside this package knows of it.
package islr.system.gislr;
