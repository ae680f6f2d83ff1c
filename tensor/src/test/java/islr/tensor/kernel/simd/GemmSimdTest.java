package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Around;
import islr.tensor.Some;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Products that cross every boundary of [GemmSimd]: blocks of k, rows and panels that are taken together, tiles.
///
/// Each number is one chain of fused multiply-adds in ascending k, so the bits are known without any block or tile.
class GemmSimdTest {
    private static final float GUARD = -7.77e22f;
    /// A product that packs its rows of A, has whole panels and a rest.
    private static final int COLUMNS = GemmSimd.PACKED_PANELS * GemmSimd.WIDTH + 3;

    /// C as it was, guards around its rows; operands without any structure.
    private record Product(int m, int k, int n, float[] a, float[] b, float[] before) {
        private static final int GAP = 2;
        private static final int OFF = 5;

        static Product of(int m, int k, int n) {
            float[] before = new float[OFF + m * (n + GAP) + 3];
            Arrays.fill(before, GUARD);
            float[] c = Some.tensor(3, m * n).array();
            for (int i = 0; i < m; i++) {
                System.arraycopy(c, i * n, before, OFF + i * (n + GAP), n);
            }
            return new Product(m, k, n, Some.tensor(1, m * k).array(), Some.tensor(2, k * n).array(), before);
        }

        float[] expected(boolean accumulate) {
            float[] c = before.clone();
            for (int i = 0; i < m; i++) {
                int row = OFF + i * (n + GAP);
                if (!accumulate) {
                    Arrays.fill(c, row, row + n, 0);
                }
                for (int t = 0; t < k; t++) {
                    float x = a[i * k + t];
                    for (int j = 0; j < n; j++) {
                        c[row + j] = Math.fma(x, b[t * n + j], c[row + j]);
                    }
                }
            }
            return c;
        }

        /// A as it is, or written out as its transpose, with numbers that are not part of it at both ends of each row.
        float[] operand(boolean transposed) {
            int rows = transposed ? k : m;
            int columns = transposed ? m : k;
            float[] x = new float[rows * (columns + GAP) + OFF];
            Arrays.fill(x, Float.NaN);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    x[OFF + i * (columns + GAP) + j] = transposed ? a[j * k + i] : a[i * k + j];
                }
            }
            return x;
        }

        void check() {
            float[] packed = new float[OFF + (n + GemmSimd.WIDTH - 1) / GemmSimd.WIDTH * GemmSimd.WIDTH * k];
            int panels = (n + GemmSimd.WIDTH - 1) / GemmSimd.WIDTH;
            GemmSimd.pack(b, 0, n, false, k, n, packed, OFF, 0, panels);
            for (boolean accumulate : new boolean[] {false, true}) {
                float[] expected = expected(accumulate);
                for (boolean transposed : new boolean[] {false, true}) {
                    float[] operand = operand(transposed);
                    int lda = (transposed ? m : k) + GAP;
                    float[] c = before.clone();
                    GemmSimd.gemm(operand, OFF, lda, transposed, packed, OFF, c, OFF, n + GAP, 0, m, 0, panels, k, n,
                            accumulate);
                    compare(expected, c, transposed, "");
                    if (!accumulate) {
                        continue;
                    }
                    // In parts, each of which begins somewhere else in A, B and C.
                    int row = m / 3;
                    int panel = panels / 3;
                    c = before.clone();
                    for (int[] part : new int[][] {{row, m, panel, panels}, {0, row, 0, panel}, {row, m, 0, panel},
                        {0, row, panel, panels}}) {
                        GemmSimd.gemm(operand, OFF, lda, transposed, packed, OFF, c, OFF, n + GAP, part[0], part[1],
                                part[2], part[3], k, n, accumulate);
                    }
                    compare(expected, c, transposed, " in parts");
                }
            }
        }

        /// A single row has a tile of its own: here it may be any row.
        void checkRowByRow() {
            int panels = (n + GemmSimd.WIDTH - 1) / GemmSimd.WIDTH;
            float[] packed = new float[OFF + panels * GemmSimd.WIDTH * k];
            GemmSimd.pack(b, 0, n, false, k, n, packed, OFF, 0, panels);
            for (boolean transposed : new boolean[] {false, true}) {
                float[] c = before.clone();
                for (int row = m - 1; row >= 0; row--) {
                    GemmSimd.gemm(operand(transposed), OFF, (transposed ? m : k) + GAP, transposed, packed, OFF, c, OFF,
                            n + GAP, row, row + 1, 0, panels, k, n, true);
                }
                compare(expected(true), c, transposed, " row by row");
            }
        }

        private void compare(float[] expected, float[] c, boolean transposed, String how) {
            int at = Arrays.mismatch(expected, c);
            if (at >= 0) {
                assertEquals(expected[at], c[at],
                        "C[" + Math.floorDiv(at - OFF, n + GAP) + ", " + Math.floorMod(at - OFF, n + GAP) + "] of " + m
                                + " x " + k + " x " + n + (transposed ? ", A transposed" : "") + how);
            }
        }
    }

    /// One row, packed tiles alone, packed tiles and a rest that is not packed.
    @ParameterizedTest
    @ValueSource(ints = {1, 15, 22})
    void productsMayBeDeeperThanABlock(int rows) {
        for (int k : Around.sizes(GemmSimd.DEPTH, GemmSimd.PACKED_DEPTH)) {
            Product.of(rows, k, COLUMNS).check();
        }
    }

    @Test
    void productsMayHaveMoreRowsThanAreTakenTogether() {
        int[] rows = IntStream
                .concat(IntStream.rangeClosed(1, 3 * PackedTile.ROWS), IntStream.of(Around.sizes(GemmSimd.ROWS)))
                .toArray();
        for (int m : rows) {
            for (int n : new int[] {GemmSimd.WIDTH, COLUMNS}) {
                Product.of(m, 17, n).check();
            }
        }
    }

    @Test
    void productsMayHaveAnyNumberOfPanels() {
        int[] columns = Around.sizes(Lanes.COUNT, GemmSimd.WIDTH, GemmSimd.PACKED_PANELS * GemmSimd.WIDTH,
                RowTile.PANELS * GemmSimd.WIDTH);
        for (int n : columns) {
            for (int m : new int[] {1, StridedTile.ROWS, 2 * PackedTile.ROWS + StridedTile.ROWS - 1}) {
                Product.of(m, 7, n).check();
            }
        }
    }

    @Test
    void aProductMayBeComputedRowByRow() {
        Product.of(5, 17, COLUMNS).checkRowByRow();
    }

    @Test
    void allBoundariesMayBeCrossedAtOnce() {
        Product.of(GemmSimd.ROWS + 13, GemmSimd.PACKED_DEPTH + GemmSimd.DEPTH + 5, COLUMNS).check();
    }
}
