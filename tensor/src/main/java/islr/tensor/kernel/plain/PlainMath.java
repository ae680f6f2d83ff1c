package islr.tensor.kernel.plain;

import static islr.tensor.kernel.Coefficients.*;

/// The formulas of `MathSimd` and `UnarySimd`, number by number: the same operations in the same order, so the same
/// bits.
final class PlainMath {
    private PlainMath() {}

    /// See `MathSimd.exp`.
    static void exp(float[] x, int xOff, float shift, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = exp(x[xOff + i] - shift);
        }
    }

    private static float exp(float v) {
        float e = power(v, 0);
        return v <= EXP_HIGHEST ? e : v * Float.MAX_VALUE;
    }

    /// e^(v + rest), 0 for v < [islr.tensor.kernel.Coefficients#EXP_LOWEST]; nothing to rely on above
    /// [islr.tensor.kernel.Coefficients#EXP_HIGHEST].
    private static float power(float v, float rest) {
        float shifted = Math.fma(v, LOG2_E, ROUND);
        float k = shifted - ROUND;
        float r = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, v));
        r = rest == 0 ? r : Math.fma(rest, -0.5f, r);
        float p = Math.fma(Math.fma(Math.fma(Math.fma(EXP_6, r, EXP_5), r, EXP_4), r, EXP_3), r, EXP_2);
        p = Math.fma(p, r * r, r) + 1;
        float e = Float.intBitsToFloat(Float.floatToRawIntBits(p) + (Float.floatToRawIntBits(shifted) << 23));
        return v < EXP_LOWEST ? 0 : e;
    }

    /// GELU(x) = relu(x) − |x|·Q(|x|), see `UnarySimd` and `MathSimd.normalTail`.
    static void gelu(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i];
            float t = Math.abs(v);
            t = t > TAIL_END ? TAIL_END : t;
            float u = TAIL_SHIFT / (t + TAIL_SHIFT);
            float q = Math.fma(u, -2f, 1f);
            float p = Math.fma(Math.fma(Math.fma(Math.fma(TAIL_9, q, TAIL_8), q, TAIL_7), q, TAIL_6), q, TAIL_5);
            float ratio = Math.fma(
                    Math.fma(Math.fma(Math.fma(Math.fma(p, q, TAIL_4), q, TAIL_3), q, TAIL_2), q, TAIL_1), q, TAIL_0)
                    * u;
            float square = t * t;
            float gauss = power(square * -0.5f, Math.fma(t, t, -square));
            // (0 + 1·t)·ratio + 0·t
            float tail = gauss * Math.fma(t, ratio, t * 0f);
            y[yOff + i] = (v < 0 ? -0f : v) - tail;
        }
    }

    /// σ(x), see `UnarySimd`.
    static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i];
            float e = exp(-Math.abs(v));
            y[yOff + i] = (v < 0 ? e : 1) / (e + 1);
        }
    }

    /// Mish(x), see `UnarySimd`.
    static void mish(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i];
            float e = exp(Math.min(v, 20));
            float m = e * (e + 2);
            y[yOff + i] = v * (m / (m + 2));
        }
    }

    /// See `MathSimd.log`.
    static void log(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = log(x[xOff + i]);
        }
    }

    private static float log(float v) {
        boolean denormal = v < Float.MIN_NORMAL;
        int bits = Float.floatToRawIntBits(denormal ? v * 0x1p23f : v);
        int k = bits - TWO_THIRDS_BITS >> 23;
        float f = Float.intBitsToFloat(bits - (k << 23)) - 1;
        float e = Float.intBitsToFloat(k + ROUND_BITS) - ROUND;
        e = denormal ? e - 23 : e;
        float s = f * f;
        float p = Math.fma(Math.fma(Math.fma(Math.fma(LOG_10, f, LOG_9), f, LOG_8), f, LOG_7), f, LOG_6);
        p = Math.fma(Math.fma(Math.fma(p, f, LOG_5), f, LOG_4), f, LOG_3);
        float small = Math.fma(p * f, s, Math.fma(e, LN2_LOW, s * -0.5f));
        float ln = Math.fma(e, LN2_HIGH, small + f);
        ln = v == 0 ? Float.NEGATIVE_INFINITY : v < 0 ? Float.NaN : ln;
        return v < Float.POSITIVE_INFINITY ? ln : v;
    }

    /// tanh x, see `UnarySimd`.
    static void tanh(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i];
            float a = Math.abs(v);
            float far = 1 - 2 / (exp(a * 2) + 1);
            float s = v * v;
            float p = Math.fma(Math.fma(Math.fma(Math.fma(TANH_11, s, TANH_9), s, TANH_7), s, TANH_5), s, TANH_3);
            y[yOff + i] = Math.copySign(a < 0.625f ? Math.fma(p * s, a, a) : far, v);
        }
    }
}
