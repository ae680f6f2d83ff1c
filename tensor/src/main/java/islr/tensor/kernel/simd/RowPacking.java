package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;
import static islr.tensor.kernel.simd.Lanes.SWAP_1;
import static islr.tensor.kernel.simd.Lanes.SWAP_2;
import static islr.tensor.kernel.simd.Lanes.SWAP_4;
import static islr.tensor.kernel.simd.Lanes.SWAP_8;
import static islr.tensor.kernel.simd.PackedTile.ROWS;
import static islr.tensor.kernel.simd.TransposeSimd.ODD_1;
import static islr.tensor.kernel.simd.TransposeSimd.ODD_2;
import static islr.tensor.kernel.simd.TransposeSimd.ODD_4;
import static islr.tensor.kernel.simd.TransposeSimd.ODD_8;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// Lays rows of A out for [PackedTile]: eight rows at a time, number t of all eight side by side, the last row again
/// where there are fewer. For vectors of sixteen lanes, as that tile is.
final class RowPacking {
    private static final VectorSpecies<Float> EIGHT = FloatVector.SPECIES_256;

    private RowPacking() {}

    /// The same of a matrix whose transpose is given: there eight rows lie side by side already.
    ///
    /// @param a Aᵀ, whose rows are `lda` apart
    static void packColumns(float[] a, int aAt, int lda, int rows, int depth, float[] to, int toAt) {
        int i = 0;
        for (; i <= rows - 2 * ROWS; i += 2 * ROWS) {
            twoEights(a, aAt + i, lda, depth, to, toAt + i * depth);
        }
        for (; i < rows; i += ROWS) {
            for (int t = 0; t < depth; t++) {
                for (int r = 0; r < ROWS; r++) {
                    to[toAt + i * depth + t * ROWS + r] = a[aAt + t * lda + Math.min(i + r, rows - 1)];
                }
            }
        }
    }

    /// Sixteen rows at a time: whole cache lines of the transpose.
    private static void twoEights(float[] a, int aAt, int lda, int depth, float[] to, int at) {
        int from = aAt;
        int second = at + ROWS * depth;
        for (int t = 0; t < depth; t++) {
            FloatVector.fromArray(EIGHT, a, from).intoArray(to, at + t * ROWS);
            FloatVector.fromArray(EIGHT, a, from + ROWS).intoArray(to, second + t * ROWS);
            from += lda;
        }
    }

    /// @param to room for `rows`, rounded up to eights, times `depth` numbers, from `toAt` on: twice as fast if a cache
    ///     line begins there
    static void pack(float[] a, int aAt, int lda, int rows, int depth, float[] to, int toAt) {
        for (int i = 0; i < rows; i += ROWS) {
            int last = Math.min(ROWS, rows - i) - 1;
            int from = aAt + i * lda;
            int at = toAt + i * depth;
            int whole = FLOAT.loopBound(depth);
            blocks(a, from, lda, last, whole, to, at);
            for (int r = 0; r < ROWS; r++) {
                int row = from + Math.min(r, last) * lda;
                for (int t = whole; t < depth; t++) {
                    to[at + t * ROWS + r] = a[row + t];
                }
            }
        }
    }

