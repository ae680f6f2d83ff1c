package islr.tensor.kernel.simd;

import static islr.tensor.kernel.Coefficients.*;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;
import static jdk.incubator.vector.VectorOperators.ASHR;
import static jdk.incubator.vector.VectorOperators.EQ;
import static jdk.incubator.vector.VectorOperators.GT;
import static jdk.incubator.vector.VectorOperators.LE;
import static jdk.incubator.vector.VectorOperators.LSHL;
import static jdk.incubator.vector.VectorOperators.LT;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;

/// The three transcendental functions that all others are made of (in [UnarySimd] and [SoftmaxSimd]): e^x, ln x and the
/// tail of the normal distribution, each over a range of numbers.
///
/// Only add, subtract, multiply, divide, fma, compare, blend and bit operations are used. Each is defined to the bit,
/// so a result depends on its argument alone: not on the JIT, the CPU, the lane or the lane width. (The library's
/// `lanewise(EXP)` and its like give other last bits interpreted than compiled.) Only the payload of a NaN is not
/// fixed.
///
/// The polynomials are in [islr.tensor.kernel.Coefficients]. The errors stated are the worst that were measured, over
/// every float or every few, in units in the last place (ULP) of the exact result.
///
/// **Loops, not functions of a vector.** A vector stays in a register only while everything that touches it is inlined
/// into one loop. A vector operation costs the compiler some 400 nodes while it parses; past 18,000 nodes in one
/// compiled method it inlines nothing more but the library's own methods. A method of ours that takes or returns a
/// vector then boxes it, three to eight times slower: depending on what else was compiled into the same method, so in
/// one run of many. In this package no such method exists (a test watches that), and what takes several functions takes
/// several loops: the numbers between them stay in the first-level cache.
///
/// Constants are broadcast where they are used: vectors in static fields are a fifth slower, loaded again in every
/// round of a loop.
final class MathSimd {
    private MathSimd() {}

