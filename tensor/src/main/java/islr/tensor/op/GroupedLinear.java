package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.List;

/// A linear map of few rows, each group of channels by its own:
/// `y[b, g·n + j] = Σ_i W[g·n + j, i]·x[b, g·m + i] + bias[g·n + j]`.
///
/// - `x` [B, G·m] → `y` [B, G·n]
/// - `weight` W [G·n, m], `bias` [G·n] or null; with one group the same map as [Linear]
///
/// Computed as one dot product a number, along the weight's rows as they lie in memory, which are read once for all
/// rows of x: nothing is packed. So it is for a "weight" that is new with every sequence, and for groups. A weight that
/// is used again belongs to [Linear], which keeps it packed: it takes 0.8 of this one's time for a single row (1024 ×
/// 1024, five weights in turn), and less for more. (A dot product adds in another order: last bits differ.)
///
/// Gradients: `dx = dy·W`, `dW = dyᵀ·x` within each group, `db = Σ_rows dy`.
public record GroupedLinear(Tensor x, Tensor weight, Tensor bias, int groups) implements Operation.Stateless {

    /// @throws IllegalArgumentException if the shapes do not fit
    public GroupedLinear {
        if (x.shape().rank() != 2 || weight.shape().rank() != 2) {
            throw new IllegalArgumentException(
                    "grouped linear: x " + x.shape() + ", weight " + weight.shape() + ": both need two axes");
        }
        if (groups < 1 || weight.shape().dim(0) % groups != 0) {
            throw new IllegalArgumentException("grouped linear: the " + weight.shape().dim(0)
                    + " rows of the weight do not divide into " + groups + " groups");
        }
        if (x.shape().columns() != groups * weight.shape().columns()) {
            throw new IllegalArgumentException("grouped linear: x " + x.shape() + ", weight " + weight.shape() + ", "
                    + groups + " groups: " + x.shape().columns() + " against " + groups * weight.shape().columns());
        }
        if (bias != null && !bias.shape().equals(weight.shape().without(1))) {
            throw new IllegalArgumentException("grouped linear: bias " + bias.shape() + " does not fit weight "
                    + weight.shape() + ": " + bias.size() + " against " + weight.shape().dim(0));
        }
    }

    @Override
    public List<Tensor> inputs() {
        return bias == null ? List.of(x, weight) : List.of(x, weight, bias);
    }

    private int in() {
        return weight.shape().columns();
    }

    private int out() {
        return weight.shape().dim(0);
    }

    private int rows() {
        return x.shape().dim(0);
    }

    /// Where row `row` of `x` has what goes into output `o`.
    private int inputAt(Tensor x, int row, int o) {
        return x.offset() + (row * groups + o / (out() / groups)) * in();
    }

    private int weightAt(Tensor weight, int o) {
        return weight.offset() + o * in();
    }

    /// Tasks of some rows of the weight.
    private int grain() {
        return Math.max(1, Tasks.NUMBERS / Math.max(1, in()));
    }

    @Override
    public Tensor forward(Compute c) {
        Tensor y = c.allocate(x.shape().with(-1, out()));
        c.parallel().ranges(out(), grain(), (from, to) -> {
            for (int o = from; o < to; o++) {
                float shift = bias == null ? 0 : bias.array()[bias.offset() + o];
                for (int row = 0; row < rows(); row++) {
                    y.array()[y.offset() + row * out() + o] = shift
                            + c.kernels().dot(weight.array(), weightAt(weight, o), x.array(), inputAt(x, row, o), in());
                }
            }
        });
        return y;
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        if (into.wants(x)) {
            into.add(x, inputGradient(c, dy));
        }
        if (into.wants(weight)) {
            into.add(weight, weightGradient(c, dy));
        }
        if (into.wants(bias)) {
            into.add(bias, Tasks.columnSums(c, dy));
        }
    }

    private Tensor inputGradient(Compute c, Tensor dy) {
        Tensor dx = c.zeros(x.shape());
        int n = out() / groups;
        c.parallel().run(rows() * groups, (task, worker) -> {
            int row = task / groups;
            int first = task % groups * n;
            for (int o = first; o < first + n; o++) {
                c.kernels().axpy(dy.array()[dy.offset() + row * out() + o], weight.array(), weightAt(weight, o),
                        dx.array(), inputAt(dx, row, o), in());
            }
        });
        return dx;
    }

    private Tensor weightGradient(Compute c, Tensor dy) {
        Tensor dw = c.zeros(weight.shape());
        c.parallel().ranges(out(), grain(), (from, to) -> {
            for (int o = from; o < to; o++) {
                for (int row = 0; row < rows(); row++) {
                    c.kernels().axpy(dy.array()[dy.offset() + row * out() + o], x.array(), inputAt(x, row, o),
                            dw.array(), weightAt(dw, o), in());
                }
            }
        });
        return dw;
    }
}
