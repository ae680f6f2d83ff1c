package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.Arrays;
import java.util.List;

/// The matrix product `y = A·B`, each operand optionally transposed, batched over leading axes.
///
/// - `a` [.., M, K] (or [.., K, M] if `transposeA`), `b` [.., K, N] (or [.., N, K] if `transposeB`) → `y` [.., M, N]
/// - leading axes are equal, or `b` has none: one matrix for the whole batch
///
/// Gradients: `dA = dy·Bᵀ` and `dB = Aᵀ·dy`, transposed where the operand was; a shared B sums over the batch.
public record MatMul(Tensor a, Tensor b, boolean transposeA, boolean transposeB) implements Operation.Stateless {

    /// @throws IllegalArgumentException if the shapes do not fit
    public MatMul {
        if (a.shape().rank() < 2 || b.shape().rank() < 2) {
            throw new IllegalArgumentException(
                    "matmul: a " + a.shape() + ", b " + b.shape() + ": both need two axes at least");
        }
        int ka = a.shape().dim(transposeA ? -2 : -1);
        int kb = b.shape().dim(transposeB ? -1 : -2);
        if (ka != kb) {
            throw new IllegalArgumentException(
                    "matmul: inner dimensions differ: a " + a.shape() + (transposeA ? " transposed" : "") + ", b "
                            + b.shape() + (transposeB ? " transposed" : "") + ": " + ka + " against " + kb);
        }
        if (b.shape().rank() > 2 && !Arrays.equals(batch(a.shape()), batch(b.shape()))) {
            throw new IllegalArgumentException("matmul: leading axes differ: a " + a.shape() + ", b " + b.shape());
        }
    }

    private static int[] batch(Shape shape) {
        return Arrays.copyOf(shape.toArray(), shape.rank() - 2);
    }

    @Override
    public List<Tensor> inputs() {
        return List.of(a, b);
    }

    @Override
    public Tensor forward(Compute c) {
        int m = a.shape().dim(transposeA ? -1 : -2);
        int n = b.shape().dim(transposeB ? -2 : -1);
        Tensor y = c.allocate(a.shape().with(-2, m).with(-1, n));
        multiply(c, a, transposeA, b, transposeB, y);
        return y;
    }

    @Override
    public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
        if (into.wants(a)) {
            Tensor da = c.allocate(a.shape());
            if (transposeA) {
                multiply(c, b, transposeB, dy, true, da);
            } else {
                multiply(c, dy, false, b, !transposeB, da);
            }
            into.add(a, da);
        }
        if (into.wants(b)) {
            Tensor db = c.zeros(b.shape());
            if (transposeB) {
                multiply(c, dy, true, a, transposeA, db);
            } else {
                multiply(c, a, !transposeA, dy, false, db);
            }
            into.add(b, db);
        }
    }

    /// A stack of products. Where one of the three is a single matrix it takes part in all of them; a single result is
    /// their sum.
    private static void multiply(Compute c, Tensor p, boolean transposeP, Tensor q, boolean transposeQ, Tensor y) {
        int count = Math.max(stack(p), Math.max(stack(q), stack(y)));
        boolean sum = stack(y) < count;
        if (sum) {
            Arrays.fill(y.array(), y.offset(), y.offset() + y.size(), 0);
        }
        int size = y.shape().dim(-2) * y.shape().dim(-1);
        if (Math.min(stack(p), Math.min(stack(q), stack(y))) == 0) {
            return;
        }
        for (int i = 0; i < count; i++) {
            Gemm.multiply(c, matrix(p, i, transposeP), matrix(q, i, transposeQ), y.array(),
                    y.offset() + (sum ? 0 : i * size), sum);
        }
    }

    private static int stack(Tensor x) {
        int count = 1;
        for (int size : batch(x.shape())) {
            count *= size;
        }
        return count;
    }

    private static Gemm.Matrix matrix(Tensor x, int index, boolean transposed) {
        return x.shape().rank() == 2 ? Gemm.Matrix.of(x, transposed) : Gemm.Matrix.of(x, index, transposed);
    }
}