    /// Eight rows by sixteen columns at a time, exchanging lanes as [TransposeSimd] does. The last pass puts two
    /// columns of eight side by side.
    private static void blocks(float[] a, int aAt, int lda, int last, int depth, float[] to, int at) {
        int a1 = aAt + Math.min(1, last) * lda;
        int a2 = aAt + Math.min(2, last) * lda;
        int a3 = aAt + Math.min(3, last) * lda;
        int a4 = aAt + Math.min(4, last) * lda;
        int a5 = aAt + Math.min(5, last) * lda;
        int a6 = aAt + Math.min(6, last) * lda;
        int a7 = aAt + Math.min(7, last) * lda;
        for (int t = 0; t < depth; t += COUNT) {
            FloatVector v0 = FloatVector.fromArray(FLOAT, a, aAt + t);
            FloatVector v1 = FloatVector.fromArray(FLOAT, a, a1 + t);
            FloatVector v2 = FloatVector.fromArray(FLOAT, a, a2 + t);
            FloatVector v3 = FloatVector.fromArray(FLOAT, a, a3 + t);
            FloatVector v4 = FloatVector.fromArray(FLOAT, a, a4 + t);
            FloatVector v5 = FloatVector.fromArray(FLOAT, a, a5 + t);
            FloatVector v6 = FloatVector.fromArray(FLOAT, a, a6 + t);
            FloatVector v7 = FloatVector.fromArray(FLOAT, a, a7 + t);
            FloatVector w0 = v0.blend(v4.rearrange(SWAP_4), ODD_4);
            FloatVector w4 = v0.rearrange(SWAP_4).blend(v4, ODD_4);
            FloatVector w1 = v1.blend(v5.rearrange(SWAP_4), ODD_4);
            FloatVector w5 = v1.rearrange(SWAP_4).blend(v5, ODD_4);
            FloatVector w2 = v2.blend(v6.rearrange(SWAP_4), ODD_4);
            FloatVector w6 = v2.rearrange(SWAP_4).blend(v6, ODD_4);
            FloatVector w3 = v3.blend(v7.rearrange(SWAP_4), ODD_4);
            FloatVector w7 = v3.rearrange(SWAP_4).blend(v7, ODD_4);
            FloatVector x0 = w0.blend(w2.rearrange(SWAP_2), ODD_2);
            FloatVector x2 = w0.rearrange(SWAP_2).blend(w2, ODD_2);
            FloatVector x1 = w1.blend(w3.rearrange(SWAP_2), ODD_2);
            FloatVector x3 = w1.rearrange(SWAP_2).blend(w3, ODD_2);
            FloatVector x4 = w4.blend(w6.rearrange(SWAP_2), ODD_2);
            FloatVector x6 = w4.rearrange(SWAP_2).blend(w6, ODD_2);
            FloatVector x5 = w5.blend(w7.rearrange(SWAP_2), ODD_2);
            FloatVector x7 = w5.rearrange(SWAP_2).blend(w7, ODD_2);
            FloatVector y0 = x0.blend(x1.rearrange(SWAP_1), ODD_1);
            FloatVector y1 = x0.rearrange(SWAP_1).blend(x1, ODD_1);
            FloatVector y2 = x2.blend(x3.rearrange(SWAP_1), ODD_1);
            FloatVector y3 = x2.rearrange(SWAP_1).blend(x3, ODD_1);
            FloatVector y4 = x4.blend(x5.rearrange(SWAP_1), ODD_1);
            FloatVector y5 = x4.rearrange(SWAP_1).blend(x5, ODD_1);
            FloatVector y6 = x6.blend(x7.rearrange(SWAP_1), ODD_1);
            FloatVector y7 = x6.rearrange(SWAP_1).blend(x7, ODD_1);
            int y = at + t * ROWS;
            y0.blend(y1.rearrange(SWAP_8), ODD_8).intoArray(to, y);
            y0.rearrange(SWAP_8).blend(y1, ODD_8).intoArray(to, y + 8 * ROWS);
            y2.blend(y3.rearrange(SWAP_8), ODD_8).intoArray(to, y + 2 * ROWS);
            y2.rearrange(SWAP_8).blend(y3, ODD_8).intoArray(to, y + 10 * ROWS);
            y4.blend(y5.rearrange(SWAP_8), ODD_8).intoArray(to, y + 4 * ROWS);
            y4.rearrange(SWAP_8).blend(y5, ODD_8).intoArray(to, y + 12 * ROWS);
            y6.blend(y7.rearrange(SWAP_8), ODD_8).intoArray(to, y + 6 * ROWS);
            y6.rearrange(SWAP_8).blend(y7, ODD_8).intoArray(to, y + 14 * ROWS);
        }
    }
}
