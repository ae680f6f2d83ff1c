package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Coefficients.*;

/// The formulas of [MathSimd] and [UnarySimd], number by number: the same operations in the same order, so the same
/// bits.
final class PlainMath {
    private PlainMath() {}

    /// See [MathSimd#exp].
    static void exp(float[] x, int xOff, float shift, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = exp(x[xOff + i] - shift);
        }
    }

    private static float exp(float v) {
        float e = power(v, 0);
        return v <= EXP_HIGHEST ? e : v * Float.MAX_VALUE;
    }

    /// e^(v + rest), 0 for v < [Coefficients#EXP_LOWEST]; nothing to rely on above [Coefficients#EXP_HIGHEST].
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

    /// GELU(x) = relu(x) − |x|·Q(|x|), see [UnarySimd] and [MathSimd#normalTail].
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

    /// σ(x), see [UnarySimd].
    static void sigmoid(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            float v = x[xOff + i];
            float e = exp(-Math.abs(v));
            y[yOff + i] = (v < 0 ? e : 1) / (e + 1);
        }
    }
}
