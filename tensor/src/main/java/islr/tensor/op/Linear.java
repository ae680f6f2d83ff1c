package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.Kernels;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;

/// A linear map of every row: `y = x·Wᵀ + b + r`.
///
/// - `x` `[.., in]` → `y` `[.., out]`
/// - `weight` W `[out, in]`, as in PyTorch; also one of narrow numbers ([NarrowMatrix]), which has no gradient
/// - `bias` b `[out]`, or null
/// - `residual` r `[.., out]`, or null: what goes past the map on a skip path
///
/// The sums begin with b + r, so neither takes a pass of its own over y.
///
/// Gradients: `dx = dy·W`, `dW = dyᵀ·x`, `db = Σ_rows dy`, `dr = dy`.
public record Linear(Tensor x, Tensor weight, Tensor bias, Tensor residual) implements Operation.Stateless {
    /// @throws IllegalArgumentException if the shapes do not fit
    public Linear {
        if (weight.shape().rank() != 2 || x.shape().rank() < 1 || x.shape().columns() != weight.shape().dim(1)) {
            throw new IllegalArgumentException("linear: inner dimensions differ: x " + x.shape() + ", weight "
                    + weight.shape() + ": " + x.shape().columns() + " against " + weight.shape().columns());
        }
        if (bias != null && !bias.shape().equals(weight.shape().without(1))) {
            throw new IllegalArgumentException("linear: bias " + bias.shape() + " does not fit weight " + weight.shape()
                    + ": " + bias.size() + " against " + weight.shape().dim(0));
        }
        if (residual != null && !residual.shape().equals(shape(x, weight))) {
            throw new IllegalArgumentException(
                    "linear: residual " + residual.shape() + " is not of the result's shape " + shape(x, weight));
        }
    }

    /// Without a skip path.
    public Linear(Tensor x, Tensor weight, Tensor bias) {
        this(x, weight, bias, null);
    }

    @Override
    public List<Tensor> inputs() {
        return Stream.of(x, weight, bias, residual).filter(Objects::nonNull).toList();
    }

    @Override
    public Tensor forward(Compute c) {
        Tensor y = c.allocate(shape());
        forward(c, y, Gemm.Tile.NOTHING);
        return y;
    }

    /// Of the result.
    Shape shape() {
        return shape(x, weight);
    }

    private static Shape shape(Tensor x, Tensor weight) {
        return x.shape().with(-1, weight.shape().dim(0));
    }

    /// Into a tensor that is there.
    ///
    /// @param after called for every part of `y` when it is done
    void forward(Compute c, Tensor y, Gemm.Tile after) {
        if (weight.narrow() != null) {
            narrow(c, y, after);
            return;
        }
        boolean accumulate = bias != null || residual != null;
        Gemm.multiply(c, Gemm.Matrix.of(x, false), Gemm.Matrix.of(weight, true), y.array(), y.offset(), accumulate,
                start(c, y), after);
    }

    /// Scales come behind the sums, so that b + r cannot begin them.
    private void narrow(Compute c, Tensor y, Gemm.Tile after) {
        NarrowMatrix w = weight.narrow();
        Gemm.Matrix rows = Gemm.Matrix.of(x, false);
        if (w.scales() == null) {
            Gemm.multiply(c, rows, w, y.array(), y.offset(), bias != null || residual != null, start(c, y), after);
            return;
        }
        int n = y.shape().columns();
        Gemm.multiply(c, rows, w, y.array(), y.offset(), false, Gemm.Tile.NOTHING, (fromRow, toRow, from, to) -> {
            for (int i = fromRow; i < toRow; i++) {
                int at = i * n + from;
                combine(c, Kernels.Binary.MULTIPLY, w.scales(), from, y, at, to - from);
                if (bias != null) {
                    combine(c, Kernels.Binary.ADD, bias.array(), bias.offset() + from, y, at, to - from);
                }
                if (residual != null) {
                    combine(c, Kernels.Binary.ADD, residual.array(), residual.offset() + at, y, at, to - from);
                }
            }
            after.run(fromRow, toRow, from, to);
        });
    }

    /// Some numbers of y, from number `at` on, with as many others.
    private static void combine(Compute c, Kernels.Binary how, float[] other, int from, Tensor y, int at, int n) {
        c.kernels().binary(how, y.array(), y.offset() + at, 1, other, from, 1, y.array(), y.offset() + at, n);
    }

    /// Sets y to b + r, as far as they are there.
    private Gemm.Tile start(Compute c, Tensor y) {
        int n = y.shape().columns();
        if (bias == null && residual == null) {
            return Gemm.Tile.NOTHING;
        }
        return (fromRow, toRow, from, to) -> {
            for (int i = fromRow; i < toRow; i++) {
                int at = i * n + from;
                if (residual == null) {
                    System.arraycopy(bias.array(), bias.offset() + from, y.array(), y.offset() + at, to - from);
                } else if (bias == null) {
                    System.arraycopy(residual.array(), residual.offset() + at, y.array(), y.offset() + at, to - from);
                } else {
                    c.kernels().binary(Kernels.Binary.ADD, bias.array(), bias.offset() + from, 1, residual.array(),
                            residual.offset() + at, 1, y.array(), y.offset() + at, to - from);
                }
            }
        };
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        if (weight.narrow() != null) {
            throw new IllegalStateException("linear: the weight " + weight.narrow()
                    + " is there for answers only and lets no gradient through; train with float32 weights");
        }
        if (into.wants(x)) {
            Tensor dx = c.allocate(x.shape());
            Gemm.multiply(c, Gemm.Matrix.of(dy, false), Gemm.Matrix.of(weight, false), dx.array(), dx.offset(), false);
            into.add(x, dx);
        }
        if (into.wants(weight)) {
            Tensor dw = c.allocate(weight.shape());
            Gemm.multiply(c, Gemm.Matrix.of(dy, true), Gemm.Matrix.of(x, false), dw.array(), dw.offset(), false);
            into.add(weight, dw);
        }
        if (into.wants(bias)) {
            into.add(bias, Tasks.columnSums(c, dy));
        }
        if (into.wants(residual)) {
            into.add(residual, dy);
        }
    }
}
