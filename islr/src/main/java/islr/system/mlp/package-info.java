/// The features MLP: a clip as one row of means, deviations and resized frames, through linear maps with batch norms.
///
/// ```
/// clip ─ MlpFeatures ─ Sample [1, 3864] ─ Batch [B, 3864] ─ MlpNetwork ─ logits
/// ```
package islr.system.mlp;
