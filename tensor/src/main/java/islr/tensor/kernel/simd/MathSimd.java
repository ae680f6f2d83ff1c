package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// Transcendental functions of vectors, lane by lane.
///
/// Only add, subtract, multiply, divide, fma, compare, blend and bit operations are used. Each is defined to the bit, so a result depends
/// on its argument alone: not on the JIT, the CPU, the lane or the lane width. (The library's `lanewise(EXP)` and its like give other last
/// bits interpreted than compiled.) Only the payload of a NaN is not fixed.
///
/// The polynomials are minimax fits of `tools/golden/fit_math.py`. The errors stated are the worst that were measured, over every float or
/// every few, in units in the last place (ULP) of the exact result.
///
/// **The code is flat on purpose.** A vector stays in a register only while everything that touches it is inlined into one loop. A vector
/// operation costs the compiler some 400 nodes while it parses; past 18,000 nodes in one compiled method it inlines nothing more but the
/// library's own methods, and the next call of one of ours boxes its vectors (measured: three to eight times slower, 18 to 54 bytes an
/// element). Hence few helpers, called first, and no helper for `broadcast`. For the callers: [#exp] and [#sigmoid] take 11,000 to 13,000
/// nodes, the others 18,000. So call one function of this class in a loop, give the loop a method of its own, and put other calls first.
///
/// Constants are broadcast where they are used: vectors in static fields are a fifth slower, loaded again in every round of a loop.
final class MathSimd {

    private static final float LOG2_E = 1.442695f;
    /// ln 2 = LN2_HIGH + LN2_LOW; the high part has 9 trailing zero bits, which makes n·LN2_HIGH exact for |n| < 512.
    private static final float LN2_HIGH = 0.693145751953125f;
    private static final float LN2_LOW = 1.4286068e-06f;
    /// 1.5·2²³: adding it rounds a float to an integer, which then stands in the low bits of the sum.
    private static final float ROUND = 0x1.8p23f;
    private static final int ROUND_BITS = Float.floatToRawIntBits(0x1.8p23f);

    /// The arguments between which e^x is a normal float: ln 2⁻¹²⁶ and ln 2¹²⁸.
    private static final float EXP_LOWEST = -87.33654f;
    private static final float EXP_HIGHEST = 88.72283f;
    private static final float EXP_2 = 0.49999994f;
    private static final float EXP_3 = 0.16666521f;
    private static final float EXP_4 = 0.041668333f;
    private static final float EXP_5 = 0.008368708f;
    private static final float EXP_6 = 0.0013814445f;

    private static final int TWO_THIRDS_BITS = Float.floatToRawIntBits(2f / 3f);
    private static final float LOG_3 = 0.33333215f;
    private static final float LOG_4 = -0.24999797f;
    private static final float LOG_5 = 0.20010415f;
    private static final float LOG_6 = -0.16680491f;
    private static final float LOG_7 = 0.1400588f;
    private static final float LOG_8 = -0.12184258f;
    private static final float LOG_9 = 0.13984436f;
    private static final float LOG_10 = -0.12891698f;

    private static final float SQRT_2 = 1.4142135f;
    private static final float ERF_1 = 0.12837917f;
    private static final float ERF_3 = -0.37612626f;
    private static final float ERF_5 = 0.112835854f;
    private static final float ERF_7 = -0.026853813f;
    private static final float ERF_9 = 0.0051883264f;
    private static final float ERF_11 = -0.00080101937f;
    private static final float ERF_13 = 7.853861e-05f;

    private static final float TANH_3 = -0.3333328f;
    private static final float TANH_5 = 0.13331439f;
    private static final float TANH_7 = -0.053739723f;
    private static final float TANH_9 = 0.02063909f;
    private static final float TANH_11 = -0.0057049864f;

