package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The matrix product, its packing and the transpose: SIMD against scalar, in matrices that are parts of larger ones.
class GemmKernelTest {
    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels SIMD = KernelProvider.choose("simd");
    private static final List<Kernels> BOTH = List.of(SCALAR, SIMD);
    private static final float GUARD = -7.77e22f;

    /// 0 to one tile or panel and a bit, a few around multiples, and some larger ones.
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 20),
                Arbitraries.of(31, 32, 33, 47, 48, 49, 63, 64, 65, 67, 97, 131), Arbitraries.just(0));
    }

    @Provide
    Arbitrary<Integer> depths() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 10), Arbitraries.of(17, 33, 67, 257));
    }

    /// Also more than are packed at once.
    @Provide
    Arbitrary<Integer> deep() {
        return Arbitraries.oneOf(depths(), Arbitraries.of(1030));
    }

    /// A matrix in a larger array whose rows are `ld` apart; everything around it is `around`.
    private record Matrix(float[] array, int off, int ld, int rows, int columns) {
        static Matrix of(float[] numbers, int rows, int columns, int gap, int off, float around) {
            int ld = Math.max(1, columns + gap);
            float[] array = new float[off + rows * ld + 40];
            Arrays.fill(array, around);
            for (int i = 0; i < rows; i++) {
                System.arraycopy(numbers, i * columns, array, off + i * ld, columns);
            }
            return new Matrix(array, off, ld, rows, columns);
        }

        float at(int i, int j) {
            return array[off + i * ld + j];
        }

        Matrix copy() {
            return new Matrix(array.clone(), off, ld, rows, columns);
        }
    }

    private static float[] packed(Kernels kernels, float[] b, int k, int n) {
        float[] packed = new float[kernels.packedSize(k, n) + 3];
        kernels.pack(b, 0, n, false, k, n, packed, 3, 0, kernels.panels(n));
        return packed;
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void theStartHasTheBitsOfTheRest(@ForAll("sizes") int m, @ForAll("depths") int k, @ForAll("sizes") int n,
            @ForAll boolean accumulate, @ForAll boolean transposed, @ForAll Numbers kind,
            @ForAll @IntRange(max = 1000) int seed) {
        Kernels[] several = {SIMD, KernelProvider.choose("auto"), KernelsTest.started(),
            KernelProvider.choose("plain")};
        float[] b = kind.some(k * n, seed);
        float[] a = kind.some(m * k, seed + 1);
        float[][] packed = new float[several.length][];
        float[][] c = new float[several.length][];
        for (int i = 0; i < several.length; i++) {
            Kernels kernels = several[i];
            packed[i] = new float[kernels.packedSize(k, n)];
            c[i] = kind.some(m * n, seed + 2);
            kernels.pack(b, 0, transposed ? k : n, transposed, k, n, packed[i], 0, 0, kernels.panels(n));
            kernels.gemm(a, 0, k, false, packed[i], 0, c[i], 0, n, 0, m, 0, kernels.panels(n), k, n, accumulate);
        }
        // The plain ones may have panels of another width.
        assertArrayEquals(packed[0], packed[1]);
        assertArrayEquals(packed[0], packed[2]);
        for (int i = 1; i < several.length; i++) {
            assertArrayEquals(c[0], c[i], several[i].description());
        }
    }

    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void aProductIsTheSumOfItsProducts(@ForAll("sizes") int m, @ForAll("depths") int k, @ForAll("sizes") int n,
            @ForAll @IntRange(max = 5) int gapA, @ForAll @IntRange(max = 5) int gapC, @ForAll boolean accumulate,
            @ForAll Numbers kind, @ForAll @IntRange(max = 1000) int seed) {
        float[] b = kind.some(k * n, seed);
        // NaN around A: a row that is read beyond its end, and counts, shows.
        Matrix a = Matrix.of(kind.some(m * k, seed + 1), m, k, gapA, 7, Float.NaN);
        Matrix before = Matrix.of(kind.some(m * n, seed + 2), m, n, gapC, 5, GUARD);
        for (Kernels kernels : BOTH) {
            Matrix c = before.copy();
            kernels.gemm(a.array, a.off, a.ld, false, packed(kernels, b, k, n), 3, c.array, c.off, c.ld, 0, m, 0,
                    kernels.panels(n), k, n, accumulate);
            for (int i = 0; i < m; i++) {
                for (int j = 0; j < n; j++) {
                    double sum = accumulate ? before.at(i, j) : 0;
                    double magnitude = Double.isFinite(sum) ? Math.abs(sum) : 0;
                    for (int t = 0; t < k; t++) {
                        double product = (double) a.at(i, t) * b[t * n + j];
                        sum += product;
                        magnitude += Double.isFinite(product) ? Math.abs(product) : 0;
                    }
                    String what = kernels.description() + ": C[" + i + ", " + j + "] of " + m + " x " + k + " x " + n;
                    if (magnitude > 1e38) {
                        continue; // whether a sum leaves the range of a float depends on the order
                    }
                    if (!Double.isFinite(sum)) {
                        assertEquals((float) sum, c.at(i, j), what);
                    } else {
                        // (k + 1) roundings of 2⁻²⁴ at most, in both twins; and of denormals.
                        assertEquals(sum, c.at(i, j), (k + 2) * 0x1p-24 * magnitude + (k + 2) * Float.MIN_VALUE, what);
                    }
                }
            }
            assertGuarded(before, c, 0, m, 0, n, kernels);
        }
    }

    /// Written out, a transpose gives the same products in the same order.
    @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
    void aTransposedOperandGivesTheBitsOfTheOperand(@ForAll("sizes") int m, @ForAll("deep") int k,
            @ForAll("sizes") int n, @ForAll @IntRange(max = 5) int gap, @ForAll boolean accumulate,
            @ForAll Numbers kind, @ForAll @IntRange(max = 1000) int seed) {
        float[] b = kind.some(k * n, seed);
        Matrix a = Matrix.of(kind.some(m * k, seed + 1), m, k, 0, 0, Float.NaN);
        float[] columns = new float[m * k];
        SCALAR.transpose(a.array, a.off, a.ld, m, k, columns, 0, m);
        Matrix transposed = Matrix.of(columns, k, m, gap, 7, Float.NaN);
        Matrix before = Matrix.of(kind.some(m * n, seed + 2), m, n, gap, 5, GUARD);
        int row = m == 0 ? 0 : seed % (m + 1);
        for (Kernels kernels : List.of(SCALAR, SIMD, KernelProvider.choose("plain"))) {
            float[] packed = packed(kernels, b, k, n);
            Matrix expected = before.copy();
            Matrix c = before.copy();
            kernels.gemm(a.array, a.off, a.ld, false, packed, 3, expected.array, expected.off, expected.ld, row, m, 0,
                    kernels.panels(n), k, n, accumulate);
            kernels.gemm(transposed.array, transposed.off, transposed.ld, true, packed, 3, c.array, c.off, c.ld, row, m,
                    0, kernels.panels(n), k, n, accumulate);
            assertArrayEquals(expected.array, c.array, kernels.description());
        }
    }

    /// Nothing outside the given rows and columns has changed.
    private static void assertGuarded(Matrix before, Matrix after, int fromRow, int toRow, int fromColumn, int toColumn,
            Kernels kernels) {
        for (int at = 0; at < after.array.length; at++) {
            int row = Math.floorDiv(at - after.off, after.ld);
            int column = Math.floorMod(at - after.off, after.ld);
            if (row < fromRow || row >= toRow || column < fromColumn || column >= toColumn) {
                assertEquals(before.array[at], after.array[at],
                        kernels.description() + " wrote at row " + row + ", column " + column);
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void partsGiveTheBitsOfTheWholeAndWriteNothingElse(@ForAll("sizes") int m, @ForAll("depths") int k,
            @ForAll("sizes") int n, @ForAll @IntRange(max = 1000) int seed, @ForAll boolean accumulate) {
        for (Kernels kernels : BOTH) {
            float[] packed = packed(kernels, Numbers.ORDINARY.some(k * n, seed), k, n);
            Matrix a = Matrix.of(Numbers.ORDINARY.some(m * k, seed + 1), m, k, seed % 3, 7, Float.NaN);
            Matrix before = Matrix.of(Numbers.ORDINARY.some(m * n, seed + 2), m, n, seed % 4, 5, GUARD);
            int panels = kernels.panels(n);
            Matrix whole = before.copy();
            kernels.gemm(a.array, a.off, a.ld, false, packed, 3, whole.array, whole.off, whole.ld, 0, m, 0, panels, k,
                    n, accumulate);
            Matrix parts = before.copy();
            int row = m == 0 ? 0 : seed % (m + 1);
            int panel = panels == 0 ? 0 : seed / 7 % (panels + 1);
            int[][] cuts = {{row, m, 0, panel}, {0, row, 0, panel}, {0, row, panel, panels}, {row, m, panel, panels}};
            for (int[] cut : cuts) {
                if (cut[2] == cut[3]) {
                    continue; // callers never ask for no panels
                }
                Matrix untouched = parts.copy();
                kernels.gemm(a.array, a.off, a.ld, false, packed, 3, parts.array, parts.off, parts.ld, cut[0], cut[1],
                        cut[2], cut[3], k, n, accumulate);
                assertGuarded(untouched, parts, cut[0], cut[1], cut[2] * kernels.panelWidth(),
                        Math.min(n, cut[3] * kernels.panelWidth()), kernels);
            }
            assertArrayEquals(whole.array, parts.array, kernels.description());
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void panelsHoldTheMatrixRowByRowAndZerosBehindIt(@ForAll("depths") int k, @ForAll("sizes") int n,
            @ForAll @IntRange(max = 5) int gap, @ForAll boolean transposed, @ForAll @IntRange(max = 1000) int seed) {
        float[] numbers = Numbers.SPECIAL.some(k * n, seed);
        Matrix b = transposed ? Matrix.of(numbers, n, k, gap, 7, GUARD) : Matrix.of(numbers, k, n, gap, 7, GUARD);
        for (Kernels kernels : BOTH) {
            int width = kernels.panelWidth();
            int panels = kernels.panels(n);
            assertEquals((n + width - 1) / width, panels);
            assertEquals(panels * width * k, kernels.packedSize(k, n));
            float[] packed = new float[kernels.packedSize(k, n) + 8];
            Arrays.fill(packed, GUARD);
            int cut = panels == 0 ? 0 : seed % (panels + 1);
            kernels.pack(b.array, b.off, b.ld, transposed, k, n, packed, 5, cut, panels);
            for (int i = 0; i < 5 + cut * width * k; i++) {
                assertEquals(GUARD, packed[i], "written before its panels");
            }
            kernels.pack(b.array, b.off, b.ld, transposed, k, n, packed, 5, 0, cut);
            for (int p = 0; p < panels; p++) {
                for (int t = 0; t < k; t++) {
                    for (int j = 0; j < width; j++) {
                        int column = p * width + j;
                        float expected = column >= n ? 0 : transposed ? b.at(column, t) : b.at(t, column);
                        assertEquals(expected, packed[5 + (p * k + t) * width + j],
                                kernels.description() + ": column " + column + ", row " + t);
                    }
                }
            }
            for (int i = 0; i < 5; i++) {
                assertEquals(GUARD, packed[i]);
            }
            for (int i = 5 + kernels.packedSize(k, n); i < packed.length; i++) {
                assertEquals(GUARD, packed[i]);
            }
        }
    }

    @Property(tries = 200, edgeCases = EdgeCasesMode.NONE)
    void aTransposeHasRowsForColumns(@ForAll("sizes") int rows, @ForAll("sizes") int columns,
            @ForAll @IntRange(max = 5) int gapX, @ForAll @IntRange(max = 5) int gapY,
            @ForAll @IntRange(max = 1000) int seed) {
        Matrix x = Matrix.of(Numbers.SPECIAL.some(rows * columns, seed), rows, columns, gapX, 3, GUARD);
        Matrix before = Matrix.of(new float[columns * rows], columns, rows, gapY, 7, GUARD);
        for (Kernels kernels : BOTH) {
            Matrix y = before.copy();
            kernels.transpose(x.array, x.off, x.ld, rows, columns, y.array, y.off, y.ld);
            for (int i = 0; i < rows; i++) {
                for (int j = 0; j < columns; j++) {
                    assertEquals(x.at(i, j), y.at(j, i), kernels.description());
                }
            }
            assertGuarded(before, y, 0, columns, 0, rows, kernels);
        }
    }

    @Example
    void aNanBesideTheMatrixDoesNotReachTheResult() {
        for (Kernels kernels : BOTH) {
            for (int n = 1; n <= 67; n++) {
                Matrix a = Matrix.of(Numbers.ORDINARY.some(9 * 5, n), 9, 5, 3, 7, Float.NaN);
                float[] c = new float[9 * n];
                Arrays.fill(c, Float.NaN); // not accumulated: what was there is gone
                kernels.gemm(a.array, a.off, a.ld, false, packed(kernels, Numbers.ORDINARY.some(5 * n, n), 5, n), 3, c,
                        0, n, 0, 9, 0, kernels.panels(n), 5, n, false);
                for (float number : c) {
                    assertEquals(number, number + 0 * number, kernels.description() + ", n = " + n);
                }
            }
        }
    }
}
