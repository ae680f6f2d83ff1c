package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;

/// Numbers taken from places that other numbers name.
final class Gathers {
    private Gathers() {}

    /// `GATHER`: the parts with these indices along an axis, for each index of the first `batch_dims` axes.
    static Factory gather() {
        return node -> {
            int axisOption = node.int32(0, 0);
            int batchOption = node.int32(1, 0);
            return (Operator.Single) (run, in) -> {
                Shape shape = in[0].shape();
                Shape indices = in[1].shape();
                int axis = Axes.of(axisOption, shape.rank());
                int batch = batchOption < 0 ? batchOption + indices.rank() : batchOption;
                if (batch < 0 || batch > axis || batch > indices.rank()) {
                    throw new IllegalArgumentException(batchOption + " axes of batches before axis " + axis);
                }
                int[] sizes = new int[shape.rank() - 1 + indices.rank() - batch];
                int rank = 0;
                int batches = 1;
                int outer = 1;
                for (int i = 0; i < axis; i++) {
                    sizes[rank++] = shape.dim(i);
                    if (i < batch && shape.dim(i) != indices.dim(i)) {
                        throw new IllegalArgumentException("batches of " + shape + " and of indices " + indices);
                    }
                    batches *= i < batch ? shape.dim(i) : 1;
                    outer *= i < batch ? 1 : shape.dim(i);
                }
                int count = 1;
                for (int i = batch; i < indices.rank(); i++) {
                    sizes[rank++] = indices.dim(i);
                    count *= indices.dim(i);
                }
                for (int i = axis + 1; i < shape.rank(); i++) {
                    sizes[rank++] = shape.dim(i);
                }
                Value y = run.room(in[0].type(), Shape.of(sizes)).as(in[0].type());
                take(run, in[0], in[1].longs(), y,
                        new Sizes(batches, outer, count, shape.dim(axis), shape.after(axis)));
                return y;
            };
        };
    }

    /// @param count indices of a batch
    /// @param n size of the axis
    /// @param inner numbers behind it
    private record Sizes(int batches, int outer, int count, int n, int inner) {}

    private static void take(Run run, Value x, long[] indices, Value y, Sizes s) {
        boolean single = s.inner == 1 && x.isFloat();
        for (int i = 0; !(single && s.outer == 1) && i < s.batches * s.count; i++) {
            requireIndex(indices[i], s.n);
        }
        if (y.size() == 0) {
            return;
        }
        int to = y.at();
        for (int b = 0; b < s.batches; b++) {
            for (int o = 0; o < s.outer; o++) {
                int from = x.at() + (b * s.outer + o) * s.n * s.inner;
                if (single) {
                    int begin = to;
                    int first = b * s.count;
                    run.compute().parallel().ranges(s.count, Run.GRAIN, (i, end) -> pick(x.floats().array(), from, s.n,
                            indices, first + i, y.floats().array(), begin + i, end - i));
                } else {
                    Object source = x.array();
                    Object target = y.array();
                    for (int i = 0; i < s.count; i++) {
                        System.arraycopy(source, from + (int) indices[b * s.count + i] * s.inner, target,
                                to + i * s.inner, s.inner);
                    }
                }
                to += s.count * s.inner;
            }
        }
    }

    private static void pick(float[] x, int from, int n, long[] indices, int first, float[] y, int to, int count) {
        for (int i = 0; i < count; i++) {
            long index = indices[first + i];
            if (index < 0 || index >= n) {
                requireIndex(index, n);
            }
            y[to + i] = x[from + (int) index];
        }
    }

    static void requireIndex(long index, int n) {
        if (index < 0 || index >= n) {
            throw new IllegalArgumentException("index " + index + " is not one of 0 to " + (n - 1));
        }
    }

    /// `EMBEDDING_LOOKUP`: rows of a table, whose indices come first.
    static Factory embedding() {
        return node -> (Operator.Single) (run, in) -> {
            Shape table = in[1].shape();
            if (table.rank() < 1) {
                throw new IllegalArgumentException("the table is a single number");
            }
            Value y = run.room(in[1].type(), table.with(0, in[0].size()));
            take(run, in[1], in[0].longs(), y, new Sizes(1, 1, in[0].size(), table.dim(0), table.after(0)));
            return y;
        };
    }

    /// `GATHER_ND`: the last axis of the indices names a place each.
    static Factory gatherNd() {
        return node -> (Operator.Single) (run, in) -> {
            Place place = new Place(in[0].shape(), in[1]);
            Value y = run.room(in[0].type(), place.result(in[1].shape())).as(in[0].type());
            for (int i = 0; i < place.count; i++) {
                System.arraycopy(in[0].array(), in[0].at() + place.of(i), y.array(), y.at() + i * place.inner,
                        place.inner);
            }
            return y;
        };
    }

