package islr.tensor;

import java.util.Arrays;

/// Compares tensors: to the bit, or within a part of the largest number.
public final class Same {
    private Same() {}

    /// Same shape and same bits; all NaN are one.
    public static void bits(Tensor expected, Tensor actual, String what) {
        shapes(expected, actual, what);
        for (int i = 0; i < expected.size(); i++) {
            float e = expected.array()[expected.offset() + i];
            float a = actual.array()[actual.offset() + i];
            if (Float.floatToIntBits(e) != Float.floatToIntBits(a)) {
                throw new AssertionError(
                        what + ": number " + i + " of " + expected.shape() + " is " + a + ", not " + e);
            }
        }
    }

    public static void bits(Tensor expected, Tensor actual) {
        bits(expected, actual, "bits");
    }

    /// Same shape, and no number further away than `tolerance` times the largest expected one.
    public static void near(double tolerance, Tensor expected, Tensor actual, String what) {
        near(tolerance, largest(expected), expected, actual, what);
    }

    /// Same shape, and no number further away than `tolerance` times `unit`.
    public static void near(double tolerance, double unit, Tensor expected, Tensor actual, String what) {
        shapes(expected, actual, what);
        for (int i = 0; i < expected.size(); i++) {
            float e = expected.array()[expected.offset() + i];
            float a = actual.array()[actual.offset() + i];
            if (!(Math.abs((double) e - a) <= tolerance * unit)) {
                throw new AssertionError(what + ": number " + i + " of " + expected.shape() + " is " + a + ", not " + e
                        + ": in units of " + unit + " that is " + Math.abs((double) e - a) / unit + ", allowed are "
                        + tolerance);
            }
        }
    }

    /// The largest absolute value.
    public static double largest(Tensor x) {
        double largest = 0;
        for (float e : x.toArray()) {
            largest = Math.max(largest, Math.abs(e));
        }
        return largest;
    }

    public static void near(double tolerance, Tensor expected, Tensor actual) {
        near(tolerance, expected, actual, "values");
    }

    private static void shapes(Tensor expected, Tensor actual, String what) {
        if (!expected.shape().equals(actual.shape())) {
            throw new AssertionError(
                    what + ": shape " + Arrays.toString(actual.shape().toArray()) + ", not " + expected.shape());
        }
    }
}