    /// From here on e^(−t²/2) is below 2⁻¹²⁶ and counts as 0.
    private static final float TAIL_END = 13.25f;
    private static final float TAIL_SHIFT = 3.5f;
    private static final float INV_SQRT_2PI = 0.3989423f;
    private static final float TAIL_0 = 0.21269031f;
    private static final float TAIL_1 = -0.16158907f;
    private static final float TAIL_2 = 0.09012141f;
    private static final float TAIL_3 = -0.033157915f;
    private static final float TAIL_4 = 0.004973611f;
    private static final float TAIL_5 = 0.0018546177f;
    private static final float TAIL_6 = -0.00090899883f;
    private static final float TAIL_7 = -0.00014108638f;
    private static final float TAIL_8 = 0.00012333409f;
    private static final float TAIL_9 = 3.3114124e-05f;

    private MathSimd() {}

    /// e^x: x = n·ln2 + r with |r| ≤ ln2/2, so e^x = 2ⁿ·e^r.
    ///
    /// At most 1.02 ULP. Results below 2⁻¹²⁶ (x < −87.33654) are 0: denormal arithmetic is 15 times slower, and masked scores lead there.
    /// −∞ → 0, +∞ and x > 88.72283 → +∞, NaN → NaN.
    static FloatVector exp(FloatVector x) {
        FloatVector shifted = x.fma(broadcast(FLOAT, LOG2_E), broadcast(FLOAT, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = n.fma(broadcast(FLOAT, -LN2_LOW), n.fma(broadcast(FLOAT, -LN2_HIGH), x));
        FloatVector p = broadcast(FLOAT, EXP_6)
                .fma(r, broadcast(FLOAT, EXP_5))
                .fma(r, broadcast(FLOAT, EXP_4))
                .fma(r, broadcast(FLOAT, EXP_3))
                .fma(r, broadcast(FLOAT, EXP_2))
                .fma(r.mul(r), r)
                .add(1f);
        // n goes straight into the exponent of p; the shift drops the bits of ROUND.
        FloatVector y = p.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(LSHL, 23)).reinterpretAsFloats();
        y = y.blend(0f, x.compare(LT, EXP_LOWEST));
        // The product is +∞ above the range, and NaN for NaN.
        return x.mul(Float.MAX_VALUE).blend(y, x.compare(LE, EXP_HIGHEST));
    }

    /// ln x: x = 2ᵏ·(1+f) with 2/3 ≤ 1+f < 4/3, so ln x = k·ln2 + f − f²/2 + f³·P(f).
    ///
    /// At most 0.85 ULP, denormal arguments included. ±0 → −∞, negative → NaN, +∞ → +∞, NaN → NaN.
    static FloatVector log(FloatVector x) {
        VectorMask<Float> denormal = x.compare(LT, Float.MIN_NORMAL);
        IntVector bits = x.blend(x.mul(0x1p23f), denormal).reinterpretAsInts();
        IntVector k = bits.sub(TWO_THIRDS_BITS).lanewise(ASHR, 23);
        FloatVector f = bits.sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
        FloatVector e = k.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
        e = e.blend(e.sub(23f), denormal);
        FloatVector s = f.mul(f);
        FloatVector p = broadcast(FLOAT, LOG_10)
                .fma(f, broadcast(FLOAT, LOG_9))
                .fma(f, broadcast(FLOAT, LOG_8))
                .fma(f, broadcast(FLOAT, LOG_7))
                .fma(f, broadcast(FLOAT, LOG_6))
                .fma(f, broadcast(FLOAT, LOG_5))
                .fma(f, broadcast(FLOAT, LOG_4))
                .fma(f, broadcast(FLOAT, LOG_3));
        FloatVector small = p.mul(f).fma(s, e.fma(broadcast(FLOAT, LN2_LOW), s.mul(-0.5f)));
        FloatVector y = e.fma(broadcast(FLOAT, LN2_HIGH), small.add(f));
        y = y.blend(Float.NEGATIVE_INFINITY, x.compare(EQ, 0f)).blend(Float.NaN, x.compare(LT, 0f));
        // Only +∞ and NaN are not below +∞, and are their own logarithms.
        return x.blend(y, x.compare(LT, Float.POSITIVE_INFINITY));
    }

    /// erf x = 2/√π·∫₀ˣ e^(−u²) du: x + x·P(x²) for |x| < 1, otherwise ±(1 − 2Q(√2·|x|)) with the upper tail Q of [#gelu].
    ///
    /// At most 1.7 ULP. Odd, erf(±0) = ±0; ±∞ → ±1, NaN → NaN.
    static FloatVector erf(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector t = a.mul(SQRT_2);
        t = t.blend(TAIL_END, t.compare(GT, TAIL_END));
        FloatVector ratio = tailRatio(t);
        FloatVector gauss = gauss(t);
        FloatVector far = ratio.mul(-2f).fma(gauss, broadcast(FLOAT, 1f));
        FloatVector s = x.mul(x);
        FloatVector p = broadcast(FLOAT, ERF_13)
                .fma(s, broadcast(FLOAT, ERF_11))
                .fma(s, broadcast(FLOAT, ERF_9))
                .fma(s, broadcast(FLOAT, ERF_7))
                .fma(s, broadcast(FLOAT, ERF_5))
                .fma(s, broadcast(FLOAT, ERF_3))
                .fma(s, broadcast(FLOAT, ERF_1));
        FloatVector y = far.blend(p.fma(a, a), a.compare(LT, 1f));
        return x.reinterpretAsInts().and(Integer.MIN_VALUE).or(y.reinterpretAsInts()).reinterpretAsFloats();
    }

    /// tanh x: x + x³·P(x²) for |x| < 0.625, otherwise ±(1 − 2/(e^(2|x|) + 1)).
    ///
    /// At most 1.4 ULP. Odd, tanh(±0) = ±0; ±∞ → ±1, NaN → NaN.
    static FloatVector tanh(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector far = broadcast(FLOAT, 1f).sub(broadcast(FLOAT, 2f).div(exp(a.add(a)).add(1f)));
        FloatVector s = x.mul(x);
        FloatVector p = broadcast(FLOAT, TANH_11)
                .fma(s, broadcast(FLOAT, TANH_9))
                .fma(s, broadcast(FLOAT, TANH_7))
                .fma(s, broadcast(FLOAT, TANH_5))
                .fma(s, broadcast(FLOAT, TANH_3));
        FloatVector y = far.blend(p.mul(s).fma(a, a), a.compare(LT, 0.625f));
        // The sign comes last, as a bit: x + x·(−0) would make +0 of −0.
        return x.reinterpretAsInts().and(Integer.MIN_VALUE).or(y.reinterpretAsInts()).reinterpretAsFloats();
    }

    /// σ(x) = 1/(1 + e^(−x)), as e^x/(1 + e^x) for negative x: the exponential never overflows, and the left tail keeps its
    /// relative precision.
    ///
    /// At most 2.4 ULP. 0 below −87.33654, as [#exp]; +∞ → 1, NaN → NaN.
    static FloatVector sigmoid(FloatVector x) {
        FloatVector e = exp(x.abs().neg());
        return broadcast(FLOAT, 1f).blend(e, x.compare(LT, 0f)).div(e.add(1f));
    }

    /// GELU(x) = x·Φ(x) = ½x·(1 + erf(x/√2)), with the normal distribution function Φ; the exact form, not the tanh approximation.
    ///
    /// Computed as relu(x) − t·Q(t), t = |x|, with the upper tail Q(t) = ½erfc(t/√2) = G(t)·e^(−t²/2). Nothing cancels for negative x, so
    /// the relative precision reaches down the tail.
    ///
    /// Never further than 1e-7·max(1, |x|) from the exact value; at most 5.3 ULP for x > 0 and 6.5 ULP for −12.9 ≤ x < 0, where it leaves
    /// the normal floats; −0 below −13.22. GELU(±0) = ±0; −∞ → −0 (the limit; PyTorch has NaN), +∞ → +∞, NaN → NaN.
    static FloatVector gelu(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector t = a.blend(TAIL_END, a.compare(GT, TAIL_END));
        FloatVector ratio = tailRatio(t);
        FloatVector gauss = gauss(t);
        FloatVector relu = x.blend(-0f, x.compare(LT, 0f));
        return t.mul(ratio).neg().fma(gauss, relu);
    }

    /// GELU′(x) = Φ(x) + x·φ(x), φ(x) = e^(−x²/2)/√(2π).
    ///
    /// With d = e^(−t²/2)·(G(t) − t/√(2π)), t = |x|, and G as in [#gelu]: d for negative x, 1 − d otherwise.
    ///
    /// Never further than 2e-7 from the exact value; at most 3.2 ULP for x ≥ 0 and 8.1 ULP from −13.1 to −1. Near the zero at −0.75 no
    /// relative bound holds. −0 below −13.22 and for −∞, +∞ → 1, NaN → NaN.
    static FloatVector geluDerivative(FloatVector x) {
        FloatVector a = x.abs();
        FloatVector t = a.blend(TAIL_END, a.compare(GT, TAIL_END));
        FloatVector ratio = tailRatio(t);
        FloatVector gauss = gauss(t);
        FloatVector d = t.fma(broadcast(FLOAT, -INV_SQRT_2PI), ratio).mul(gauss);
        return broadcast(FLOAT, 1f).sub(d).blend(d, x.compare(LT, 0f));
    }

    /// G(t) = ½erfc(t/√2)·e^(t²/2) = u·P(1 − 2u), u = a/(t+a): it maps [0, ∞) to (0, 1], where P varies slowly.
    private static FloatVector tailRatio(FloatVector t) {
        FloatVector u = broadcast(FLOAT, TAIL_SHIFT).div(t.add(TAIL_SHIFT));
        FloatVector q = u.fma(broadcast(FLOAT, -2f), broadcast(FLOAT, 1f));
        return broadcast(FLOAT, TAIL_9)
                .fma(q, broadcast(FLOAT, TAIL_8))
                .fma(q, broadcast(FLOAT, TAIL_7))
                .fma(q, broadcast(FLOAT, TAIL_6))
                .fma(q, broadcast(FLOAT, TAIL_5))
                .fma(q, broadcast(FLOAT, TAIL_4))
                .fma(q, broadcast(FLOAT, TAIL_3))
                .fma(q, broadcast(FLOAT, TAIL_2))
                .fma(q, broadcast(FLOAT, TAIL_1))
                .fma(q, broadcast(FLOAT, TAIL_0))
                .mul(u);
    }

    /// e^(−t²/2) for 0 ≤ t ≤ TAIL_END, as [#exp]; unspecified for NaN. The rounding error of t·t would be tens of ULP in the result; an
    /// fma computes it exactly, and it goes into the remainder r.
    private static FloatVector gauss(FloatVector t) {
        FloatVector square = t.mul(t);
        FloatVector error = t.fma(t, square.neg());
        FloatVector x = square.mul(-0.5f);
        FloatVector shifted = x.fma(broadcast(FLOAT, LOG2_E), broadcast(FLOAT, ROUND));
        FloatVector n = shifted.sub(ROUND);
        FloatVector r = error.fma(broadcast(FLOAT, -0.5f), n.fma(broadcast(FLOAT, -LN2_LOW), n.fma(broadcast(FLOAT, -LN2_HIGH), x)));
        FloatVector p = broadcast(FLOAT, EXP_6)
                .fma(r, broadcast(FLOAT, EXP_5))
                .fma(r, broadcast(FLOAT, EXP_4))
                .fma(r, broadcast(FLOAT, EXP_3))
                .fma(r, broadcast(FLOAT, EXP_2))
                .fma(r.mul(r), r)
                .add(1f);
        FloatVector y = p.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(LSHL, 23)).reinterpretAsFloats();
        return y.blend(0f, x.compare(LT, EXP_LOWEST));
    }
}
