package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.SWAP_1;
import static islr.tensor.kernel.simd.Lanes.SWAP_2;
import static islr.tensor.kernel.simd.Lanes.SWAP_4;
import static islr.tensor.kernel.simd.Lanes.SWAP_8;
import static jdk.incubator.vector.FloatVector.broadcast;
import static jdk.incubator.vector.FloatVector.fromArray;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// Many numbers to one. Several vectors collect, so that an addition need not wait for the one before it; they are
/// combined in a fixed order.
///
/// The order of the additions depends on n and on nothing else: a sum is that of four vectors of sixteen lanes on every
/// CPU. Where vectors are shorter, their lanes are gone through in two or four passes, each with its own part of the
/// sixteen. The order is not the scalar twin's, and its error is smaller: each lane adds only a part of the numbers.
///
/// The three sums have the same structure on purpose: a method that they shared would take vectors, and those would
/// become objects.
final class ReduceSimd {
    /// Of the vectors that make up a sum.
    static final int LANES = 16;

    private static final int STEP = 4 * COUNT;

    private ReduceSimd() {}

    /// See [islr.tensor.kernel.Kernels#sum].
    static float sum(float[] x, int xOff, int n) {
        FloatVector even = broadcast(FLOAT, 0f);
        FloatVector odd = even;
        for (int lane = 0; lane < LANES; lane += COUNT) {
            FloatVector s0 = broadcast(FLOAT, 0f);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            int at = xOff + lane;
            for (; i <= n - 4 * LANES; i += 4 * LANES) {
                s0 = s0.add(fromArray(FLOAT, x, at + i));
                s1 = s1.add(fromArray(FLOAT, x, at + i + LANES));
                s2 = s2.add(fromArray(FLOAT, x, at + i + 2 * LANES));
                s3 = s3.add(fromArray(FLOAT, x, at + i + 3 * LANES));
            }
            if (i <= n - 2 * LANES) {
                s0 = s0.add(fromArray(FLOAT, x, at + i));
                s1 = s1.add(fromArray(FLOAT, x, at + i + LANES));
                i += 2 * LANES;
            }
            if (i <= n - LANES) {
                s2 = s2.add(fromArray(FLOAT, x, at + i));
                i += LANES;
            }
            if (i + lane < n) {
                VectorMask<Float> inside = FLOAT.indexInRange(i + lane, n);
                s3 = s3.add(fromArray(FLOAT, x, at + i, inside));
            }
            FloatVector s = s0.add(s1).add(s2.add(s3));
            if (COUNT > 4 || lane % 8 == 0) {
                even = even.add(s);
            } else {
                odd = odd.add(s);
            }
        }
        FloatVector s = even.add(odd);
        if (COUNT > 8) {
            s = s.add(s.rearrange(SWAP_8));
        }
        if (COUNT > 4) {
            s = s.add(s.rearrange(SWAP_4));
        }
        s = s.add(s.rearrange(SWAP_2));
        return s.add(s.rearrange(SWAP_1)).lane(0);
    }

    /// See [islr.tensor.kernel.Kernels#max]: NaN if there is one, and +0 above −0, as [Math#max(float, float)]. A
    /// maximum never rounds, so `reduceLanes(MAX)` would give the same bits; these swaps take half its time (6 against
    /// 11 ns for 16 lanes).
    static float max(float[] x, int xOff, int n) {
        FloatVector m0 = broadcast(FLOAT, Float.NEGATIVE_INFINITY);
        FloatVector m1 = m0;
        FloatVector m2 = m0;
        FloatVector m3 = m0;
        int i = 0;
        for (; i <= n - STEP; i += STEP) {
            m0 = m0.max(fromArray(FLOAT, x, xOff + i));
            m1 = m1.max(fromArray(FLOAT, x, xOff + i + COUNT));
            m2 = m2.max(fromArray(FLOAT, x, xOff + i + 2 * COUNT));
            m3 = m3.max(fromArray(FLOAT, x, xOff + i + 3 * COUNT));
        }
        if (i <= n - 2 * COUNT) {
            m0 = m0.max(fromArray(FLOAT, x, xOff + i));
            m1 = m1.max(fromArray(FLOAT, x, xOff + i + COUNT));
            i += 2 * COUNT;
        }
        if (i <= n - COUNT) {
            m2 = m2.max(fromArray(FLOAT, x, xOff + i));
            i += COUNT;
        }
        if (i < n) {
            VectorMask<Float> inside = FLOAT.indexInRange(i, n);
            m3 = m3.blend(m3.max(fromArray(FLOAT, x, xOff + i, inside)), inside);
        }
        FloatVector m = m0.max(m1).max(m2.max(m3));
        if (COUNT > 8) {
            m = m.max(m.rearrange(SWAP_8));
        }
        if (COUNT > 4) {
            m = m.max(m.rearrange(SWAP_4));
        }
        m = m.max(m.rearrange(SWAP_2));
        return m.max(m.rearrange(SWAP_1)).lane(0);
    }

