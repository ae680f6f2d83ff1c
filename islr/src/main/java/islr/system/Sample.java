package islr.system;

import islr.tensor.Tensor;

/// What a model reads of one clip: some rows of numbers, often a row a frame. Never padded.
///
/// @param values [t, F]. What else a system needs of a frame, its number for instance, is a column. No row: there is
///     nothing in this clip that the system could look at
public record Sample(Tensor values) {

    /// @throws IllegalArgumentException if the values are no matrix
    public Sample {
        if (values.shape().rank() != 2) {
            throw new IllegalArgumentException("sample: " + values.shape() + " is not [rows, features]");
        }
    }

    /// t.
    public int rows() {
        return values.shape().dim(0);
    }

    /// F.
    public int width() {
        return values.shape().dim(1);
    }

    /// Whether nothing can be seen in the clip: there are no rows.
    public boolean isEmpty() {
        return rows() == 0;
    }
}