    /// `y[i] = e^(x[i] − shift)`; y may be x. x = n·ln2 + r with |r| ≤ ln2/2, so e^x = 2ⁿ·e^r.
    ///
    /// At most 1.02 ULP. Results below 2⁻¹²⁶ (x < −87.33654) are 0: denormal arithmetic is 15 times slower, and masked
    /// scores lead there. −∞ → 0, +∞ and x > 88.72283 → +∞, NaN → NaN.
    static void exp(float[] x, int xOff, float shift, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector v = n - i >= COUNT ? fromArray(FLOAT, x, xOff + i)
                    : fromArray(FLOAT, x, xOff + i, FLOAT.indexInRange(i, n));
            v = v.sub(shift);
            FloatVector shifted = v.fma(broadcast(FLOAT, LOG2_E), broadcast(FLOAT, ROUND));
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = k.fma(broadcast(FLOAT, -LN2_LOW), k.fma(broadcast(FLOAT, -LN2_HIGH), v));
            FloatVector p = broadcast(FLOAT, EXP_6).fma(r, broadcast(FLOAT, EXP_5)).fma(r, broadcast(FLOAT, EXP_4))
                    .fma(r, broadcast(FLOAT, EXP_3)).fma(r, broadcast(FLOAT, EXP_2)).fma(r.mul(r), r).add(1f);
            // k goes straight into the exponent of p; the shift drops the bits of ROUND.
            FloatVector e = p.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(LSHL, 23))
                    .reinterpretAsFloats();
            e = e.blend(0f, v.compare(LT, EXP_LOWEST));
            // The product is +∞ above the range, and NaN for NaN.
            e = v.mul(Float.MAX_VALUE).blend(e, v.compare(LE, EXP_HIGHEST));
            if (n - i >= COUNT) {
                e.intoArray(y, yOff + i);
            } else {
                e.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    /// `y[i] = ln x[i]`; y may be x. x = 2ᵏ·(1+f) with 2/3 ≤ 1+f < 4/3, so ln x = k·ln2 + f − f²/2 + f³·P(f).
    ///
    /// At most 0.85 ULP, denormal arguments included. ±0 → −∞, negative → NaN, +∞ → +∞, NaN → NaN.
    static void log(float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector v = n - i >= COUNT ? fromArray(FLOAT, x, xOff + i)
                    : fromArray(FLOAT, x, xOff + i, FLOAT.indexInRange(i, n));
            VectorMask<Float> denormal = v.compare(LT, Float.MIN_NORMAL);
            IntVector bits = v.blend(v.mul(0x1p23f), denormal).reinterpretAsInts();
            IntVector k = bits.sub(TWO_THIRDS_BITS).lanewise(ASHR, 23);
            FloatVector f = bits.sub(k.lanewise(LSHL, 23)).reinterpretAsFloats().sub(1f);
            FloatVector e = k.add(ROUND_BITS).reinterpretAsFloats().sub(ROUND);
            e = e.blend(e.sub(23f), denormal);
            FloatVector s = f.mul(f);
            FloatVector p = broadcast(FLOAT, LOG_10).fma(f, broadcast(FLOAT, LOG_9)).fma(f, broadcast(FLOAT, LOG_8))
                    .fma(f, broadcast(FLOAT, LOG_7)).fma(f, broadcast(FLOAT, LOG_6)).fma(f, broadcast(FLOAT, LOG_5))
                    .fma(f, broadcast(FLOAT, LOG_4)).fma(f, broadcast(FLOAT, LOG_3));
            FloatVector small = p.mul(f).fma(s, e.fma(broadcast(FLOAT, LN2_LOW), s.mul(-0.5f)));
            FloatVector ln = e.fma(broadcast(FLOAT, LN2_HIGH), small.add(f));
            ln = ln.blend(Float.NEGATIVE_INFINITY, v.compare(EQ, 0f)).blend(Float.NaN, v.compare(LT, 0f));
            // Only +∞ and NaN are not below +∞, and are their own logarithms.
            ln = v.blend(ln, v.compare(LT, Float.POSITIVE_INFINITY));
            if (n - i >= COUNT) {
                ln.intoArray(y, yOff + i);
            } else {
                ln.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }

    /// `y[i] = e^(−t²/2)·((a + b·t)·G(t) + c·t)`, t = |x[i]|; y may be x. G(t) = ½erfc(t/√2)·e^(t²/2), so with a = 1, b
    /// = c = 0 this is the upper tail Q(t) of the normal distribution.
    ///
    /// - G(t) = u·P(1 − 2u), u = a/(t+a): it maps [0, ∞) to (0, 1], where P varies slowly.
    /// - e^(−t²/2) as in [#exp]. The rounding error of t·t would be tens of ULP in the result; an fma computes it
    ///   exactly, and it goes into the remainder r.
    ///
    /// 0 (or −0) from 13.25 on, NaN → NaN. Errors are stated where it is used.
    static void normalTail(float[] x, int xOff, float a, float b, float c, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i += COUNT) {
            FloatVector v = n - i >= COUNT ? fromArray(FLOAT, x, xOff + i)
                    : fromArray(FLOAT, x, xOff + i, FLOAT.indexInRange(i, n));
            FloatVector t = v.abs();
            t = t.blend(TAIL_END, t.compare(GT, TAIL_END));
            FloatVector u = broadcast(FLOAT, TAIL_SHIFT).div(t.add(TAIL_SHIFT));
            FloatVector q = u.fma(broadcast(FLOAT, -2f), broadcast(FLOAT, 1f));
            FloatVector ratio = broadcast(FLOAT, TAIL_9).fma(q, broadcast(FLOAT, TAIL_8))
                    .fma(q, broadcast(FLOAT, TAIL_7)).fma(q, broadcast(FLOAT, TAIL_6)).fma(q, broadcast(FLOAT, TAIL_5))
                    .fma(q, broadcast(FLOAT, TAIL_4)).fma(q, broadcast(FLOAT, TAIL_3)).fma(q, broadcast(FLOAT, TAIL_2))
                    .fma(q, broadcast(FLOAT, TAIL_1)).fma(q, broadcast(FLOAT, TAIL_0)).mul(u);
            FloatVector square = t.mul(t);
            FloatVector error = t.fma(t, square.neg());
            FloatVector h = square.mul(-0.5f);
            FloatVector shifted = h.fma(broadcast(FLOAT, LOG2_E), broadcast(FLOAT, ROUND));
            FloatVector k = shifted.sub(ROUND);
            FloatVector r = error.fma(broadcast(FLOAT, -0.5f),
                    k.fma(broadcast(FLOAT, -LN2_LOW), k.fma(broadcast(FLOAT, -LN2_HIGH), h)));
            FloatVector p = broadcast(FLOAT, EXP_6).fma(r, broadcast(FLOAT, EXP_5)).fma(r, broadcast(FLOAT, EXP_4))
                    .fma(r, broadcast(FLOAT, EXP_3)).fma(r, broadcast(FLOAT, EXP_2)).fma(r.mul(r), r).add(1f);
            FloatVector gauss = p.reinterpretAsInts().add(shifted.reinterpretAsInts().lanewise(LSHL, 23))
                    .reinterpretAsFloats();
            gauss = gauss.blend(0f, h.compare(LT, EXP_LOWEST));
            FloatVector tail = gauss.mul(t.fma(broadcast(FLOAT, b), broadcast(FLOAT, a)).fma(ratio, t.mul(c)));
            if (n - i >= COUNT) {
                tail.intoArray(y, yOff + i);
            } else {
                tail.intoArray(y, yOff + i, FLOAT.indexInRange(i, n));
            }
        }
    }
}