    /// See [islr.tensor.kernel.Kernels#dot].
    static float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        FloatVector even = broadcast(FLOAT, 0f);
        FloatVector odd = even;
        for (int lane = 0; lane < LANES; lane += COUNT) {
            FloatVector s0 = broadcast(FLOAT, 0f);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            int aAt = aOff + lane;
            int bAt = bOff + lane;
            for (; i <= n - 4 * LANES; i += 4 * LANES) {
                s0 = fromArray(FLOAT, a, aAt + i).fma(fromArray(FLOAT, b, bAt + i), s0);
                s1 = fromArray(FLOAT, a, aAt + i + LANES).fma(fromArray(FLOAT, b, bAt + i + LANES), s1);
                s2 = fromArray(FLOAT, a, aAt + i + 2 * LANES).fma(fromArray(FLOAT, b, bAt + i + 2 * LANES), s2);
                s3 = fromArray(FLOAT, a, aAt + i + 3 * LANES).fma(fromArray(FLOAT, b, bAt + i + 3 * LANES), s3);
            }
            for (; i <= n - LANES; i += LANES) {
                s0 = fromArray(FLOAT, a, aAt + i).fma(fromArray(FLOAT, b, bAt + i), s0);
            }
            if (i + lane < n) {
                VectorMask<Float> inside = FLOAT.indexInRange(i + lane, n);
                s0 = fromArray(FLOAT, a, aAt + i, inside).fma(fromArray(FLOAT, b, bAt + i, inside), s0);
            }
            FloatVector s = s0.add(s1).add(s2.add(s3));
            if (COUNT > 4 || lane % 8 == 0) {
                even = even.add(s);
            } else {
                odd = odd.add(s);
            }
        }
        FloatVector s = even.add(odd);
        if (COUNT > 8) {
            s = s.add(s.rearrange(SWAP_8));
        }
        if (COUNT > 4) {
            s = s.add(s.rearrange(SWAP_4));
        }
        s = s.add(s.rearrange(SWAP_2));
        return s.add(s.rearrange(SWAP_1)).lane(0);
    }

    /// See [islr.tensor.kernel.Kernels#squaredDistance].
    static float squaredDistance(float[] x, int xOff, int n, float mean) {
        FloatVector even = broadcast(FLOAT, 0f);
        FloatVector odd = even;
        for (int lane = 0; lane < LANES; lane += COUNT) {
            FloatVector s0 = broadcast(FLOAT, 0f);
            FloatVector s1 = s0;
            FloatVector s2 = s0;
            FloatVector s3 = s0;
            int i = 0;
            int at = xOff + lane;
            for (; i <= n - 4 * LANES; i += 4 * LANES) {
                FloatVector d0 = fromArray(FLOAT, x, at + i).sub(mean);
                s0 = d0.fma(d0, s0);
                FloatVector d1 = fromArray(FLOAT, x, at + i + LANES).sub(mean);
                s1 = d1.fma(d1, s1);
                FloatVector d2 = fromArray(FLOAT, x, at + i + 2 * LANES).sub(mean);
                s2 = d2.fma(d2, s2);
                FloatVector d3 = fromArray(FLOAT, x, at + i + 3 * LANES).sub(mean);
                s3 = d3.fma(d3, s3);
            }
            for (; i <= n - LANES; i += LANES) {
                FloatVector d = fromArray(FLOAT, x, at + i).sub(mean);
                s0 = d.fma(d, s0);
            }
            if (i + lane < n) {
                VectorMask<Float> inside = FLOAT.indexInRange(i + lane, n);
                FloatVector d = fromArray(FLOAT, x, at + i, inside).sub(mean);
                s0 = s0.blend(d.fma(d, s0), inside);
            }
            FloatVector s = s0.add(s1).add(s2.add(s3));
            if (COUNT > 4 || lane % 8 == 0) {
                even = even.add(s);
            } else {
                odd = odd.add(s);
            }
        }
        FloatVector s = even.add(odd);
        if (COUNT > 8) {
            s = s.add(s.rearrange(SWAP_8));
        }
        if (COUNT > 4) {
            s = s.add(s.rearrange(SWAP_4));
        }
        s = s.add(s.rearrange(SWAP_2));
        return s.add(s.rearrange(SWAP_1)).lane(0);
    }
}
