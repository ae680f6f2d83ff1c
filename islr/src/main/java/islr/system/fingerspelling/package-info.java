/// Fingerspelling: from the landmarks of a sequence to a typed phrase, the first place of the second competition.
///
/// ```
/// clip ─ SpellingFeatures ─ Sample [T, 390] ─ Batch ─ FrameEncoder ─ [N, d] ┬ PhraseDecoder, letter by letter ─ phrase
///                                                                           └ first frame ─ confidence
/// ```
///
/// `FrameEncoder`: a convolution over time and points makes a row of every frame; then blocks of a Squeezeformer,
/// attention and convolution, whose form differs in the two [parts][islr.system.fingerspelling.Part] of the original.
/// The decoder looks at all frames for every letter.
///
/// Source: C. Henkel, D. Hanley, `kaggle-asl-fingerspelling-1st-place-solution` (PyTorch).
package islr.system.fingerspelling;
