/// Synthetic signers: clips for those who have none. Invented people sign invented words; nothing here is ASL or any
/// other language.
///
/// [islr.synthetic.SyntheticSigners] gives any clip as a pure function of (seed, sign, signer, take);
/// [islr.synthetic.SyntheticDataSet] writes them all in the competition's layout. How a clip comes about:
///
/// ```
/// Lexicon ── Sign: hand shape, place, movement, palm, other hand, mouth ─┐
/// Signer: body, camera, handedness, tempo, accent ───────────────────────┤
/// Style: accent (signer) + dialect (signer and sign) + take ─────────────┘
///                          └─ Timing ─ Hand ─ Arm ─ Body, Face ─ Camera ─ Detection ─ Clip
/// ```
///
/// **Space.** Everything before the camera is in shoulder widths, about 38 cm: origin between the shoulders, X to the
/// right of the picture (the signer's left), Y down, Z away from the camera. Arms and hands are modelled as the left
/// ones and mirrored where they are right ones. After the camera, units are MediaPipe's: x and y in widths and heights
/// of the picture, z relative to the part of the body.
///
/// **Randomness.** Every aspect draws from a stream of its own, hashed from seed, name and numbers (`Stream`), so that
/// one more aspect, sign or signer leaves the others as they are; what few signers must cover is spread over them
/// instead (`Spread`). Sine, cosine and logarithm are `StrictMath`'s: the bits are the same on every machine.
package islr.synthetic;
