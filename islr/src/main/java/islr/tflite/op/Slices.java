package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Parts of a tensor.
final class Slices {
    private Slices() {}

    /// `SLICE`: where a part begins, and its sizes; −1 is what is left.
    static Factory slice() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Shape shape = in[0].shape();
            int[] begin = in[1].ints();
            int[] sizes = in[2].ints();
            require(begin.length == shape.rank() && sizes.length == shape.rank(), shape);
            int[] strides = Axes.strides(shape.toArray());
            int from = 0;
            for (int i = 0; i < sizes.length; i++) {
                sizes[i] = sizes[i] == -1 ? shape.dim(i) - begin[i] : sizes[i];
                require(begin[i] >= 0 && sizes[i] >= 0 && begin[i] <= shape.dim(i) - sizes[i], shape);
                from += begin[i] * strides[i];
            }
            return Copies.gather(run, in[0], from, Shape.of(sizes), strides);
        }, 1, 2);
    }

    private static void require(boolean fits, Shape shape) {
        if (!fits) {
            throw new IllegalArgumentException("the part leaves " + shape);
        }
    }

    /// `STRIDED_SLICE`, Python's `x[begin:end:step, ...]` with its masks.
    static Factory strided() {
        return node -> {
            Masks masks = new Masks(node.int32(0, 0), node.int32(1, 0), node.int32(2, 0), node.int32(3, 0),
                    node.int32(4, 0));
            boolean offset = node.bool(5);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] end = in[2].ints();
                int[] begin = in[1].ints();
                for (int i = 0; offset && i < end.length; i++) {
                    end[i] += begin[i];
                }
                return masks.slice(run, in[0], begin, end, in[3].ints());
            }, 1, 2, 3);
        };
    }

    /// What bit i of each mask says of index i: from the first on, to the last, `...`, a new axis, a single index.
    private record Masks(int begin, int end, int ellipsis, int newAxis, int shrink) {
        private static boolean has(int mask, int i) {
            return i < Integer.SIZE && (mask >> i & 1) != 0;
        }

        Value slice(Run run, Value x, int[] from, int[] to, int[] steps) {
            Shape shape = x.shape();
            int count = steps.length;
            require(from.length == count && to.length == count, shape);
            int[] strides = Axes.strides(shape.toArray());
            int taken = 0;
            for (int i = 0; i < count; i++) {
                taken += has(newAxis, i) || has(ellipsis, i) ? 0 : 1;
            }
            require(taken <= shape.rank(), shape);
            int[] sizes = new int[shape.rank() + count];
            int[] apart = new int[sizes.length];
            boolean[] dropped = new boolean[sizes.length];
            int rank = 0;
            int axis = 0;
            int first = 0;
            boolean all = false;
            for (int i = 0; i <= count; i++) {
                if (i == count || has(ellipsis, i)) {
                    // What nothing is said about is taken as a whole: at `...`, otherwise behind the last index.
                    for (int left = all ? 0 : shape.rank() - taken; left > 0; left--) {
                        sizes[rank] = shape.dim(axis);
                        apart[rank++] = strides[axis++];
                    }
                    all = true;
                } else if (has(newAxis, i)) {
                    sizes[rank++] = 1;
                } else {
                    int n = shape.dim(axis);
                    int step = steps[i];
                    if (step == 0) {
                        throw new IllegalArgumentException("a step is 0");
                    }
                    boolean one = has(shrink, i);
                    int start = has(begin, i) ? step > 0 ? 0 : n - 1 : clamped(from[i], n, step);
                    if (one) {
                        int index = from[i] < 0 ? from[i] + n : from[i];
                        require(index >= 0 && index < n, shape);
                        start = index;
                    }
                    int stop = has(end, i) ? step > 0 ? n : -1 : clamped(to[i], n, step);
                    long length = one ? 1 : Math.ceilDiv((long) stop - start, step);
                    sizes[rank] = (int) Math.max(0, length);
                    apart[rank] = strides[axis] * step;
                    dropped[rank++] = one;
                    first += sizes[rank - 1] == 0 ? 0 : start * strides[axis];
                    axis++;
                }
            }
            int[] shown = new int[rank];
            int outer = 0;
            for (int i = 0; i < rank; i++) {
                if (!dropped[i]) {
                    shown[outer++] = sizes[i];
                }
            }
            Shape whole = Shape.of(Arrays.copyOf(sizes, rank));
            return Copies.gather(run, x, first, whole, Arrays.copyOf(apart, rank))
                    .reshaped(Shape.of(Arrays.copyOf(shown, outer)));
        }

        private static int clamped(int index, int n, int step) {
            long positive = index < 0 ? (long) index + n : index;
            return step > 0 ? Math.clamp(positive, 0, n) : Math.clamp(positive, -1, Math.max(-1, n - 1));
        }
    }

    /// `SPLIT`: equal parts along an axis, which is the first input.
    static Factory split() {
        return node -> {
            int parts = node.outputs().size();
            return new Operator.Shaped((run, in) -> {
                int axis = Axes.of(in[0].item(), in[1].shape().rank());
                int n = in[1].shape().dim(axis);
                if (n % parts != 0) {
                    throw new IllegalArgumentException(n + " do not split into " + parts + " equal parts");
                }
                int[] sizes = new int[parts];
                Arrays.fill(sizes, n / parts);
                return parts(run, in[1], axis, sizes);
            }, 0);
        };
    }

    /// `SPLIT_V`: parts of given sizes, one of which may be −1.
    static Factory splitV() {
        return node -> new Operator.Shaped((run, in) -> {
            int axis = Axes.of(in[2].item(), in[0].shape().rank());
            int[] sizes = in[1].ints();
            int left = in[0].shape().dim(axis);
            int open = -1;
            for (int i = 0; i < sizes.length; i++) {
                open = sizes[i] == -1 ? i : open;
                left -= Math.max(0, sizes[i]);
            }
            if (open >= 0) {
                sizes[open] = left;
                left = 0;
            }
            if (left != 0 || sizes.length != node.outputs().size()) {
                throw new IllegalArgumentException(
                        "parts of " + Arrays.toString(sizes) + " of " + in[0].shape() + " along axis " + axis);
            }
            return parts(run, in[0], axis, sizes);
        }, 1, 2);
    }

    private static Value[] parts(Run run, Value x, int axis, int... sizes) {
        Value[] parts = new Value[sizes.length];
        int[] strides = Axes.strides(x.shape().toArray());
        int at = 0;
        for (int i = 0; i < sizes.length; i++) {
            parts[i] = Copies.gather(run, x, at * strides[axis], x.shape().with(axis, sizes[i]), strides);
            at += sizes[i];
        }
        return parts;
    }

    /// `UNPACK`: each index along an axis, which disappears.
    static Factory unpack() {
        return node -> {
            int option = node.int32(1, 0);
            int count = node.outputs().size();
            return (run, in) -> {
                Shape shape = in[0].shape();
                int axis = Axes.of(option, shape.rank());
                if (shape.dim(axis) != count) {
                    throw new IllegalArgumentException(shape.dim(axis) + " values for " + count + " results");
                }
                int[] sizes = new int[count];
                Arrays.fill(sizes, 1);
                Value[] parts = parts(run, in[0], axis, sizes);
                for (int i = 0; i < count; i++) {
                    parts[i] = parts[i].reshaped(shape.without(axis));
                }
                return parts;
            };
        };
    }

    /// `DYNAMIC_UPDATE_SLICE`: a copy in which a part is replaced; it is moved where it would leave the tensor.
    static Factory dynamicUpdate() {
        return node -> (Operator.Single) (run, in) -> {
            Shape shape = in[0].shape();
            Shape part = in[1].shape();
            int[] begin = in[2].ints();
            require(part.rank() == shape.rank() && begin.length == shape.rank(), shape);
            int[] strides = Axes.strides(shape.toArray());
            Value y = Copies.gather(run, in[0], 0, shape, strides);
            int at = 0;
            for (int i = 0; i < begin.length; i++) {
                require(part.dim(i) <= shape.dim(i), shape);
                at += Math.clamp(begin[i], 0, shape.dim(i) - part.dim(i)) * strides[i];
            }
            Copies.copy(Copies.Side.of(in[1]), Copies.Side.of(y, at, strides), part.toArray());
            return y;
        };
    }
}
