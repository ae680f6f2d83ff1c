package islr.tflite.op;

import islr.tensor.Shape;
import java.util.Arrays;

/// Sizes and axes.
final class Axes {
    private Axes() {}

    /// The non-negative number of an axis.
    ///
    /// @throws IllegalArgumentException if a shape of this rank has no such axis
    static int of(int axis, int rank) {
        int positive = axis < 0 ? axis + rank : axis;
        if (positive < 0 || positive >= rank) {
            throw new IllegalArgumentException("there is no axis " + axis + " among " + rank);
        }
        return positive;
    }

    /// How far apart two neighbours along each axis are.
    static int[] strides(int... sizes) {
        int[] strides = new int[sizes.length];
        int stride = 1;
        for (int i = sizes.length - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= sizes[i];
        }
        return strides;
    }

    /// A shape, all sizes of which must be 0 or more.
    static Shape shape(int... sizes) {
        return Shape.of(sizes);
    }

    /// The shape with one more axis.
    static Shape inserted(Shape shape, int axis, int size) {
        int[] sizes = shape.toArray();
        if (axis > sizes.length) {
            throw new IllegalArgumentException("there is no place for axis " + axis + " in " + shape);
        }
        int[] more = Arrays.copyOf(sizes, sizes.length + 1);
        System.arraycopy(sizes, axis, more, axis + 1, sizes.length - axis);
        more[axis] = size;
        return Shape.of(more);
    }

    /// The shape that two shapes broadcast to, as in NumPy.
    ///
    /// @throws IllegalArgumentException if they do not
    static Shape broadcast(Shape a, Shape b) {
        if (a.equals(b)) {
            return a;
        }
        int rank = Math.max(a.rank(), b.rank());
        int[] sizes = new int[rank];
        for (int i = 0; i < rank; i++) {
            int p = i < rank - a.rank() ? 1 : a.dim(i - rank + a.rank());
            int q = i < rank - b.rank() ? 1 : b.dim(i - rank + b.rank());
            if (p != q && p != 1 && q != 1) {
                throw new IllegalArgumentException(
                        "the shapes " + a + " and " + b + " do not broadcast: " + p + " against " + q);
            }
            sizes[i] = p == 1 ? q : p;
        }
        return Shape.of(sizes);
    }

    /// The strides of a shape that is broadcast to another: 0 where an axis is repeated.
    static int[] broadcastStrides(Shape x, Shape to) {
        int[] strides = new int[to.rank()];
        int stride = 1;
        for (int i = x.rank() - 1, j = to.rank() - 1; i >= 0; i--, j--) {
            strides[j] = x.dim(i) == 1 ? 0 : stride;
            stride *= x.dim(i);
        }
        return strides;
    }

    /// Splits a mask or a list into which axes are named.
    static boolean[] named(int rank, int... axes) {
        boolean[] named = new boolean[rank];
        for (int axis : axes) {
            named[of(axis, rank)] = true;
        }
        return named;
    }
}
