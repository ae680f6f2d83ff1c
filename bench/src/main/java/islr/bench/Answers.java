package islr.bench;

import islr.tensor.Tensor;

/// Checks what a benchmark computes before it is timed: a fast wrong answer is not a result.
public final class Answers {
    private Answers() {}

    /// Compares numbers with those of a slower, obvious computation. Sums of many numbers may differ by float32's
    /// rounding, so the tolerance is relative to the largest number expected.
    ///
    /// @throws IllegalStateException naming the first number that is off
    public static void check(String what, float[] got, double[] expected, double tolerance) {
        if (got.length != expected.length) {
            throw new IllegalStateException(
                    what + ": " + got.length + " numbers where " + expected.length + " are expected; not timed");
        }
        double largest = 0;
        for (double value : expected) {
            largest = Math.max(largest, Math.abs(value));
        }
        if (!(largest > 0)) {
            throw new IllegalStateException(what + ": all expected numbers are 0, which proves nothing; not timed");
        }
        for (int i = 0; i < got.length; i++) {
            if (!(Math.abs(got[i] - expected[i]) <= tolerance * largest)) {
                throw new IllegalStateException(
                        what + ": number " + i + " is " + got[i] + ", expected " + expected[i] + "; not timed");
            }
        }
    }

    /// The same for a slower computation in float32.
    public static void check(String what, float[] got, float[] expected, double tolerance) {
        check(what, got, doubles(expected), tolerance);
    }

    static void check(String what, Tensor got, Tensor expected, double tolerance) {
        check(what, got.toArray(), expected.toArray(), tolerance);
    }

    /// `A·B` of a [m, k] and a [k, n] matrix in double precision, as a triple loop.
    public static double[] product(float[] a, float[] b, int m, int k, int n) {
        double[] c = new double[m * n];
        for (int i = 0; i < m; i++) {
            for (int t = 0; t < k; t++) {
                double factor = a[i * k + t];
                for (int j = 0; j < n; j++) {
                    c[i * n + j] += factor * b[t * n + j];
                }
            }
        }
        return c;
    }

    /// The transpose of a [rows, columns] matrix.
    static float[] transposed(float[] x, int rows, int columns) {
        float[] y = new float[x.length];
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[j * rows + i] = x[i * columns + j];
            }
        }
        return y;
    }

    private static double[] doubles(float[] x) {
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = x[i];
        }
        return y;
    }
}
