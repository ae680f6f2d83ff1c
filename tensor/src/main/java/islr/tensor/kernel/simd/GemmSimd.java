package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;

import java.util.Arrays;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;

/// The matrix product: tiles of six rows by one panel of two vectors, whose twelve sums stay in registers while k passes.
///
/// - **Panels.** B is packed so that a tile reads it front to back, two vectors a step; A is read along six rows at once.
/// - **Twelve sums.** Enough to hide the latency of two fused multiply-adds a cycle; with the two vectors of B and a number of A they need
///   15 registers, and AVX2 has 16. Eight rows were slower at every width: by 30 % on AVX2 and by half with 128 bits, where sums went to
///   memory, and by 8 % with 512 bits. The small body matters to the compiler too: kernels with 24 sums ran out of its inlining budget on
///   some runs, and every vector was boxed (50 times slower). Two loops, written out flat, for the same reason.
/// - **Blocks of k.** Every tile reads its panel from the first-level cache: 6 to 10 % faster than from the second-level one, which whole panels of
///   512 rows or more need. The sums wait in C between two blocks, to the bit.
/// - **Alignment.** Arrays begin anywhere in a cache line, so most vectors of B lie in two. Where they happen to lie in one, products are 10 %
///   faster; Java offers no way to ask for it.
/// - **Rest of the rows.** Behind the last row the last one is computed again and not stored: one loop serves every number of rows.
/// - **Bits.** Each number is one chain of fused multiply-adds in ascending k, whatever the tile it falls into and whatever the lane width.
final class GemmSimd {
    /// Rows of a tile.
    private static final int ROWS = 6;

    /// Rows of B that pass in one go: 32 kB of a panel at 512 bits, which stay in the first-level cache while the tiles of a panel follow each other.
    private static final int DEPTH = 256;

    /// Columns of a panel.
    static final int WIDTH = 2 * COUNT;

    private GemmSimd() {}

