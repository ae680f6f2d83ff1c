package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.RowGradient;
import java.util.List;

/// Rows picked by number, and rows added at a number.
public final class Gather {
    private Gather() {}

    /// `y[i] = table[rows[i]]`: an embedding, or any choice of rows.
    ///
    /// - `table` `[V, C]`, `rows` `[N]` in 0 to V − 1 → `y` `[N, C]`
    /// - `multiplicity` `[N]`: for how many equal rows a row stands (see [islr.tensor.Segments]), or null
    ///
    /// Gradient: each row of dy is added to its row of the table; they can also be had one by one
    /// ([Gradients#rows(Tensor)]).
    public record Rows(Tensor table, int[] rows, float[] multiplicity) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the table has not two axes
        /// @throws IndexOutOfBoundsException if a row number is outside the table
        public Rows {
            checkRows("gather", table, rows, table.shape().dim(0));
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(table);
        }

        @Override
        public Tensor forward(Compute c) {
            int n = table.shape().columns();
            Tensor y = c.allocate(rows.length, n);
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(table.array(), table.offset() + rows[i] * n, y.array(), y.offset() + i * n, n);
            }
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.addRows(table, new RowGradient(rows, dy, multiplicity));
        }
    }

    /// `y[rows[i]] += x[i]`, from zeros: the counterpart of [Rows]. Gradient: `dx[i] = dy[rows[i]]`.
    ///
    /// - `x` `[N, C]`, `rows` `[N]` in 0 to `count` − 1 → `y` `[count, C]`
    public record Scatter(Tensor x, int count, int[] rows) implements Operation.Stateless {

        /// @throws IllegalArgumentException if there is not one row number for each row of `x`
        /// @throws IndexOutOfBoundsException if a row number is outside 0 to `count` − 1
        public Scatter {
            checkRows("scatter", x, rows, count);
            if (x.shape().dim(0) != rows.length) {
                throw new IllegalArgumentException(
                        "scatter: x " + x.shape() + " with " + rows.length + " row numbers: one a row is needed");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return new RowGradient(rows, x, null).dense(c, Shape.of(count, x.shape().columns()));
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, new Rows(dy, rows, null).forward(c));
        }
    }

    private static void checkRows(String operation, Tensor x, int[] rows, int count) {
        if (x.shape().rank() != 2) {
            throw new IllegalArgumentException(operation + ": x " + x.shape() + " needs two axes: rows and channels");
        }
        for (int row : rows) {
            if (row < 0 || row >= count) {
                throw new IndexOutOfBoundsException(operation + ": row " + row + " of a table of " + count + " rows");
            }
        }
    }
}
