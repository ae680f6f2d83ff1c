package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Rows that are put together by numbers of segments, and matrices with a diagonal.
final class Segments {
    private Segments() {}

    /// `SEGMENT_SUM` and `UNSORTED_SEGMENT_SUM`, `_PROD`, `_MAX`, `_MIN`: rows of one segment become one row. In an
    /// unsorted one the number of segments is an input, and rows of a negative segment are left out.
    static Factory unsorted(Arithmetic function, float start) {
        return node -> new Operator.Shaped(
                (Operator.Single) (run, in) -> combined(run, function, start, in[0], in[1], in[2].item()), 1, 2);
    }

    static Factory sum() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            long[] ids = in[1].longs();
            int n = in[1].size();
            for (int i = 0; i < n; i++) {
                if (ids[i] < (i == 0 ? 0 : ids[i - 1])) {
                    throw new IllegalArgumentException("its segments are not in ascending order from 0 on");
                }
            }
            int segments = n == 0 ? 0 : Math.toIntExact(Math.min(ids[n - 1], Integer.MAX_VALUE - 1) + 1);
            return combined(run, Arithmetic.ADD, 0, in[0], in[1], segments);
        }, 1);
    }

    private static Value combined(Run run, Arithmetic function, float start, Value x, Value ids, int segments) {
        int n = ids.size();
        Shape shape = x.shape();
        int lead = ids.shape().rank();
        if (lead > shape.rank() || !Arrays.equals(Arrays.copyOf(shape.toArray(), lead), ids.shape().toArray())) {
            throw new IllegalArgumentException(ids.shape() + " segments of " + shape);
        }
        int[] sizes = new int[shape.rank() - lead + 1];
        sizes[0] = segments;
        int inner = 1;
        for (int i = lead; i < shape.rank(); i++) {
            sizes[i - lead + 1] = shape.dim(i);
            inner *= shape.dim(i);
        }
        Value y = run.room(x.type(), Shape.of(sizes));
        if (x.isFloat()) {
            Arrays.fill(y.floats().array(), y.at(), y.at() + y.size(), start);
        } else {
            long whole = Math.abs(start) == Float.MAX_VALUE ? start < 0 ? Casts.least(x.type()) : Casts.most(x.type())
                    : (long) start;
            Arrays.fill(y.longs(), 0, y.size(), whole);
        }
        for (int i = 0; i < n; i++) {
            long segment = ids.longs()[i];
            if (segment < 0) {
                continue;
            }
            Gathers.requireIndex(segment, segments);
            for (int k = 0; k < inner; k++) {
                int to = (int) segment * inner + k;
                if (x.isFloat()) {
                    float[] numbers = y.floats().array();
                    numbers[y.at() + to] = function.of(numbers[y.at() + to],
                            x.floats().array()[x.at() + i * inner + k]);
                } else {
                    y.longs()[to] = Value.wrapped(x.type(), function.of(y.longs()[to], x.longs()[i * inner + k]));
                }
            }
        }
        return y;
    }

    /// `MATRIX_DIAG` makes matrices of their diagonals, `MATRIX_SET_DIAG` sets those of others.
    static Factory diagonal(boolean set) {
        return node -> (Operator.Single) (run, in) -> {
            Value diagonal = in[set ? 1 : 0];
            int n = diagonal.shape().columns();
            if (diagonal.shape().rank() < 1 || set && in[0].shape().rank() < 2) {
                throw new IllegalArgumentException("a diagonal " + diagonal.shape() + " of " + in[0].shape());
            }
            Shape shape = set ? in[0].shape() : Axes.inserted(diagonal.shape(), diagonal.shape().rank(), n);
            int rows = shape.dim(-2);
            int columns = shape.columns();
            Value y = run.room(diagonal.type(), shape);
            if (set) {
                Copies.copy(Copies.Side.of(in[0]), Copies.Side.of(y), shape.toArray());
            } else {
                Copies.clear(y);
            }
            int matrices = rows * columns == 0 ? 0 : y.size() / (rows * columns);
            if (n != Math.min(rows, columns) || diagonal.size() != matrices * n) {
                throw new IllegalArgumentException("a diagonal " + diagonal.shape() + " of " + shape);
            }
            for (int i = 0; i < diagonal.size(); i++) {
                System.arraycopy(diagonal.array(), diagonal.at() + i, y.array(),
                        y.at() + i / n * rows * columns + i % n * (columns + 1), 1);
            }
            return y;
        };
    }
}
