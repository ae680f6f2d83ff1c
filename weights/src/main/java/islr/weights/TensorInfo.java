package islr.weights;

import islr.tensor.Shape;
import java.util.Objects;

/// What a file says of one of its tensors, before a number of it is read.
///
/// @param name unique in its file
/// @param dtype how the file stores the numbers
/// @param shape the sizes along the axes, row-major
/// @param note what else a person should know, such as `a scale per channel of axis 0`; empty if nothing
public record TensorInfo(String name, DType dtype, Shape shape, String note) {
    public TensorInfo {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(dtype, "dtype");
        Objects.requireNonNull(shape, "shape");
        Objects.requireNonNull(note, "note");
    }

    /// A tensor of which there is nothing more to say.
    public TensorInfo(String name, DType dtype, Shape shape) {
        this(name, dtype, shape, "");
    }
}
