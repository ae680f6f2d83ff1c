package islr.tflite.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Linear;
import islr.tensor.op.MatMul;
import islr.tflite.value.Value;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;

/// A product of few rows with the keys or the values of attention, which are heads of a linear map of all frames:
/// `FULLY_CONNECTED`, `RESHAPE`, `TRANSPOSE` and `BATCH_MATMUL` in one step.
///
/// Where one token asks all frames, as in the last layer of many recognisers, the keys of all frames are a large
/// product for the sake of a small one. The other order of the factors gives the same numbers but for rounding:
/// `q·(x·Wᵀ + b)ᵀ = (q·W)·xᵀ + q·b` and `p·(x·Wᵀ + b) = (p·x)·Wᵀ + Σp·b`. In the public submission this saves a sixth
/// of the time. Where it does not save anything, the four operators run as they are.
///
/// Inputs: a `[heads, m, k]`; x `[n, in]`; W `[heads·width, in]`; b or null; shape and order of the axes. Result:
/// `[heads, m, n]` with keys, `[heads, m, width]` with values.
public final class ProjectedHeads implements Operator.Single {
    /// Rows of a small product take about so many times as long as those of a large one.
    private static final int SMALL = 2;

    private final Operator map;
    private final Operator reshape;
    private final Operator transpose;
    private final Operator product;
    private final boolean keys;

    private ProjectedHeads(Operator map, Operator reshape, Operator transpose, Operator product, boolean keys) {
        this.map = map;
        this.reshape = reshape;
        this.transpose = transpose;
        this.product = product;
        this.keys = keys;
    }

    /// The four operators as one, if they are such a product.
    ///
    /// @param map `FULLY_CONNECTED`
    /// @param reshape of its result
    /// @param sizes what it is reshaped to
    /// @param transpose of this
    /// @param order of the axes
    /// @param product `BATCH_MATMUL`, whose second operand this is
    public static Optional<ProjectedHeads> of(Operator map, Operator reshape, Value sizes, Operator transpose,
            Value order, Operator product) {
        Objects.requireNonNull(reshape, "reshape");
        Objects.requireNonNull(transpose, "transpose");
        if (!(map instanceof Products.FullyConnected linear) || linear.after() != Activation.NONE
                || !(product instanceof Products.BatchMatmul matmul) || matmul.transposeA() || sizes.size() != 3
                || order.size() != 3) {
            return Optional.empty();
        }
        int[] axes = order.ints();
        boolean across = axes[0] == 1 && axes[1] == 2 && axes[2] == 0;
        boolean along = axes[0] == 1 && axes[1] == 0 && axes[2] == 2;
        return across || along
                ? Optional.of(new ProjectedHeads(map, reshape, transpose, product, across != matmul.transposeB()))
                : Optional.empty();
    }

    @Override
    public Value result(Run run, Value... in) {
        Value a = in[0];
        Value w = in[2];
        int[] sizes = in[4].ints();
        int heads = sizes[1];
        int width = sizes[2];
        boolean fits = w.shape().rank() == 2 && w.shape().dim(1) > 0 && in[1].size() % w.shape().dim(1) == 0
                && heads > 0 && width > 0 && (long) heads * width == w.shape().dim(0) && a.shape().rank() == 3
                && a.shape().dim(0) == heads && a.isFloat();
        int n = fits ? in[1].size() / w.shape().dim(1) : 0;
        int m = fits ? a.shape().dim(1) : 0;
        if (m == 0 || n == 0 || sizes[0] != -1 && sizes[0] != n || a.shape().dim(2) != (keys ? width : n)
                || SMALL * (long) m * (heads * (long) width + n) > (long) n * width) {
            return inOrder(run, in);
        }
        int inner = w.shape().dim(1);
        run.work((long) heads * m * inner * (heads * width + n));
        Compute c = run.compute();
        Tensor x = in[1].reshaped(Shape.of(n, inner)).floats();
        Tensor bias = Products.bias(new Value[] {in[1], w, in[3]}, heads * width);
        Tensor y = keys ? keys(c, a.floats(), x, w.floats(), bias) : values(c, a.floats(), x, w.floats(), bias);
        return run.of(y.view(0, Shape.of(heads, m, keys ? n : width)));
    }

    private Value inOrder(Run run, Value... in) {
        Value rows = map.run(run, in[1], in[2], in[3])[0];
        Value heads = transpose.run(run, reshape.run(run, rows, in[4])[0], in[5])[0];
        return product.run(run, in[0], heads)[0];
    }

    /// `(q·W)·xᵀ + q·b`: with zeros for the other heads, so that the packed weights serve for all heads at once.
    private static Tensor keys(Compute c, Tensor q, Tensor x, Tensor w, Tensor bias) {
        int rows = q.shape().rows();
        int m = q.shape().dim(1);
        int width = q.shape().dim(2);
        Tensor wide = c.allocate(Shape.of(rows, w.shape().dim(0)));
        Arrays.fill(wide.array(), wide.offset(), wide.offset() + wide.size(), 0);
        for (int row = 0; row < rows; row++) {
            System.arraycopy(q.array(), q.offset() + row * width, wide.array(), block(wide, row, m, width), width);
        }
        Tensor y = c.run(new MatMul(c.run(new MatMul(wide, w, false, false)), x, false, true));
        int n = y.shape().columns();
        for (int row = 0; bias != null && row < rows; row++) {
            float shift = c.kernels().dot(q.array(), q.offset() + row * width, bias.array(),
                    bias.offset() + row / m * width, width);
            c.kernels().affine(1, shift, y.array(), y.offset() + row * n, y.array(), y.offset() + row * n, n);
        }
        return y;
    }

    /// `(p·x)·Wᵀ + Σp·b`: of the product with the weights of all heads, each row takes the part of its head.
    private static Tensor values(Compute c, Tensor p, Tensor x, Tensor w, Tensor bias) {
        int rows = p.shape().rows();
        int m = p.shape().dim(1);
        int n = p.shape().dim(2);
        int width = w.shape().dim(0) / p.shape().dim(0);
        Tensor mixed = c.run(new MatMul(p.view(0, Shape.of(rows, n)), x, false, false));
        Tensor wide = c.run(new Linear(mixed, w, null));
        Tensor y = c.allocate(Shape.of(rows, width));
        for (int row = 0; row < rows; row++) {
            int to = y.offset() + row * width;
            System.arraycopy(wide.array(), block(wide, row, m, width), y.array(), to, width);
            if (bias != null) {
                float sum = c.kernels().sum(p.array(), p.offset() + row * n, n);
                c.kernels().axpy(sum, bias.array(), bias.offset() + row / m * width, y.array(), to, width);
            }
        }
        return y;
    }

    /// Where the part of a row's head is in this row of all heads.
    private static int block(Tensor wide, int row, int m, int width) {
        return wide.offset() + row * wide.shape().columns() + row / m * width;
    }
}
