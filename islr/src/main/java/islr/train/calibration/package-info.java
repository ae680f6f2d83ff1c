/// How far the probabilities of a model can be believed, measured on clips that it did not learn from: a temperature
/// that makes "82 %" mean 82 %, and which answers are sure.
///
/// ```
/// clips that it learned from ─ DistanceFit ─► distances ─┐
/// HeldOut (logits, signs) ─ Temperature ─► probabilities ┴─ SureScores, Threshold ─► Calibration
/// ```
///
/// [Calibration] does it all; the others are one idea each. The result, a [islr.recognize.Certainty], belongs into the
/// metadata of the checkpoint.
package islr.train.calibration;
