package islr.weights.onnx.run;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// An array of numbers with a shape, row-major.
///
/// @param data numbers of the type, as doubles; truth values are 0 and 1
record Value(Type type, int[] shape, double[] data) {
    Value {
        if (size(shape) != data.length) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " with " + data.length + " numbers");
        }
    }

    static int size(int... shape) {
        return IntStream.of(shape).reduce(1, Math::multiplyExact);
    }

    static Value of(float[] data, int... shape) {
        return new Value(Type.FLOAT, shape, IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray());
    }

    /// Sizes, axes and the like, `[n]`.
    static Value integers(int... numbers) {
        return new Value(Type.INT64, new int[] {numbers.length}, Arrays.stream(numbers).asDoubleStream().toArray());
    }

    /// Numbers of a type, each rounded to it. The array is changed.
    static Value rounded(Type type, int[] shape, double... data) {
        for (int i = 0; i < data.length; i++) {
            data[i] = type.round(data[i]);
        }
        return new Value(type, shape, data);
    }

    Value map(Type to, DoubleUnaryOperator f) {
        return rounded(to, shape, Arrays.stream(data).map(f).toArray());
    }

    int rank() {
        return shape.length;
    }

    /// The numbers as whole ones.
    int[] toInts() {
        return Arrays.stream(data).mapToInt(x -> (int) Math.clamp(x, Integer.MIN_VALUE, Integer.MAX_VALUE)).toArray();
    }

    /// An axis that may be counted from the end.
    int axis(long axis) {
        int place = (int) (axis < 0 ? axis + rank() : axis);
        if (place < 0 || place >= rank()) {
            throw new IllegalArgumentException("axis " + axis + " of " + Arrays.toString(shape));
        }
        return place;
    }

    /// Product of the sizes in front of an axis.
    int before(int axis) {
        return size(Arrays.copyOf(shape, axis));
    }

    /// Product of the sizes behind an axis.
    int behind(int axis) {
        return size(Arrays.copyOfRange(shape, axis + 1, rank()));
    }

    /// The shape with another size of an axis.
    int[] with(int axis, int size) {
        int[] other = shape.clone();
        other[axis] = size;
        return other;
    }

    /// `f(a, b)` of two arrays of the same type, each repeated along axes of size 1 or missing ones.
    static Value broadcast(Type to, Value a, Value b, DoubleBinaryOperator f) {
        if (a.type != b.type) {
            throw new IllegalArgumentException(a.type + " with " + b.type);
        }
        int[] shape = broadcast(a.shape, b.shape);
        double[] left = a.expanded(shape).data;
        double[] right = b.expanded(shape).data;
        double[] out = new double[left.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = f.applyAsDouble(left[i], right[i]);
        }
        return rounded(to, shape, out);
    }

    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= a.length ? a[a.length - i] : 1;
            int n = i <= b.length ? b[b.length - i] : 1;
            if (m != n && m != 1 && n != 1) {
                throw new IllegalArgumentException(Arrays.toString(a) + " with " + Arrays.toString(b));
            }
            shape[rank - i] = m == 1 ? n : m;
        }
        return shape;
    }

    Value expanded(int... wanted) {
        if (Arrays.equals(shape, wanted)) {
            return this;
        }
        double[] out = new double[size(wanted)];
        int[] strides = new int[wanted.length];
        for (int axis = rank() - 1, stride = 1; axis >= 0; axis--) {
            strides[wanted.length - rank() + axis] = shape[axis] == 1 ? 0 : stride;
            stride *= shape[axis];
        }
        return new Value(type, wanted, gathered(out, wanted, strides));
    }

    /// The numbers of an array of a shape, where a step along an axis is so many numbers in this one.
    double[] gathered(double[] out, int[] wanted, int... strides) {
        int[] at = new int[wanted.length];
        int from = 0;
        for (int i = 0; i < out.length; i++) {
            out[i] = data[from];
            for (int axis = wanted.length - 1; axis >= 0; axis--) {
                from += strides[axis];
                if (++at[axis] < wanted[axis]) {
                    break;
                }
                from -= wanted[axis] * strides[axis];
                at[axis] = 0;
            }
        }
        return out;
    }

    float[] toFloats() {
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) data[i];
        }
        return out;
    }
}
