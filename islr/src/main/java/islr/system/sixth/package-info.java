/// The sixth place of the competition: every frame is embedded by itself, landmark by landmark and part by part, and
/// three transformer layers with disentangled attention look at the frames together.
///
/// ```
/// clip ─ SixthFeatures ─ Sample [T, 300] ─ Batch ─ FrameEncoder ─ [N, d0] ─ SixthLayer × 3 ─ mean ─ logits
/// ```
///
/// `FrameEncoder`: positions, smoothed over time, and what kind of landmark it is → landmarks [N, 100·E] → the
/// perceptrons of left hand, right hand, lips, face and all → one row a frame.
///
/// Source: T. Viel's `kaggle_islr` repository (PyTorch).
package islr.system.sixth;
