package islr.tensor.kernel.simd;

import static islr.tensor.kernel.Coefficients.TANH_11;
import static islr.tensor.kernel.Coefficients.TANH_3;
import static islr.tensor.kernel.Coefficients.TANH_5;
import static islr.tensor.kernel.Coefficients.TANH_7;
import static islr.tensor.kernel.Coefficients.TANH_9;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LT;

import islr.tensor.kernel.Kernels.Unary;
import islr.tensor.kernel.ScalarKernels;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Functions of one number and their derivatives, each a loop of its own or, for those of [MathSimd], a few: the
/// result's place holds what is between them.
///
/// Once the transcendental part is there, what follows is exact arithmetic, as everything in the other loops: the rest
/// of less than a vector is computed one by one, with the same bits.
final class UnarySimd {
    private static final ScalarKernels REST = new ScalarKernels();

    private static final float INV_SQRT_2PI = 0.3989423f;
    /// From here on, Mish is the number itself.
    private static final float MISH_END = 20;

    private UnarySimd() {}

    /// See [islr.tensor.kernel.Kernels#unary].
    static void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (f) {
            case EXP -> MathSimd.exp(x, xOff, 0, y, yOff, n);
            case LOG -> MathSimd.log(x, xOff, y, yOff, n);
            case SQRT -> sqrt(x, xOff, y, yOff, n);
            case SQUARE -> square(x, xOff, y, yOff, n);
            case RELU -> relu(x, xOff, y, yOff, n);
            case GELU -> gelu(x, xOff, y, yOff, n);
            case SILU -> silu(x, xOff, y, yOff, n);
            case MISH -> mish(x, xOff, y, yOff, n);
            case SIGMOID -> sigmoid(x, xOff, y, yOff, n);
            case TANH -> tanh(x, xOff, y, yOff, n);
        }
    }

    private static void sqrt(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            v.sqrt().intoArray(y, yOff + i);
        }
        REST.unary(Unary.SQRT, x, xOff + i, y, yOff + i, n - i);
    }

    private static void square(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            v.mul(v).intoArray(y, yOff + i);
        }
        REST.unary(Unary.SQUARE, x, xOff + i, y, yOff + i, n - i);
    }

    private static void relu(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            // NaN is not ≤ 0 and stays.
            v.blend(0f, v.compare(LE, 0f)).intoArray(y, yOff + i);
        }
        REST.unary(Unary.RELU, x, xOff + i, y, yOff + i, n - i);
    }

    /// GELU(x) = x·Φ(x) = ½x·(1 + erf(x/√2)), with the normal distribution function Φ; the exact form, not the tanh
    /// approximation.
    ///
    /// Computed as relu(x) − t·Q(t), t = |x|. Nothing cancels for negative x, so the relative precision reaches down
    /// the tail.
    ///
    /// Never further than 1e-7·max(1, |x|) from the exact value; at most 5.3 ULP for x > 0 and 6.5 ULP for −12.9 ≤ x <
    /// 0, where it leaves the normal floats; −0 below −13.22. GELU(±0) = ±0; −∞ → −0 (the limit; PyTorch has NaN), +∞ →
    /// +∞, NaN → NaN.
    private static void gelu(float[] x, int xOff, float[] y, int yOff, int n) {
        MathSimd.normalTail(x, xOff, 0, 1, 0, y, yOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector relu = v.blend(-0f, v.compare(LT, 0f));
            relu.sub(fromArray(FLOAT, y, yOff + i)).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            float v = x[xOff + i];
            y[yOff + i] = (v < 0 ? -0f : v) - y[yOff + i];
        }
    }

    /// x·σ(x); errors as in [#sigmoid], and half a unit more for the product.
    private static void silu(float[] x, int xOff, float[] y, int yOff, int n) {
        sigmoid(x, xOff, y, yOff, n);
        ElementwiseSimd.multiply(x, xOff, 1, y, yOff, 1, y, yOff, n);
    }

    /// Mish(x) = x·tanh(ln(1 + e^x)), as x·m/(m + 2) with m = e^x·(e^x + 2): nothing cancels. From 20 on the factor is
    /// 1 in float, and e^20 stands for what would overflow.
    ///
    /// At most 3.5 ULP; −0 below −87.33654, as [MathSimd#exp]. Mish(±0) = ±0; −∞ → NaN, as in PyTorch, +∞ → +∞, NaN →
    /// NaN.
    private static void mish(float[] x, int xOff, float[] y, int yOff, int n) {
        cappedExponential(x, xOff, y, yOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector e = fromArray(FLOAT, y, yOff + i);
            FloatVector m = e.mul(e.add(2f));
            fromArray(FLOAT, x, xOff + i).mul(m.div(m.add(2f))).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            float e = y[yOff + i];
            float m = e * (e + 2);
            y[yOff + i] = x[xOff + i] * (m / (m + 2));
        }
    }

    /// `y = e^min(x, 20)`.
    private static void cappedExponential(float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, x, xOff + i).min(MISH_END).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            y[yOff + i] = Math.min(x[xOff + i], MISH_END);
        }
        MathSimd.exp(y, yOff, 0, y, yOff, n);
    }

    /// σ(x) = 1/(1 + e^(−x)), as e^x/(1 + e^x) for negative x: the exponential never overflows, and the left tail keeps
    /// its relative precision.
    ///
    /// At most 2.4 ULP. 0 below −87.33654, as [MathSimd#exp]; +∞ → 1, NaN → NaN.
    private static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        magnitude(-1, x, xOff, y, yOff, n);
        MathSimd.exp(y, yOff, 0, y, yOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector e = fromArray(FLOAT, y, yOff + i);
            VectorMask<Float> negative = fromArray(FLOAT, x, xOff + i).compare(LT, 0f);
            broadcast(FLOAT, 1f).blend(e, negative).div(e.add(1f)).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            float e = y[yOff + i];
            y[yOff + i] = (x[xOff + i] < 0 ? e : 1) / (e + 1);
        }
    }

    /// tanh x: x + x³·P(x²) for |x| < 0.625, otherwise ±(1 − 2/(e^(2|x|) + 1)).
    ///
    /// At most 1.4 ULP. Odd, tanh(±0) = ±0; ±∞ → ±1, NaN → NaN.
    private static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
        magnitude(2, x, xOff, y, yOff, n);
        MathSimd.exp(y, yOff, 0, y, yOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector far = broadcast(FLOAT, 1f).sub(broadcast(FLOAT, 2f).div(fromArray(FLOAT, y, yOff + i).add(1f)));
            FloatVector a = v.abs();
            FloatVector s = v.mul(v);
            FloatVector p = broadcast(FLOAT, TANH_11).fma(s, broadcast(FLOAT, TANH_9)).fma(s, broadcast(FLOAT, TANH_7))
                    .fma(s, broadcast(FLOAT, TANH_5)).fma(s, broadcast(FLOAT, TANH_3));
            FloatVector t = far.blend(p.mul(s).fma(a, a), a.compare(LT, 0.625f));
            // The sign comes last, as a bit: x + x·(−0) would make +0 of −0.
            v.reinterpretAsInts().and(Integer.MIN_VALUE).or(t.reinterpretAsInts()).reinterpretAsFloats().intoArray(y,
                    yOff + i);
        }
        for (; i < n; i++) {
            float v = x[xOff + i];
            float a = Math.abs(v);
            float s = v * v;
            float p = Math.fma(Math.fma(Math.fma(Math.fma(TANH_11, s, TANH_9), s, TANH_7), s, TANH_5), s, TANH_3);
            y[yOff + i] = Math.copySign(a < 0.625f ? Math.fma(p * s, a, a) : 1 - 2 / (y[yOff + i] + 1), v);
        }
    }

    /// `y = factor·|x|`.
    private static void magnitude(float factor, float[] x, int xOff, float[] y, int yOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            fromArray(FLOAT, x, xOff + i).abs().mul(factor).intoArray(y, yOff + i);
        }
        for (; i < n; i++) {
            y[yOff + i] = Math.abs(x[xOff + i]) * factor;
        }
    }

    /// See [islr.tensor.kernel.Kernels#unaryBackward].
    static void unaryBackward(Unary f, float[] x, int xOff, float[] y, int yOff, float[] dy, int dyOff, float[] dx,
            int dxOff, int n) {
        switch (f) {
            case EXP -> ElementwiseSimd.multiply(dy, dyOff, 1, y, yOff, 1, dx, dxOff, n);
            case LOG -> logBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SQRT -> sqrtBackward(y, yOff, dy, dyOff, dx, dxOff, n);
            case SQUARE -> squareBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case RELU -> reluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case GELU -> geluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SILU -> siluBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case MISH -> mishBackward(x, xOff, dy, dyOff, dx, dxOff, n);
            case SIGMOID -> sigmoidBackward(y, yOff, dy, dyOff, dx, dxOff, n);
            case TANH -> tanhBackward(y, yOff, dy, dyOff, dx, dxOff, n);
        }
    }

    private static void logBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = broadcast(FLOAT, 1f).div(v);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.LOG, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void sqrtBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = broadcast(FLOAT, 0.5f).div(v);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SQRT, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void squareBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = v.mul(2f);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SQUARE, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void reluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i);
            FloatVector derivative = broadcast(FLOAT, 0f).blend(1f, v.compare(GT, 0f));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.RELU, x, xOff + i, x, xOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    /// GELU′(x) = Φ(x) + x·φ(x), φ(x) = e^(−x²/2)/√(2π).
    ///
    /// With d = e^(−t²/2)·(G(t) − t/√(2π)), t = |x|, and G as in [MathSimd#normalTail]: d for negative x, 1 − d
    /// otherwise.
    ///
    /// Never further than 2e-7 from the exact value; at most 3.2 ULP for x ≥ 0 and 8.1 ULP from −13.1 to −1. Near the
    /// zero at −0.75 no relative bound holds. −0 below −13.22 and for −∞, +∞ → 1, NaN → NaN.
    private static void geluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        MathSimd.normalTail(x, xOff, 1, 0, -INV_SQRT_2PI, dx, dxOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector d = fromArray(FLOAT, dx, dxOff + i);
            VectorMask<Float> negative = fromArray(FLOAT, x, xOff + i).compare(LT, 0f);
            FloatVector derivative = broadcast(FLOAT, 1f).sub(d).blend(d, negative);
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            float d = dx[dxOff + i];
            dx[dxOff + i] = dy[dyOff + i] * (x[xOff + i] < 0 ? d : 1 - d);
        }
    }

    /// `σ·(1 + x·(1 − σ))`.
    private static void siluBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        sigmoid(x, xOff, dx, dxOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector s = fromArray(FLOAT, dx, dxOff + i);
            FloatVector derivative = s.mul(fromArray(FLOAT, x, xOff + i).mul(broadcast(FLOAT, 1f).sub(s)).add(1f));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            float s = dx[dxOff + i];
            dx[dxOff + i] = dy[dyOff + i] * (s * (x[xOff + i] * (1 - s) + 1));
        }
    }

    /// Mish′(x) = m/(m + 2) + x·4e·(1 + e)/(m + 2)², e = e^x and m = e·(e + 2).
    private static void mishBackward(float[] x, int xOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        cappedExponential(x, xOff, dx, dxOff, n);
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, x, xOff + i).min(MISH_END);
            FloatVector e = fromArray(FLOAT, dx, dxOff + i);
            FloatVector m = e.mul(e.add(2f));
            FloatVector below = m.add(2f);
            FloatVector slope = e.mul(4f).mul(e.add(1f)).div(below.mul(below));
            FloatVector derivative = m.div(below).add(v.mul(slope));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        for (; i < n; i++) {
            float v = Math.min(x[xOff + i], MISH_END);
            float e = dx[dxOff + i];
            float m = e * (e + 2);
            float below = m + 2;
            float slope = e * 4 * (e + 1) / (below * below);
            dx[dxOff + i] = dy[dyOff + i] * (m / below + v * slope);
        }
    }

    private static void sigmoidBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = v.mul(broadcast(FLOAT, 1f).sub(v));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.SIGMOID, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }

    private static void tanhBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        int i = 0;
        for (; i <= n - COUNT; i += COUNT) {
            FloatVector v = fromArray(FLOAT, y, yOff + i);
            FloatVector derivative = broadcast(FLOAT, 1f).sub(v.mul(v));
            fromArray(FLOAT, dy, dyOff + i).mul(derivative).intoArray(dx, dxOff + i);
        }
        REST.unaryBackward(Unary.TANH, y, yOff + i, y, yOff + i, dy, dyOff + i, dx, dxOff + i, n - i);
    }
}