    /// `SCATTER_ND`: adds parts to places of zeros of a given shape.
    static Factory scatterNd() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Shape shape = Shape.of(in[2].ints());
            Place place = new Place(shape, in[0]);
            Value y = run.room(in[1].type(), shape).as(in[1].type());
            Copies.clear(y);
            if (in[1].size() != place.count * place.inner) {
                throw new IllegalArgumentException(
                        "updates " + in[1].shape() + " for " + place.count + " parts of " + shape);
            }
            for (int i = 0; i < place.count; i++) {
                int to = place.of(i);
                int from = i * place.inner;
                for (int k = 0; k < place.inner; k++) {
                    if (y.isFloat()) {
                        y.floats().array()[y.at() + to + k] += in[1].floats().array()[in[1].at() + from + k];
                    } else if (y.isWhole()) {
                        y.longs()[to + k] = Value.wrapped(y.type(), y.longs()[to + k] + in[1].longs()[from + k]);
                    } else {
                        y.flags()[to + k] |= in[1].flags()[from + k];
                    }
                }
            }
            return y;
        }, 2);
    }

    /// Parts of a tensor that rows of indices name.
    private static final class Place {
        final int count;
        final int depth;
        final int inner;
        private final Shape shape;
        private final long[] indices;

        Place(Shape shape, Value indices) {
            if (indices.shape().rank() < 1 || indices.shape().columns() > shape.rank()) {
                throw new IllegalArgumentException("indices " + indices.shape() + " into " + shape);
            }
            this.shape = shape;
            this.indices = indices.longs();
            depth = indices.shape().columns();
            count = indices.shape().rows();
            int rest = 1;
            for (int i = depth; i < shape.rank(); i++) {
                rest *= shape.dim(i);
            }
            inner = rest;
        }

        int of(int row) {
            int at = 0;
            for (int i = 0; i < depth; i++) {
                long index = indices[row * depth + i];
                requireIndex(index, shape.dim(i));
                at = at * shape.dim(i) + (int) index;
            }
            return at * inner;
        }

        Shape result(Shape of) {
            int[] sizes = new int[of.rank() - 1 + shape.rank() - depth];
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = i < of.rank() - 1 ? of.dim(i) : shape.dim(i - of.rank() + 1 + depth);
            }
            return Shape.of(sizes);
        }
    }

    /// `SPARSE_TO_DENSE`: numbers at places, and another number everywhere else.
    static Factory sparseToDense() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Shape shape = Shape.of(in[1].ints());
            Value indices = in[0].shape().rank() == 2 ? in[0] : in[0].reshaped(Shape.of(in[0].size(), 1));
            Place place = new Place(shape, indices);
            Value y = run.room(in[2].type(), shape).as(in[2].type());
            if (in[3].size() != 1 || place.depth != shape.rank() || in[2].size() != 1 && in[2].size() != place.count) {
                throw new IllegalArgumentException(
                        "numbers " + in[2].shape() + " at places " + in[0].shape() + " of " + shape);
            }
            Copies.fill(y, in[3]);
            for (int i = 0; i < place.count; i++) {
                System.arraycopy(in[2].array(), in[2].at() + (in[2].size() == 1 ? 0 : i), y.array(),
                        y.at() + place.of(i), 1);
            }
            return y;
        }, 1);
    }

    /// `ONE_HOT`: along a new axis, one number at the index and another elsewhere.
    static Factory oneHot() {
        return node -> {
            int option = node.int32(0, 0);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                Shape shape = in[0].shape();
                int depth = in[1].item();
                int axis = option == -1 ? shape.rank() : Axes.of(option, shape.rank() + 1);
                Value y = run.room(in[2].type(), Axes.inserted(shape, axis, depth));
                if (in[2].size() != 1 || in[3].size() != 1) {
                    throw new IllegalArgumentException(
                            "its two numbers are " + in[2].shape() + " and " + in[3].shape());
                }
                Copies.fill(y, in[3]);
                int inner = y.shape().after(axis);
                long[] indices = in[0].longs();
                for (int i = 0; i < in[0].size(); i++) {
                    if (indices[i] >= 0 && indices[i] < depth) {
                        int to = (i / inner * depth + (int) indices[i]) * inner + i % inner;
                        System.arraycopy(in[2].array(), in[2].at(), y.array(), y.at() + to, 1);
                    }
                }
                return y;
            }, 1);
        };
    }
}
