/// A small recogniser for people whom it was not trained on: features that do not depend on the body, and a network of
/// two small blocks.
///
/// ```
/// clip ─ SignsFeatures: hands and body in units of their own, S frames ─ Sample [S, F]
/// Batch ─ SignsNetwork: standardise, embed ─ SignsBlock × 2 ─ mean over the frames ─ logits
/// ```
///
/// The parts are known ones: coordinates relative to the shoulders and to the wrists, depthwise convolutions and
/// attention in turn (Gulati et al., *Conformer*, 2020), random changes of bodies, hands and tempo in training. The
/// choice among them was made by training on one of two people and testing on the other.
package islr.system.signs;
