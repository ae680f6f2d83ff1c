package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.Arrays;
import java.util.List;

/// The same numbers with another shape or in another place.
public final class Views {
    private Views() {}

    /// The same numbers with another shape; nothing is copied. One size may be −1 and is then what is left.
    public record Reshape(Tensor x, Shape shape) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the sizes do not have the product they should
        public Reshape {
            if (shape.size() != x.size()) {
                throw new IllegalArgumentException(
                        "reshape: x " + x.shape() + " to " + shape + ": " + x.size() + " against " + shape.size());
            }
        }

        public Reshape(Tensor x, int... sizes) {
            this(x, completed(x, sizes));
        }

        private static Shape completed(Tensor x, int[] sizes) {
            int[] complete = sizes.clone();
            int open = -1;
            int product = 1;
            for (int i = 0; i < sizes.length; i++) {
                if (sizes[i] == -1 && open < 0) {
                    open = i;
                } else {
                    product *= sizes[i];
                }
            }
            if (open >= 0) {
                if (product == 0 || x.size() % product != 0) {
                    throw new IllegalArgumentException("reshape: x " + x.shape() + " to " + Arrays.toString(sizes)
                            + ": " + x.size() + " is not a multiple of " + product);
                }
                complete[open] = x.size() / product;
            }
            return Shape.of(complete);
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return x.view(0, shape);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            into.add(x, dy.view(0, x.shape()));
        }
    }

    /// Axes in another order: `y[i_order[0], i_order[1], ..] = x[i_0, i_1, ..]`; axis `a` of y is axis `order[a]` of x.
    /// Copies.
    public record Permute(Tensor x, int... order) implements Operation.Stateless {

        /// @throws IllegalArgumentException if `order` does not name every axis once
        public Permute {
            order = order.clone();
            int[] sorted = order.clone();
            Arrays.sort(sorted);
            boolean all = order.length == x.shape().rank();
            for (int i = 0; all && i < sorted.length; i++) {
                all = sorted[i] == i;
            }
            if (!all) {
                throw new IllegalArgumentException(
                        "permute: " + Arrays.toString(order) + " does not name each axis of " + x.shape() + " once");
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            return permuted(c, x, order);
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            int[] back = new int[order.length];
            for (int i = 0; i < order.length; i++) {
                back[order[i]] = i;
            }
            into.add(x, permuted(c, dy, back));
        }

        private static Tensor permuted(Compute c, Tensor x, int[] order) {
            int rank = order.length;
            int[] sizes = new int[rank];
            int[] strides = new int[rank];
            for (int i = 0; i < rank; i++) {
                sizes[i] = x.shape().dim(order[i]);
                strides[i] = x.shape().after(order[i]);
            }
            Tensor y = c.allocate(Shape.of(sizes));
            int[] at = new int[rank];
            int from = x.offset();
            for (int i = 0; i < y.size(); i++) {
                y.array()[y.offset() + i] = x.array()[from];
                for (int axis = rank - 1; axis >= 0; axis--) {
                    from += strides[axis];
                    if (++at[axis] < sizes[axis]) {
                        break;
                    }
                    from -= sizes[axis] * strides[axis];
                    at[axis] = 0;
                }
            }
            return y;
        }
    }

    /// The part `from` (inclusive) to `to` (exclusive) of an axis. A slice of whole leading rows is shared, others are
    /// copied.
    public record Slice(Tensor x, int axis, int from, int to) implements Operation.Stateless {

        /// @throws IllegalArgumentException if the part leaves the axis
        public Slice {
            axis = x.shape().axis(axis);
            if (from < 0 || to < from || to > x.shape().dim(axis)) {
                throw new IllegalArgumentException(
                        "slice: " + from + " to " + to + " leaves axis " + axis + " of " + x.shape());
            }
        }

        @Override
        public List<Tensor> inputs() {
            return List.of(x);
        }

        @Override
        public Tensor forward(Compute c) {
            Shape shape = x.shape().with(axis, to - from);
            int after = x.shape().after(axis);
            if (x.shape().before(axis) == 1) {
                return x.view(from * after, shape);
            }
            Tensor y = c.allocate(shape);
            copy(x, from * after, x.shape().dim(axis) * after, y, 0, (to - from) * after, x.shape().before(axis),
                    (to - from) * after);
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            Tensor dx = c.zeros(x.shape());
            int after = x.shape().after(axis);
            copy(dy, 0, (to - from) * after, dx, from * after, x.shape().dim(axis) * after, x.shape().before(axis),
                    (to - from) * after);
            into.add(x, dx);
        }
    }

    /// Tensors one behind the other along an axis; the other sizes are equal. Each operand's gradient is its part of
    /// dy.
    public record Concat(List<Tensor> parts, int axis) implements Operation.Stateless {

        /// @throws IllegalArgumentException if there is no part or the other sizes differ
        public Concat {
            if (parts.isEmpty()) {
                throw new IllegalArgumentException("concat: nothing to put together");
            }
            axis = parts.getFirst().shape().axis(axis);
            for (Tensor part : parts) {
                if (part.shape().rank() != parts.getFirst().shape().rank()
                        || !part.shape().with(axis, 0).equals(parts.getFirst().shape().with(axis, 0))) {
                    throw new IllegalArgumentException("concat: " + part.shape() + " does not fit "
                            + parts.getFirst().shape() + ": only axis " + axis + " may differ");
                }
            }
            parts = List.copyOf(parts);
        }

        @Override
        public List<Tensor> inputs() {
            return parts;
        }

        @Override
        public Tensor forward(Compute c) {
            Shape first = parts.getFirst().shape();
            Tensor y = c.allocate(first.with(axis, parts.stream().mapToInt(p -> p.shape().dim(axis)).sum()));
            int at = 0;
            for (Tensor part : parts) {
                int width = part.shape().dim(axis) * first.after(axis);
                copy(part, 0, width, y, at, y.shape().dim(axis) * first.after(axis), first.before(axis), width);
                at += width;
            }
            return y;
        }

        @Override
        public void backward(Compute c, Tensor y, Tensor dy, Gradients into) {
            int from = 0;
            for (Tensor part : parts) {
                int to = from + part.shape().dim(axis);
                if (into.wants(part)) {
                    into.add(part, new Slice(dy, axis, from, to).forward(c));
                }
                from = to;
            }
        }
    }

    /// Copies `count` blocks of `width` numbers; the strides are the distances of two blocks.
    private static void copy(Tensor x, int xFrom, int xStride, Tensor y, int yFrom, int yStride, int count, int width) {
        for (int i = 0; i < count; i++) {
            System.arraycopy(x.array(), x.offset() + xFrom + i * xStride, y.array(), y.offset() + yFrom + i * yStride,
                    width);
        }
    }
}