    static void gemm(float[] a, int aOff, int lda, float[] packed, int packedOff, float[] c, int cOff, int ldc, int fromRow, int toRow,
            int fromPanel,
            int toPanel, int k, int n, boolean accumulate) {
        if (!accumulate) {
            for (int i = fromRow; i < toRow; i++) {
                Arrays.fill(c, cOff + i * ldc + fromPanel * WIDTH, cOff + i * ldc + Math.min(n, toPanel * WIDTH), 0);
            }
        }
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int columns = Math.min(WIDTH, n - panel * WIDTH);
            for (int from = 0; from < k; from += DEPTH) {
                int depth = Math.min(DEPTH, k - from);
                int b = packedOff + (panel * k + from) * WIDTH;
                for (int i = fromRow; i < toRow; i += ROWS) {
                    int rows = Math.min(ROWS, toRow - i);
                    int x = aOff + i * lda + from;
                    int at = cOff + i * ldc + panel * WIDTH;
                    if (columns == WIDTH) {
                        tile(a, x, lda, packed, b, c, at, ldc, rows, depth);
                    } else {
                        edge(a, x, lda, packed, b, c, at, ldc, rows, depth, Math.min(columns, COUNT));
                        if (columns > COUNT) {
                            edge(a, x, lda, packed, b + COUNT, c, at + COUNT, ldc, rows, depth, columns - COUNT);
                        }
                    }
                }
            }
        }
    }

    /// `C += A·B` for up to six rows and a whole panel.
    private static void tile(float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc, int rows, int k) {
        int last = rows - 1;
        int r0 = 0;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        int a0 = aAt + r0 * lda;
        int a1 = aAt + r1 * lda;
        int a2 = aAt + r2 * lda;
        int a3 = aAt + r3 * lda;
        int a4 = aAt + r4 * lda;
        int a5 = aAt + r5 * lda;
        int c0 = cAt + r0 * ldc;
        int c1 = cAt + r1 * ldc;
        int c2 = cAt + r2 * ldc;
        int c3 = cAt + r3 * ldc;
        int c4 = cAt + r4 * ldc;
        int c5 = cAt + r5 * ldc;
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
        for (int t = 0; t < k; t++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bAt + t * WIDTH);
            FloatVector b1 = FloatVector.fromArray(FLOAT, b, bAt + t * WIDTH + COUNT);
            FloatVector x0 = FloatVector.broadcast(FLOAT, a[a0 + t]);
            s00 = x0.fma(b0, s00);
            s01 = x0.fma(b1, s01);
            FloatVector x1 = FloatVector.broadcast(FLOAT, a[a1 + t]);
            s10 = x1.fma(b0, s10);
            s11 = x1.fma(b1, s11);
            FloatVector x2 = FloatVector.broadcast(FLOAT, a[a2 + t]);
            s20 = x2.fma(b0, s20);
            s21 = x2.fma(b1, s21);
            FloatVector x3 = FloatVector.broadcast(FLOAT, a[a3 + t]);
            s30 = x3.fma(b0, s30);
            s31 = x3.fma(b1, s31);
            FloatVector x4 = FloatVector.broadcast(FLOAT, a[a4 + t]);
            s40 = x4.fma(b0, s40);
            s41 = x4.fma(b1, s41);
            FloatVector x5 = FloatVector.broadcast(FLOAT, a[a5 + t]);
            s50 = x5.fma(b0, s50);
            s51 = x5.fma(b1, s51);
        }
        // From the last row up: the repeated rows hold the same sums, so what is written twice is written alike.
        s50.intoArray(c, c5);
        s51.intoArray(c, c5 + COUNT);
        s40.intoArray(c, c4);
        s41.intoArray(c, c4 + COUNT);
        s30.intoArray(c, c3);
        s31.intoArray(c, c3 + COUNT);
        s20.intoArray(c, c2);
        s21.intoArray(c, c2 + COUNT);
        s10.intoArray(c, c1);
        s11.intoArray(c, c1 + COUNT);
        s00.intoArray(c, c0);
        s01.intoArray(c, c0 + COUNT);
    }

    /// The same for the first `columns` lanes of one vector of a panel: the right edge of C.
    private static void edge(float[] a, int aAt, int lda, float[] b, int bAt, float[] c, int cAt, int ldc, int rows, int k, int columns) {
        VectorMask<Float> inside = FLOAT.indexInRange(0, columns);
        int last = rows - 1;
        int r0 = 0;
        int r1 = Math.min(1, last);
        int r2 = Math.min(2, last);
        int r3 = Math.min(3, last);
        int r4 = Math.min(4, last);
        int r5 = Math.min(5, last);
        FloatVector s0 = FloatVector.fromArray(FLOAT, c, cAt + r0 * ldc, inside);
        FloatVector s1 = FloatVector.fromArray(FLOAT, c, cAt + r1 * ldc, inside);
        FloatVector s2 = FloatVector.fromArray(FLOAT, c, cAt + r2 * ldc, inside);
        FloatVector s3 = FloatVector.fromArray(FLOAT, c, cAt + r3 * ldc, inside);
        FloatVector s4 = FloatVector.fromArray(FLOAT, c, cAt + r4 * ldc, inside);
        FloatVector s5 = FloatVector.fromArray(FLOAT, c, cAt + r5 * ldc, inside);
        for (int t = 0; t < k; t++) {
            FloatVector b0 = FloatVector.fromArray(FLOAT, b, bAt + t * WIDTH);
            s0 = FloatVector.broadcast(FLOAT, a[aAt + r0 * lda + t]).fma(b0, s0);
            s1 = FloatVector.broadcast(FLOAT, a[aAt + r1 * lda + t]).fma(b0, s1);
            s2 = FloatVector.broadcast(FLOAT, a[aAt + r2 * lda + t]).fma(b0, s2);
            s3 = FloatVector.broadcast(FLOAT, a[aAt + r3 * lda + t]).fma(b0, s3);
            s4 = FloatVector.broadcast(FLOAT, a[aAt + r4 * lda + t]).fma(b0, s4);
            s5 = FloatVector.broadcast(FLOAT, a[aAt + r5 * lda + t]).fma(b0, s5);
        }
        s5.intoArray(c, cAt + r5 * ldc, inside);
        s4.intoArray(c, cAt + r4 * ldc, inside);
        s3.intoArray(c, cAt + r3 * ldc, inside);
        s2.intoArray(c, cAt + r2 * ldc, inside);
        s1.intoArray(c, cAt + r1 * ldc, inside);
        s0.intoArray(c, cAt + r0 * ldc, inside);
    }

    /// See [islr.tensor.kernel.Kernels#pack].
    static void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff, int fromPanel,
            int toPanel) {
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int to = packedOff + panel * WIDTH * k;
            int column = panel * WIDTH;
            int columns = Math.min(WIDTH, n - column);
            if (columns < WIDTH) {
                Arrays.fill(packed, to, to + WIDTH * k, 0);
            }
            if (transposed) {
                TransposeSimd.transpose(b, bOff + column * ld, ld, columns, k, packed, to, WIDTH);
            } else {
                for (int t = 0; t < k; t++) {
                    System.arraycopy(b, bOff + t * ld + column, packed, to + t * WIDTH, columns);
                }
            }
        }
    }
}
