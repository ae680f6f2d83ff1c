package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Gather;
import java.util.Objects;

/// A table of vectors looked up by number: `y[i] = weight[rows[i]]`.
///
/// - `rows` `[N]` in 0 to V − 1 → `y` `[N, C]`
/// - `weight` `[V, C]`; fresh N(0, 1) as in PyTorch unless another [Init] is given
///
/// See [Gather.Rows].
public final class Embedding {
    private final Tensor weight;

    public Embedding(int count, int channels, Parameters parameters) {
        this(count, channels, parameters, Init.normal(1));
    }

    public Embedding(int count, int channels, Parameters parameters, Init init) {
        this.weight = parameters.get("weight", init, count, channels);
    }

    /// The rows of the table with these numbers: `y` `[N, C]`.
    public Tensor forward(Compute c, int[] rows) {
        return forward(c, rows, null);
    }

    /// @param multiplicity for how many equal rows each row stands, or null; see [islr.tensor.Segments]
    /// @return `y` `[N, C]`
    public Tensor forward(Compute c, int[] rows, float[] multiplicity) {
        Objects.requireNonNull(rows, "rows");
        return c.run(new Gather.Rows(weight, rows, multiplicity));
    }

    /// Rows as constants, `[N, C]`: no gradient reaches the table. PyTorch treats the row of `padding_idx` so.
    public Tensor constant(int... rows) {
        Objects.requireNonNull(rows, "rows");
        int channels = weight.shape().columns();
        float[] values = new float[rows.length * channels];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(weight.array(), weight.offset() + rows[i] * channels, values, i * channels, channels);
        }
        return Tensor.of(Shape.of(rows.length, channels), values);
    }
}
