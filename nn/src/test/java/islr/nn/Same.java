package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Tensor;
import java.util.Map;

/// Compares tensors: to the bit, or within a part of the largest number.
public final class Same {
    private Same() {}

    /// Same shape and same bits; all NaN are one.
    public static void bits(Tensor expected, Tensor actual, String what) {
        shapes(expected, actual, what);
        float[] e = expected.toArray();
        float[] a = actual.toArray();
        for (int i = 0; i < e.length; i++) {
            if (Float.floatToIntBits(e[i]) != Float.floatToIntBits(a[i])) {
                throw new AssertionError(
                        what + ": number " + i + " of " + expected.shape() + " is " + a[i] + ", not " + e[i]);
            }
        }
    }

    public static void bits(Map<String, Tensor> expected, Map<String, Tensor> actual, String what) {
        assertThat(actual.keySet()).as(what).isEqualTo(expected.keySet());
        expected.forEach((name, tensor) -> bits(tensor, actual.get(name), what + ", " + name));
    }

    /// Same shape, and no number further away than `tolerance` times the largest expected one.
    public static void near(double tolerance, Tensor expected, Tensor actual, String what) {
        within(tolerance * largest(expected), expected, actual,
                what + " (within " + tolerance + " of the largest, " + largest(expected) + ")");
    }

    /// Same shape, and no number further away than `distance`.
    public static void within(double distance, Tensor expected, Tensor actual, String what) {
        shapes(expected, actual, what);
        float[] e = expected.toArray();
        float[] a = actual.toArray();
        for (int i = 0; i < e.length; i++) {
            // Also false, and a failure, if one of them is NaN.
            if (!(Math.abs((double) e[i] - a[i]) <= distance)) {
                throw new AssertionError(what + ": number " + i + " of " + expected.shape() + " is " + a[i] + ", not "
                        + e[i] + ": " + Math.abs((double) e[i] - a[i]) + " apart, allowed are " + distance);
            }
        }
    }

    public static double largest(Tensor x) {
        double largest = 0;
        for (float number : x.toArray()) {
            largest = Math.max(largest, Math.abs(number));
        }
        return largest;
    }

    private static void shapes(Tensor expected, Tensor actual, String what) {
        if (!expected.shape().equals(actual.shape())) {
            throw new AssertionError(what + ": shape " + actual.shape() + ", not " + expected.shape());
        }
    }
}
