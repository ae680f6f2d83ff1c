package islr.weights.internal;

import islr.weights.TensorInfo;
import islr.weights.WeightsException;

/// One tensor of a [DataFile], whose numbers are fetched when they are asked for.
public interface TensorSource {
    TensorInfo info();

    /// The numbers, little-endian, as [TensorInfo#dtype()] says.
    Numbers numbers() throws WeightsException;

    /// The numbers as float32; [Numbers#floats()] unless they are quantised.
    default float[] floats() throws WeightsException {
        return numbers().floats();
    }
}
