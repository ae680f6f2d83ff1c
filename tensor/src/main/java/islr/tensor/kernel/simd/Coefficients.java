package islr.tensor.kernel.simd;

/// The numbers behind [MathSimd] and [PlainMath]. The polynomials are minimax fits of `tools/golden/fit_math.py`.
final class Coefficients {
    static final float LOG2_E = 1.442695f;
    /// ln 2 = LN2_HIGH + LN2_LOW; the high part has 9 trailing zero bits, which makes n·LN2_HIGH exact for |n| < 512.
    static final float LN2_HIGH = 0.693145751953125f;
    static final float LN2_LOW = 1.4286068e-06f;
    /// 1.5·2²³: adding it rounds a float to an integer, which then stands in the low bits of the sum.
    static final float ROUND = 0x1.8p23f;
    static final int ROUND_BITS = Float.floatToRawIntBits(0x1.8p23f);

    /// The arguments between which e^x is a normal float: ln 2⁻¹²⁶ and ln 2¹²⁸.
    static final float EXP_LOWEST = -87.33654f;
    static final float EXP_HIGHEST = 88.72283f;
    static final float EXP_2 = 0.49999994f;
    static final float EXP_3 = 0.16666521f;
    static final float EXP_4 = 0.041668333f;
    static final float EXP_5 = 0.008368708f;
    static final float EXP_6 = 0.0013814445f;

    static final int TWO_THIRDS_BITS = Float.floatToRawIntBits(2f / 3f);
    static final float LOG_3 = 0.33333215f;
    static final float LOG_4 = -0.24999797f;
    static final float LOG_5 = 0.20010415f;
    static final float LOG_6 = -0.16680491f;
    static final float LOG_7 = 0.1400588f;
    static final float LOG_8 = -0.12184258f;
    static final float LOG_9 = 0.13984436f;
    static final float LOG_10 = -0.12891698f;

    /// From here on e^(−t²/2) is below 2⁻¹²⁶ and counts as 0.
    static final float TAIL_END = 13.25f;
    static final float TAIL_SHIFT = 3.5f;
    static final float TAIL_0 = 0.21269031f;
    static final float TAIL_1 = -0.16158907f;
    static final float TAIL_2 = 0.09012141f;
    static final float TAIL_3 = -0.033157915f;
    static final float TAIL_4 = 0.004973611f;
    static final float TAIL_5 = 0.0018546177f;
    static final float TAIL_6 = -0.00090899883f;
    static final float TAIL_7 = -0.00014108638f;
    static final float TAIL_8 = 0.00012333409f;
    static final float TAIL_9 = 3.3114124e-05f;

    private Coefficients() {}
}
