package islr.golden;

/// Comparing numbers with the goldens, by the tolerances of their README.
public final class Close {
    /// Preprocessing: two float32 orders of summation differ by 5e-6.
    public static final double PREPROCESSING = 1e-5;
    /// Intermediate results and gradients, relative to the largest value of the tensor.
    public static final double RELATIVE = 1e-4;
    public static final double PROBABILITY = 1e-5;
    /// Parameters after optimiser steps.
    public static final double PARAMETER = 1e-4;

    private Close() {}

    public static void absolute(String what, float[] actual, float[] expected, double tolerance) {
        if (actual.length != expected.length) {
            throw new AssertionError(what + ": " + actual.length + " numbers, expected " + expected.length);
        }
        for (int i = 0; i < expected.length; i++) {
            if (!(Math.abs((double) actual[i] - expected[i]) <= tolerance)) {
                throw new AssertionError(
                        what + "[" + i + "]: " + actual[i] + ", expected " + expected[i] + " within " + tolerance);
            }
        }
    }

    public static void relative(String what, float[] actual, float[] expected, double tolerance) {
        float largest = 0;
        for (float v : expected) {
            largest = Math.max(largest, Math.abs(v));
        }
        absolute(what, actual, expected, tolerance * largest);
    }

    public static boolean anyNaN(float[] numbers) {
        for (float v : numbers) {
            if (Float.isNaN(v)) {
                return true;
            }
        }
        return false;
    }
}
