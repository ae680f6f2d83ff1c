package islr.tensor;

import java.util.Arrays;

/// The sizes of a tensor's axes, slowest first, as in PyTorch: `[96, 192]` is 96 rows of 192 channels. `[]` is a
/// scalar.
///
/// Storage is always row-major and contiguous, so a shape and an offset say everything about where a number is.
public final class Shape {
    private static final Shape SCALAR = new Shape(new int[0]);

    private final int[] sizes;
    private final int size;

    private Shape(int[] sizes) {
        long product = 1;
        for (int n : sizes) {
            if (n < 0) {
                throw new IllegalArgumentException("shape " + Arrays.toString(sizes) + ": a size is negative");
            }
            product *= n;
            if (product > Integer.MAX_VALUE - 64) {
                throw new IllegalArgumentException(
                        "shape " + Arrays.toString(sizes) + ": more numbers than one Java array holds (2^31)");
            }
        }
        this.sizes = sizes;
        this.size = (int) product;
    }

    /// @return the shape with these sizes, one for each axis
    /// @throws IllegalArgumentException if a size is negative or the product exceeds what a Java array holds
    public static Shape of(int... sizes) {
        return sizes.length == 0 ? SCALAR : new Shape(sizes.clone());
    }

    /// The shape without axes, of a single number.
    public static Shape scalar() {
        return SCALAR;
    }

    /// Number of axes.
    public int rank() {
        return sizes.length;
    }

    /// Number of numbers: the product of all sizes, 1 for a scalar.
    public int size() {
        return size;
    }

    /// Size of an axis; negative axes count from the end, `dim(-1)` is the last.
    public int dim(int axis) {
        return sizes[axis(axis)];
    }

    /// Size of the last axis (the channels of a row); 1 for a scalar.
    public int columns() {
        return sizes.length == 0 ? 1 : sizes[sizes.length - 1];
    }

    /// Product of all sizes but the last: how many rows of [#columns()] numbers there are.
    public int rows() {
        int rows = 1;
        for (int i = 0; i < sizes.length - 1; i++) {
            rows *= sizes[i];
        }
        return rows;
    }

    /// The non-negative number of an axis.
    ///
    /// @throws IllegalArgumentException if there is no such axis
    public int axis(int axis) {
        int positive = axis < 0 ? axis + sizes.length : axis;
        if (positive < 0 || positive >= sizes.length) {
            throw new IllegalArgumentException("shape " + this + " has no axis " + axis);
        }
        return positive;
    }

    /// Product of the sizes in front of an axis.
    public int before(int axis) {
        return product(0, axis(axis));
    }

    /// Product of the sizes behind an axis: the distance of two neighbours along it.
    public int after(int axis) {
        return product(axis(axis) + 1, sizes.length);
    }

    private int product(int from, int to) {
        int product = 1;
        for (int i = from; i < to; i++) {
            product *= sizes[i];
        }
        return product;
    }

    /// This shape with another size along one axis.
    public Shape with(int axis, int size) {
        int[] other = sizes.clone();
        other[axis(axis)] = size;
        return new Shape(other);
    }

    /// This shape without an axis.
    public Shape without(int axis) {
        int gone = axis(axis);
        int[] other = new int[sizes.length - 1];
        for (int i = 0, j = 0; i < sizes.length; i++) {
            if (i != gone) {
                other[j++] = sizes[i];
            }
        }
        return of(other);
    }

    /// The sizes of all axes, in an array of their own.
    public int[] toArray() {
        return sizes.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Shape shape && Arrays.equals(sizes, shape.sizes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(sizes);
    }

    @Override
    public String toString() {
        return Arrays.toString(sizes);
    }
}
