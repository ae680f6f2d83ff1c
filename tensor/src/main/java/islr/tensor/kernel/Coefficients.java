package islr.tensor.kernel;

/// The numbers behind the functions of the SIMD kernels and of the plain ones, which are the same. The polynomials are
/// minimax fits of `tools/golden/fit_math.py`.
public final class Coefficients {
    public static final float LOG2_E = 1.442695f;
    /// ln 2 = LN2_HIGH + LN2_LOW; the high part has 9 trailing zero bits, which makes n·LN2_HIGH exact for |n| < 512.
    public static final float LN2_HIGH = 0.693145751953125f;
    public static final float LN2_LOW = 1.4286068e-06f;
    /// 1.5·2²³: adding it rounds a float to an integer, which then stands in the low bits of the sum.
    public static final float ROUND = 0x1.8p23f;
    public static final int ROUND_BITS = Float.floatToRawIntBits(0x1.8p23f);

    /// The arguments between which e^x is a normal float: ln 2⁻¹²⁶ and ln 2¹²⁸.
    public static final float EXP_LOWEST = -87.33654f;
    public static final float EXP_HIGHEST = 88.72283f;
    public static final float EXP_2 = 0.49999994f;
    public static final float EXP_3 = 0.16666521f;
    public static final float EXP_4 = 0.041668333f;
    public static final float EXP_5 = 0.008368708f;
    public static final float EXP_6 = 0.0013814445f;

    public static final int TWO_THIRDS_BITS = Float.floatToRawIntBits(2f / 3f);
    public static final float LOG_3 = 0.33333215f;
    public static final float LOG_4 = -0.24999797f;
    public static final float LOG_5 = 0.20010415f;
    public static final float LOG_6 = -0.16680491f;
    public static final float LOG_7 = 0.1400588f;
    public static final float LOG_8 = -0.12184258f;
    public static final float LOG_9 = 0.13984436f;
    public static final float LOG_10 = -0.12891698f;

    /// From here on e^(−t²/2) is below 2⁻¹²⁶ and counts as 0.
    public static final float TAIL_END = 13.25f;
    public static final float TAIL_SHIFT = 3.5f;
    public static final float TAIL_0 = 0.21269031f;
    public static final float TAIL_1 = -0.16158907f;
    public static final float TAIL_2 = 0.09012141f;
    public static final float TAIL_3 = -0.033157915f;
    public static final float TAIL_4 = 0.004973611f;
    public static final float TAIL_5 = 0.0018546177f;
    public static final float TAIL_6 = -0.00090899883f;
    public static final float TAIL_7 = -0.00014108638f;
    public static final float TAIL_8 = 0.00012333409f;
    public static final float TAIL_9 = 3.3114124e-05f;

    public static final float TANH_3 = -0.3333328f;
    public static final float TANH_5 = 0.13331439f;
    public static final float TANH_7 = -0.053739723f;
    public static final float TANH_9 = 0.02063909f;
    public static final float TANH_11 = -0.0057049864f;

    private Coefficients() {}
}
