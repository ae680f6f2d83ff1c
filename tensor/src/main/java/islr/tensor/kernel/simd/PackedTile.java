package islr.tensor.kernel.simd;

import static islr.tensor.kernel.LargeArray.LINE;
import static islr.tensor.kernel.simd.GemmSimd.WIDTH;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;

import jdk.incubator.vector.FloatVector;

/// Eight packed rows of A by one panel of B: the tile of CPUs with 32 vector registers.
///
/// - **Packed.** Number t of the eight rows lies side by side ([RowPacking]): one address for all of A. With eight
///   addresses of rows far apart, the tile is 9 % slower.
/// - **Sixteen sums.** Ten loads for sixteen fused multiply-adds; [StridedTile] needs eight for twelve. Twelve and
///   fourteen rows were 1 to 2 % faster still, but 24 sums and more have run out of the compiler's inlining budget on
///   some runs, and every vector was boxed (50 times slower).
/// - **Reading ahead in four places.** Together with blocks of equal length, 8 to 12 % faster than one place with 16,
///   24 and 32 rows whose weights come from memory (on one kind of CPU, Zen 4; the two changes were not measured apart,
///   and why four places are better was not tested). Two and eight places were slower, where the loop itself had more
///   or longer steps; every other line was slower than nothing read ahead.
final class PackedTile {
    static final int ROWS = 8;

    private PackedTile() {}

    /// `C += A·B` for eight rows and a whole panel.
    ///
    /// @param ahead where B is that is needed next: a number of a cache line of each of its quarters is read every
    ///     `steps` of k, so that it is near by then
    /// @param quarter how far apart they begin
    /// @return something that depends on those numbers, or the compiler would leave them out; of their bits, because a
    ///     float addition would wait for one of the two units that the multiply-adds keep busy, 4 % longer
    static int run(float[] a, int aAt, float[] b, int bAt, int ahead, int quarter, int steps, float[] c, int cAt,
            int ldc, int k) {
        int c0 = cAt;
        int c1 = cAt + ldc;
        int c2 = cAt + 2 * ldc;
        int c3 = cAt + 3 * ldc;
        int c4 = cAt + 4 * ldc;
        int c5 = cAt + 5 * ldc;
        int c6 = cAt + 6 * ldc;
        int c7 = cAt + 7 * ldc;
        FloatVector s00 = FloatVector.fromArray(FLOAT, c, c0);
        FloatVector s01 = FloatVector.fromArray(FLOAT, c, c0 + COUNT);
        FloatVector s10 = FloatVector.fromArray(FLOAT, c, c1);
        FloatVector s11 = FloatVector.fromArray(FLOAT, c, c1 + COUNT);
        FloatVector s20 = FloatVector.fromArray(FLOAT, c, c2);
        FloatVector s21 = FloatVector.fromArray(FLOAT, c, c2 + COUNT);
        FloatVector s30 = FloatVector.fromArray(FLOAT, c, c3);
        FloatVector s31 = FloatVector.fromArray(FLOAT, c, c3 + COUNT);
        FloatVector s40 = FloatVector.fromArray(FLOAT, c, c4);
        FloatVector s41 = FloatVector.fromArray(FLOAT, c, c4 + COUNT);
        FloatVector s50 = FloatVector.fromArray(FLOAT, c, c5);
        FloatVector s51 = FloatVector.fromArray(FLOAT, c, c5 + COUNT);
        FloatVector s60 = FloatVector.fromArray(FLOAT, c, c6);
        FloatVector s61 = FloatVector.fromArray(FLOAT, c, c6 + COUNT);
        FloatVector s70 = FloatVector.fromArray(FLOAT, c, c7);
        FloatVector s71 = FloatVector.fromArray(FLOAT, c, c7 + COUNT);
        int read = 0;
        int next = ahead;
        for (int t = 0; t < k;) {
            int to = Math.min(k, t + steps);
            read ^= Float.floatToRawIntBits(b[next]) ^ Float.floatToRawIntBits(b[next + quarter])
                    ^ Float.floatToRawIntBits(b[next + 2 * quarter]) ^ Float.floatToRawIntBits(b[next + 3 * quarter]);
            next += LINE;
            for (; t < to; t++) {
                FloatVector b0 = FloatVector.fromArray(FLOAT, b, bAt + t * WIDTH);
                FloatVector b1 = FloatVector.fromArray(FLOAT, b, bAt + t * WIDTH + COUNT);
                FloatVector x0 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS]);
                s00 = x0.fma(b0, s00);
                s01 = x0.fma(b1, s01);
                FloatVector x1 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 1]);
                s10 = x1.fma(b0, s10);
                s11 = x1.fma(b1, s11);
                FloatVector x2 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 2]);
                s20 = x2.fma(b0, s20);
                s21 = x2.fma(b1, s21);
                FloatVector x3 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 3]);
                s30 = x3.fma(b0, s30);
                s31 = x3.fma(b1, s31);
                FloatVector x4 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 4]);
                s40 = x4.fma(b0, s40);
                s41 = x4.fma(b1, s41);
                FloatVector x5 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 5]);
                s50 = x5.fma(b0, s50);
                s51 = x5.fma(b1, s51);
                FloatVector x6 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 6]);
                s60 = x6.fma(b0, s60);
                s61 = x6.fma(b1, s61);
                FloatVector x7 = FloatVector.broadcast(FLOAT, a[aAt + t * ROWS + 7]);
                s70 = x7.fma(b0, s70);
                s71 = x7.fma(b1, s71);
            }
        }
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s60.intoArray(c, c6);
        s61.intoArray(c, c6 + COUNT);
        s70.intoArray(c, c7);
        s71.intoArray(c, c7 + COUNT);
        return read;
    }
}
