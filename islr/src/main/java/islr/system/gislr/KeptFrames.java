package islr.system.gislr;

import islr.tensor.Tensor;

/// The frames of a clip that a system keeps.
///
/// @param values [n, C, 3], NaN = missing
/// @param index [n], the number of each
record KeptFrames(Tensor values, int[] index) {}
