package islr.tensor.grad;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.Objects;

/// The gradient of a table of which only some rows were used: one row of numbers for each use.
///
/// @param rows which row of the table was used, `[uses]`
/// @param values its gradient in that use, `[uses, channels]`
/// @param multiplicity for how many equal rows a use stands (see [islr.tensor.Segments]), `[uses]`, or null: one each;
///     the value is their sum
public record RowGradient(int[] rows, Tensor values, float[] multiplicity) {
    public RowGradient {
        Objects.requireNonNull(rows, "rows");
        Objects.requireNonNull(values, "values");
    }

    /// The sum over all uses, as the gradient of the whole table.
    public Tensor dense(Compute c, Shape table) {
        Tensor sum = c.zeros(Objects.requireNonNull(table, "table"));
        int channels = table.columns();
        for (int i = 0; i < rows.length; i++) {
            c.kernels().axpy(1, values.array(), values.offset() + i * channels, sum.array(),
                    sum.offset() + rows[i] * channels, channels);
        }
        return sum;
    }

    /// Sum over all single rows of the squared norm of their gradient: k equal rows of sum g have k·‖g/k‖² =
    /// ‖g‖²/k.
    public double squaredNorm() {
        int channels = values.shape().columns();
        double total = 0;
        for (int i = 0; i < rows.length; i++) {
            double square = 0;
            for (int c = 0; c < channels; c++) {
                float v = values.array()[values.offset() + i * channels + c];
                square += (double) v * v;
            }
            total += square / (multiplicity == null ? 1 : multiplicity[i]);
        }
        return total;
    }
}
