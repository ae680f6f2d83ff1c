package islr.tensor.kernel;

import islr.tensor.kernel.Kernels.Binary;
import islr.tensor.kernel.Kernels.Unary;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// A kernel over n numbers of some operands, in a form that lets one test call them all.
///
/// @param reads    number of operands that are only read; they come first
/// @param writes   number of operands that are written; some of them are read before
/// @param reduces  whether the result is a single number; then it is not a function of parts of the range
/// @param overwrites operands (by number) that the result may overwrite
/// @param prepare  makes random numbers valid operands
/// @param allowed  how far the twins may be apart
record RowKernel(String name, int reads, int writes, Kind kind, List<Integer> overwrites, Prepare prepare, Body body,
        Allowed allowed) {

    /// Each number for itself; one number out of all; all numbers out of all.
    enum Kind {
        ELEMENTWISE, REDUCTION, ROW
    }

    @FunctionalInterface
    interface Body {
        /// Works on numbers `from` to `from` + n of every operand.
        void run(Kernels kernels, float[][] x, int[] off, int from, int n);
    }

    @FunctionalInterface
    interface Prepare {
        void on(float[][] x);
    }

    @FunctionalInterface
    interface Allowed {
        /// The largest difference at `i`; `x` are the operands before the call. [#BITS] asks for the same bits, NaN for
        /// nothing at all.
        double at(int i, float expected, float[][] x);
    }

    static final double BITS = -1;
    /// Nothing can be said where a sum leaves the range of a float, which depends on the order, or where ∞ meets a
    /// number that is 0 in one twin only.
    private static final double UNDEFINED = Double.NaN;
    private static final double OVERFLOW = 1e38;
    /// The distance of two floats near 1.
    private static final double ULP = 0x1p-23;
    /// SIMD exponentials below 2⁻¹²⁶ are 0.
    private static final double FLUSHED = Float.MIN_NORMAL;

    private static final Allowed EXACT = (i, expected, x) -> BITS;
    private static final Prepare AS_THEY_ARE = x -> {};

    int result(int n) {
        return kind == Kind.REDUCTION ? 1 : n;
    }

    @Override
    public String toString() {
        return name;
    }

    static List<RowKernel> all() {
        List<RowKernel> all = new ArrayList<>();
        for (Unary f : Unary.values()) {
            all.add(new RowKernel(f.toString(), 1, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE,
                    (k, x, o, from, n) -> k.unary(f, x[0], o[0] + from, x[1], o[1] + from, n),
                    (i, y, x) -> unaryError(f, y)));
            all.add(new RowKernel(f + " backward", 3, 1, Kind.ELEMENTWISE, List.of(), x -> results(f, x),
                    (k, x, o, from, n) -> k.unaryBackward(f, x[0], o[0] + from, x[1], o[1] + from, x[2], o[2] + from,
                            x[3], o[3] + from, n),
                    (i, y, x) -> derivativeError(f, x[0][i], x[2][i])));
        }
        for (Binary f : Binary.values()) {
            for (int steps = 0; steps < 4; steps++) {
                int p = steps / 2;
                int q = steps % 2;
                all.add(new RowKernel(f + " steps " + p + " " + q, 2, 1, Kind.ELEMENTWISE,
                        p * q == 1 ? List.of(0, 1) : List.of(), AS_THEY_ARE, (k, x, o, from, n) -> k.binary(f, x[0],
                                o[0] + p * from, p, x[1], o[1] + q * from, q, x[2], o[2] + from, n),
                        EXACT));
            }
        }
        all.add(new RowKernel("affine", 1, 1, Kind.ELEMENTWISE, List.of(0), AS_THEY_ARE,
                (k, x, o, from, n) -> k.affine(1.7f, -0.3f, x[0], o[0] + from, x[1], o[1] + from, n), EXACT));
        all.add(new RowKernel("axpy", 1, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> k.axpy(-1.7f, x[0], o[0] + from, x[1], o[1] + from, n), EXACT));
        all.add(new RowKernel("multiplyAdd", 2, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> k.multiplyAdd(x[0], o[0] + from, x[1], o[1] + from, x[2], o[2] + from, n),
                EXACT));
        all.add(new RowKernel("multiplyAddRows", 2, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE, (k, x, o, from, n) -> k
                .multiplyAddRows(3, x[0], o[0] + from, 0, x[1], o[1] + from, 0, x[2], o[2] + from, n), EXACT));
        for (float rate : new float[] {0, 0.3f, 0.999f}) {
            all.add(new RowKernel("dropout " + rate, 1, 1, Kind.ELEMENTWISE, List.of(0), AS_THEY_ARE,
                    (k, x, o, from, n) -> k.dropout(rate, 12345, -7 + from, x[0], o[0] + from, x[1], o[1] + from, n),
                    EXACT));
        }
        reductions(all);
        softmax(all);
        norms(all);
        all.add(new RowKernel("adam", 1, 3, Kind.ELEMENTWISE, List.of(), x -> absolute(x[3]),
                (k, x, o, from, n) -> k.adam(x[1], o[1] + from, x[0], o[0] + from, x[2], o[2] + from, x[3], o[3] + from,
                        n, 0.9f, 0.999f, 0.01f, 1.3f, 1e-8f),
                EXACT));
        return all;
    }

    private static void reductions(List<RowKernel> all) {
        all.add(new RowKernel("sum", 1, 1, Kind.REDUCTION, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> x[1][o[1]] = k.sum(x[0], o[0], n),
                (i, y, x) -> sumError(x[0].length, sumOf(x[0].length, j -> x[0][j]))));
        all.add(new RowKernel("max", 1, 1, Kind.REDUCTION, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> x[1][o[1]] = k.max(x[0], o[0], n), EXACT));
        all.add(new RowKernel("dot", 2, 1, Kind.REDUCTION, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> x[2][o[2]] = k.dot(x[0], o[0], x[1], o[1], n),
                (i, y, x) -> sumError(x[0].length, sumOf(x[0].length, j -> (double) x[0][j] * x[1][j]))));
        all.add(new RowKernel("squaredDistance", 1, 1, Kind.REDUCTION, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> x[1][o[1]] = k.squaredDistance(x[0], o[0], n, 0.7f),
                (i, y, x) -> sumError(x[0].length, sumOf(x[0].length, j -> Math.pow(x[0][j] - 0.7, 2)))));
    }

    private static void softmax(List<RowKernel> all) {
        all.add(new RowKernel("softmax", 1, 1, Kind.ROW, List.of(0), AS_THEY_ARE,
                (k, x, o, from, n) -> k.softmax(x[0], o[0], null, 0, x[1], o[1], n),
                (i, y, x) -> y * (x[0].length + 16) * ULP + FLUSHED));
        all.add(new RowKernel("softmax with multiplicities", 2, 1, Kind.ROW, List.of(0), RowKernel::multiplicities,
                (k, x, o, from, n) -> k.softmax(x[0], o[0], x[1], o[1], x[2], o[2], n),
                (i, y, x) -> y * (x[0].length + 16) * ULP + 5 * FLUSHED));
        all.add(new RowKernel("softmaxBackward", 2, 1, Kind.ROW, List.of(1), AS_THEY_ARE,
                (k, x, o, from, n) -> k.softmaxBackward(x[0], o[0], x[1], o[1], x[2], o[2], n), (i, y, x) -> {
                    double sum = sumOf(x[0].length, j -> (double) x[0][j] * x[1][j]);
                    return Math.abs(x[0][i]) * (2 * ULP * Math.abs(x[1][i]) + sumError(x[0].length, sum))
                            + 2 * ULP * Math.abs(y);
                }));
        all.add(new RowKernel("logSoftmax", 1, 1, Kind.ROW, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> k.logSoftmax(x[0], o[0], x[1], o[1], n),
                (i, y, x) -> 2 * ULP * (Math.abs(x[0][i]) + Math.abs((double) x[0][i] - y)) + (x[0].length + 8) * ULP));
        all.add(new RowKernel("logSoftmaxBackward", 2, 1, Kind.ROW, List.of(), x -> negative(x[0]),
                (k, x, o, from, n) -> k.logSoftmaxBackward(x[0], o[0], x[1], o[1], x[2], o[2], n), (i, y, x) -> {
                    double sum = sumOf(x[1].length, j -> x[1][j]);
                    boolean flushed = x[0][i] < -87 && sumOf(x[1].length, j -> Float.isInfinite(x[1][j]) ? 1 : 0) > 0;
                    return flushed ? UNDEFINED : Math.exp(x[0][i]) * (sumError(x[1].length, sum) + 4 * ULP * sum)
                            + FLUSHED * sum + 2 * ULP * Math.abs(x[1][i]);
                }));
    }

    private static void norms(List<RowKernel> all) {
        float mean = 0.3f;
        float inverse = 1.9f;
        all.add(new RowKernel(
                "normalize", 3, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE, (k, x, o, from, n) -> k.normalize(x[0],
                        o[0] + from, mean, inverse, x[1], o[1] + from, x[2], o[2] + from, x[3], o[3] + from, n),
                EXACT));
        all.add(new RowKernel(
                "normalizeBackward", 3, 1, Kind.ROW, List.of(), AS_THEY_ARE, (k, x, o, from, n) -> k
                        .normalizeBackward(x[0], o[0], mean, inverse, x[1], o[1], x[2], o[2], x[3], o[3], n),
                (i, y, x) -> {
                    int n = x[0].length;
                    double sum = sumOf(n, j -> (double) x[1][j] * x[2][j]);
                    double sumX = sumOf(n, j -> (double) x[1][j] * x[2][j] * (x[0][j] - mean) * inverse);
                    double g = Math.abs((double) x[1][i] * x[2][i]);
                    return 2 * inverse * (2 * ULP * g + (sumError(n, sum) + ULP * sum
                            + Math.abs(x[0][i] - mean) * inverse * (sumError(n, sumX) + ULP * sumX)) / n);
                }));
        all.add(new RowKernel("normalizeWeightGradient", 2, 1, Kind.ELEMENTWISE, List.of(), AS_THEY_ARE,
                (k, x, o, from, n) -> k.normalizeWeightGradient(x[0], o[0] + from, mean, inverse, x[1], o[1] + from,
                        x[2], o[2] + from, n),
                EXACT));
    }

    /// As `MathSimd` promises, plus half a ULP of the scalar twin and one where a product is rounded once more.
    private static double unaryError(Unary f, float y) {
        double ulp = Math.ulp(y);
        return switch (f) {
            case SQRT, SQUARE, RELU -> BITS;
            case EXP -> 1.6 * ulp + FLUSHED;
            case LOG -> 1.4 * ulp;
            case TANH -> 1.9 * ulp;
            case SIGMOID -> 3 * ulp + FLUSHED;
            // x·σ(x), and σ is flushed where x is −87 at the most.
            case SILU -> 4 * ulp + 105 * FLUSHED;
            case MISH -> 5 * ulp + 105 * FLUSHED;
            case GELU -> 7 * ulp + FLUSHED;
        };
    }

    private static double derivativeError(Unary f, float x, float dy) {
        boolean flushed = (f == Unary.GELU || f == Unary.SILU || f == Unary.MISH) && x < -13 && Float.isInfinite(dy);
        return flushed ? UNDEFINED : switch (f) {
            // The same formulas from the same numbers.
            case EXP, LOG, SQRT, SQUARE, RELU, SIGMOID, TANH -> BITS;
            case GELU -> 3e-7 * Math.abs(dy) + Float.MIN_VALUE;
            // dy·σ·(1 + x·(1 − σ)): σ has 3 ULP.
            case SILU -> {
                double s = 1 / (1 + Math.exp(-x));
                yield Math.abs(dy) * (s * (1 + Math.abs(x)) * 8 * ULP + 105 * FLUSHED) + Float.MIN_VALUE;
            }
            // Two terms, each with errors of a few ULP of the exponential.
            case MISH -> {
                double s = 1 / (1 + Math.exp(-x));
                double t = Math.tanh(Math.log1p(Math.exp(x)));
                yield Math.abs(dy) * ((t + Math.abs(x) * (1 - t * t) * s) * 8 * ULP + 210 * FLUSHED) + Float.MIN_VALUE;
            }
        };
    }

    /// The rounding of n products and additions in any two orders.
    private static double sumError(int n, double magnitude) {
        return magnitude > OVERFLOW ? UNDEFINED : (n + 2) * ULP * magnitude + (n + 2) * Float.MIN_VALUE;
    }

    /// The sum of the magnitudes of n numbers, those that are infinite or NaN aside: they decide the result in any
    /// order.
    private static double sumOf(int n, java.util.function.IntToDoubleFunction number) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            double x = Math.abs(number.applyAsDouble(i));
            sum += Double.isFinite(x) ? x : 0;
        }
        return sum;
    }

    /// The second operand of a backward function is the function of the first.
    private static void results(Unary f, float[][] x) {
        new ScalarKernels().unary(f, x[0], 0, x[1], 0, x[0].length);
    }

    private static void multiplicities(float[][] x) {
        for (int i = 0; i < x[1].length; i++) {
            x[1][i] = 1 + i % 5;
        }
    }

    private static void absolute(float[] x) {
        for (int i = 0; i < x.length; i++) {
            x[i] = Math.abs(x[i]);
        }
    }

    private static void negative(float[] x) {
        absolute(x);
        for (int i = 0; i < x.length; i++) {
            x[i] = -x[i];
        }
    }

    /// Operands of `n` numbers each, prepared.
    float[][] operands(int n, Numbers numbers, long seed) {
        float[][] x = new float[reads + writes][];
        for (int i = 0; i < x.length; i++) {
            x[i] = numbers.some(n, seed + 1000 * i);
        }
        prepare.on(x);
        return x;
    }

    static float[][] copy(float[][] x) {
        return Arrays.stream(x).map(float[]::clone).toArray(float[][]::new);
    }
}
