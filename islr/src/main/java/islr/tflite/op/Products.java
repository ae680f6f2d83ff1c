package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Linear;
import islr.tensor.op.MatMul;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Matrix products, by those of the engine: a constant matrix is packed once.
final class Products {
    private Products() {}

    /// `FULLY_CONNECTED`: `x·Wᵀ + b`, weights `[out, in]`.
    static Factory fullyConnected() {
        return node -> {
            if (node.int8(1, 0) != 0) {
                throw new Node.Refused("with shuffled weights");
            }
            return new FullyConnected(node.activation(0), node.bool(2), new NonZeroColumns());
        };
    }

    /// @param keep whether the result has the axes of x but the last
    record FullyConnected(Activation after, boolean keep, NonZeroColumns product) implements Operator.Single {
        @Override
        public Value result(Run run, Value... in) {
            Tensor w = matrix(in[1]);
            int inner = w.shape().dim(1);
            Shape shape = in[0].shape();
            if (inner == 0 || shape.size() % inner != 0 || keep && shape.columns() != inner) {
                throw new IllegalArgumentException(shape + " does not fit the weights " + w.shape());
            }
            Value x = in[0].reshaped(Shape.of(shape.size() / inner, inner));
            run.work((long) x.shape().rows() * w.size());
            Tensor y = product.linear(run.compute(), x.floats(), w, bias(in, w.shape().dim(0)));
            Value z = after.apply(run, run.of(y));
            return keep ? z.reshaped(shape.with(-1, w.shape().dim(0))) : z;
        }
    }

    private static Tensor matrix(Value w) {
        if (w.shape().rank() != 2) {
            throw new IllegalArgumentException("the weights are " + w.shape() + ", not a matrix");
        }
        return w.floats();
    }

    /// The bias that comes third, or null.
    static Tensor bias(Value[] in, int outputs) {
        if (in.length < 3 || in[2] == null) {
            return null;
        }
        return in[2].reshaped(Shape.of(outputs)).floats();
    }

    /// `x·Wᵀ + b` of rows.
    static Value linear(Run run, Tensor x, Tensor w, Tensor bias) {
        run.work((long) x.shape().rows() * w.size());
        return run.of(run.compute().run(new Linear(x, w, bias)));
    }

    /// `BATCH_MATMUL`: products of matrices, whose leading axes broadcast.
    static Factory batchMatmul() {
        return node -> new BatchMatmul(node.bool(0), node.bool(1));
    }

    record BatchMatmul(boolean transposeA, boolean transposeB) implements Operator.Single {
        @Override
        public Value result(Run run, Value... in) {
            Shape a = in[0].shape();
            Shape b = in[1].shape();
            if (a.rank() < 2 || b.rank() < 2) {
                throw new IllegalArgumentException(a + " and " + b + " are not both matrices");
            }
            Shape lead = Axes.broadcast(leading(a), leading(b));
            boolean single = leading(b).size() == 1 && leading(a).equals(lead);
            Value p = leading(a).equals(lead) ? in[0] : repeated(run, in[0], lead);
            Tensor x = p.reshaped(Shape.of(lead.size(), a.dim(-2), a.dim(-1))).floats();
            Tensor y;
            int m = a.dim(transposeA ? -1 : -2);
            int n = b.dim(transposeB ? -2 : -1);
            run.work((long) x.size() * n);
            if (single) {
                // One matrix for all, packed once if it is a constant: a single tall product.
                Tensor w = in[1].matrix(b.dim(-1));
                Tensor rows = transposeA ? x : x.view(0, Shape.of(lead.size() * a.dim(-2), a.dim(-1)));
                y = run.compute().run(new MatMul(rows, w, transposeA, transposeB));
            } else {
                Value q = leading(b).equals(lead) ? in[1] : repeated(run, in[1], lead);
                Tensor w = q.reshaped(Shape.of(lead.size(), b.dim(-2), b.dim(-1))).floats();
                y = run.compute().run(new MatMul(x, w, transposeA, transposeB));
            }
            int[] sizes = Arrays.copyOf(lead.toArray(), lead.rank() + 2);
            sizes[lead.rank()] = m;
            sizes[lead.rank() + 1] = n;
            return run.of(y).reshaped(Shape.of(sizes));
        }
    }

    private static Shape leading(Shape shape) {
        return Shape.of(Arrays.copyOf(shape.toArray(), shape.rank() - 2));
    }

    private static Value repeated(Run run, Value x, Shape lead) {
        int[] sizes = Arrays.copyOf(lead.toArray(), lead.rank() + 2);
        sizes[lead.rank()] = x.shape().dim(-2);
        sizes[lead.rank() + 1] = x.shape().dim(-1);
        return Reshapes.broadcast(run, x, Shape.of(sizes));
    }
}
