package islr.system.onnx;

import java.util.Arrays;
import java.util.function.DoubleBinaryOperator;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;

/// An array of numbers with a shape, row-major. Float32, int64 and truth values (0 and 1) alike are kept as doubles,
/// which hold all of them exactly.
record Value(int[] shape, double[] data) {
    Value {
        if (size(shape) != data.length) {
            throw new IllegalArgumentException(Arrays.toString(shape) + " with " + data.length + " numbers");
        }
    }

    static int size(int... shape) {
        return IntStream.of(shape).reduce(1, Math::multiplyExact);
    }

    static Value of(float[] data, int... shape) {
        return new Value(shape, IntStream.range(0, data.length).mapToDouble(i -> data[i]).toArray());
    }

    /// Numbers of float32 after each operation.
    Value map(DoubleUnaryOperator f) {
        return new Value(shape, Arrays.stream(data).map(x -> (float) f.applyAsDouble(x)).toArray());
    }

    int rank() {
        return shape.length;
    }

    /// An axis that may be counted from the end.
    int axis(long axis) {
        return (int) (axis < 0 ? axis + rank() : axis);
    }

    /// Product of the sizes in front of an axis.
    int before(int axis) {
        return size(Arrays.copyOf(shape, axis));
    }

    /// Product of the sizes behind an axis.
    int behind(int axis) {
        return size(Arrays.copyOfRange(shape, axis + 1, rank()));
    }

    /// `f(a, b)` of two arrays, each repeated along axes of size 1 or missing ones.
    static Value broadcast(Value a, Value b, DoubleBinaryOperator f) {
        int[] shape = broadcast(a.shape, b.shape);
        Value left = a.expanded(shape);
        Value right = b.expanded(shape);
        return new Value(shape, IntStream.range(0, left.data.length)
                .mapToDouble(i -> (float) f.applyAsDouble(left.data[i], right.data[i])).toArray());
    }

    static int[] broadcast(int[] a, int[] b) {
        int rank = Math.max(a.length, b.length);
        int[] shape = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int m = i <= a.length ? a[a.length - i] : 1;
            int n = i <= b.length ? b[b.length - i] : 1;
            if (m != n && m != 1 && n != 1) {
                throw new IllegalArgumentException(
                        "cannot broadcast " + Arrays.toString(a) + " with " + Arrays.toString(b));
            }
            shape[rank - i] = Math.max(m, n);
        }
        return shape;
    }

    Value expanded(int... wanted) {
        double[] out = new double[size(wanted)];
        int[] at = new int[wanted.length];
        for (int i = 0; i < out.length; i++) {
            int from = 0;
            for (int axis = 0; axis < rank(); axis++) {
                int index = at[wanted.length - rank() + axis];
                from = from * shape[axis] + (shape[axis] == 1 ? 0 : index);
            }
            out[i] = data[from];
            next(at, wanted);
        }
        return new Value(wanted, out);
    }

    /// The next place in row-major order.
    static void next(int[] at, int[] shape) {
        for (int axis = shape.length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) {
            at[axis] = 0;
        }
    }

    float[] toFloats() {
        float[] out = new float[data.length];
        for (int i = 0; i < out.length; i++) {
            out[i] = (float) data[i];
        }
        return out;
    }
}
