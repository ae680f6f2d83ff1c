package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Copies numbers of any kind from one arrangement to another: transposes, slices, repeats, reversals and their
/// like differ only in strides.
final class Copies {
    /// From this length on a run of neighbours is copied at once.
    private static final int RUN = 8;

    private Copies() {}

    /// A place in an array, and how far apart neighbours along each axis are.
    record Side(Object array, int at, int... strides) {
        static Side of(Value value) {
            return new Side(value.array(), value.at(), Axes.strides(value.shape().toArray()));
        }

        static Side of(Value value, int from, int... strides) {
            return new Side(value.array(), value.at() + from, strides);
        }
    }

    /// Copies `x` into new numbers of this shape.
    static Value gather(Run run, Value x, int from, Shape shape, int... strides) {
        Value y = run.room(x.type(), shape).as(x.type());
        copy(run.compute().kernels(), Side.of(x, from, strides), Side.of(y), shape.toArray());
        return y;
    }

    /// Copies numbers along all axes of these sizes.
    static void copy(Side from, Side to, int... sizes) {
        copy(null, from, to, sizes);
    }

    /// @param kernels transpose floats; null if it is known that there is nothing to transpose
    private static void copy(Kernels kernels, Side from, Side to, int... sizes) {
        int[] n = new int[sizes.length];
        int[] p = new int[sizes.length];
        int[] q = new int[sizes.length];
        int rank = 0;
        // Axes of one are left out, and those that continue each other on both sides become one.
        for (int i = 0; i < sizes.length; i++) {
            if (sizes[i] == 0) {
                return;
            }
            if (sizes[i] == 1) {
                continue;
            }
            if (rank > 0 && p[rank - 1] == from.strides[i] * sizes[i] && q[rank - 1] == to.strides[i] * sizes[i]) {
                n[rank - 1] *= sizes[i];
                p[rank - 1] = from.strides[i];
                q[rank - 1] = to.strides[i];
            } else {
                n[rank] = sizes[i];
                p[rank] = from.strides[i];
                q[rank] = to.strides[i];
                rank++;
            }
        }
        if (rank == 0) {
            System.arraycopy(from.array, from.at, to.array, to.at, 1);
            return;
        }
        boolean transposes = kernels != null && rank > 1 && p[rank - 2] == 1 && q[rank - 1] == 1 && p[rank - 1] > 0
                && from.array instanceof float[] && Math.min(n[rank - 1], n[rank - 2]) >= RUN;
        int last = rank - 1;
        int outer = transposes ? rank - 2 : rank - 1;
        int[] at = new int[outer];
        int a = from.at;
        int b = to.at;
        while (true) {
            if (transposes) {
                kernels.transpose((float[]) from.array, a, p[last], n[last], n[last - 1], (float[]) to.array, b,
                        q[last - 1]);
            } else {
                run(from.array, a, p[last], to.array, b, q[last], n[last]);
            }
            int axis = outer - 1;
            while (axis >= 0) {
                a += p[axis];
                b += q[axis];
                if (++at[axis] < n[axis]) {
                    break;
                }
                a -= n[axis] * p[axis];
                b -= n[axis] * q[axis];
                at[axis] = 0;
                axis--;
            }
            if (axis < 0) {
                return;
            }
        }
    }

    private static void run(Object x, int from, int xStep, Object y, int to, int yStep, int n) {
        if (xStep == 1 && yStep == 1 && n >= RUN) {
            System.arraycopy(x, from, y, to, n);
            return;
        }
        switch (x) {
            case float[] numbers -> {
                float[] target = (float[]) y;
                for (int i = 0, a = from, b = to; i < n; i++, a += xStep, b += yStep) {
                    target[b] = numbers[a];
                }
            }
            case long[] numbers -> {
                long[] target = (long[]) y;
                for (int i = 0, a = from, b = to; i < n; i++, a += xStep, b += yStep) {
                    target[b] = numbers[a];
                }
            }
            default -> {
                boolean[] numbers = (boolean[]) x;
                boolean[] target = (boolean[]) y;
                for (int i = 0, a = from, b = to; i < n; i++, a += xStep, b += yStep) {
                    target[b] = numbers[a];
                }
            }
        }
    }

    /// Sets all numbers of a value to the first number of another.
    static void fill(Value y, Value number) {
        switch (y.array()) {
            case float[] array -> Arrays.fill(array, y.at(), y.at() + y.size(), number.floats().array()[number.at()]);
            case long[] array -> Arrays.fill(array, 0, y.size(), number.longs()[0]);
            default -> Arrays.fill(y.flags(), 0, y.size(), number.flags()[0]);
        }
    }

    /// Sets all numbers of a value to 0 or false.
    static void clear(Value y) {
        switch (y.array()) {
            case float[] array -> Arrays.fill(array, y.at(), y.at() + y.size(), 0);
            case long[] array -> Arrays.fill(array, 0, y.size(), 0);
            default -> Arrays.fill(y.flags(), 0, y.size(), false);
        }
    }
}
