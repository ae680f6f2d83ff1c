/// From raw landmarks to what a model reads: which landmarks, which frames, pooled to how many, in which units.
///
/// A clip of any length [T, 543, 3] becomes [islr.features.Frames] of a fixed number by a preset's features
/// ([islr.features.FeatureSet] names the choices); [islr.features.Statistics] brings them to mean 0 and standard
/// deviation 1.
package islr.features;
