/// The seam behind which the systems live, each in a package below this one.
///
/// ```
/// Clip ─ Features ─ Sample ┐
/// Clip ─ Features ─ Sample ┼─ Batch ─ Model ─ logits          Architecture makes Features, Model and Recipe
/// Clip ─ Features ─ Sample ┘            │                     from Settings; a Preset is an Architecture
///                                     Recipe: a step          with values for all of them
/// ```
///
/// A system adds its features, its network and a line in `islr.recognize.Presets`; the trainer, the recogniser, the
/// checkpoints and the command lines know only what is here.
package islr.system;
