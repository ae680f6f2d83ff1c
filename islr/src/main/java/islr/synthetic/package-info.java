/// Synthetic signers: clips for users who have no data set. Invented people sign invented words; the signs are not
/// those of ASL or any other language.
///
/// [islr.synthetic.SyntheticSigners] gives any clip as a pure function of (seed, sign, signer, take);
/// [islr.synthetic.SyntheticDataSet] writes them all in the competition's layout. This is how a clip is made:
///
/// ```
/// Lexicon ── Sign: hand shape, place, movement, palm, other hand, mouth ─┐
/// Signer: body, camera, handedness, tempo, accent ───────────────────────┤
/// Style: accent (signer) + dialect (signer and sign) + take ─────────────┘
///                          └─ Timing ─ Hand ─ Arm ─ Body, Face ─ Camera ─ Detection ─ Clip
/// ```
///
/// [islr.synthetic.SyntheticSpellers] are the same people, who spell phrases; [islr.synthetic.SyntheticSpelling] writes
/// these to disk:
///
/// ```
/// Phrases ── Letter: hand shape, palm, stroke ─┐
/// Signer, Style ───────────────────────────────┴─ SpelledTiming ─ Hand ─ Arm ─ Body, Face ─ Camera ─ Detection ─ Clip
/// ```
///
/// **Space.** Everything before the camera is in shoulder widths, about 38 cm: origin between the shoulders, X to the
/// right of the picture (the signer's left), Y down, Z away from the camera. All arms and hands are modelled as left
/// ones; the right ones are mirrored. After the camera, units are MediaPipe's: x and y in widths and heights of the
/// picture, z relative to the part of the body.
///
/// **Randomness.** Every aspect draws from its own stream, which is hashed from seed, name and numbers (`Stream`). An
/// additional aspect, sign or signer therefore leaves the others unchanged. Traits whose range must be covered even by
/// few signers are not drawn but spread over the signers (`Spread`). Sine, cosine and exponential are `StrictMath`'s:
/// the bits are the same on every machine.
package islr.synthetic;
