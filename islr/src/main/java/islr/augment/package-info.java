/// Changes of a clip's raw landmarks, by which training sees more people, cameras and tempos than it has clips of.
///
/// ```
/// Clip ─ pairs      FaceMix, PartMix: with another clip of the same sign
///      ─ hands      Interpolation, HandFilling
///      ─ sides      MirrorImage
///      ─ time       TimeChange, Stretch, Crop
///      ─ geometry   BodyChange, HandChange, Rotation, Scaling, Shear, Shift
///      ─ loss       HandLoss, PartCutout, LandmarkDropout, FrameDropout
///      ─ Clip ─ Features ─ …
/// ```
///
/// Each is a pure function of a clip and of a stream of random numbers, a file each, with what it does to a clip as a
/// static method of its own where that is useful without chance. [islr.augment.Excerpt], [islr.augment.Noise] and
/// [islr.augment.Placement] are such methods alone: a model is judged on clips that they have changed.
package islr.augment;
