package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import java.util.List;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The product with narrow weights is that with the same weights as float32, to the bit, for each of the kernels: so
/// whatever [GemmKernelTest] says of one is true of the other.
class NarrowGemmKernelTest {
    private static final float GUARD = -7.77e22f;

    private static List<Kernels> all() {
        return List.of(new ScalarKernels(), KernelProvider.choose("simd"), KernelProvider.choose("plain"),
                KernelProvider.choose("auto"), KernelsTest.started());
    }

    /// One row, whole tiles and some more of each kind, and more than are packed at once.
    @Provide
    Arbitrary<Integer> rows() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 40), Arbitraries.of(63, 64, 65, 70, 72, 131));
    }

    @Provide
    Arbitrary<Integer> columns() {
        return Arbitraries.oneOf(Arbitraries.integers().between(1, 40), Arbitraries.of(63, 64, 65, 127, 128, 129, 257));
    }

    /// Up to several blocks of k.
    @Provide
    Arbitrary<Integer> depths() {
        return Arbitraries.oneOf(Arbitraries.integers().between(0, 20), Arbitraries.of(67, 511, 513, 1030));
    }

    /// Every number that the type has, or its finite ones.
    private static byte[] numbers(NarrowType type, int n, long seed, boolean finite) {
        byte[] numbers = new byte[n * type.bytes()];
        new Random(seed).nextBytes(numbers);
        for (int i = 0; i < n && finite && type == NarrowType.BF16; i++) {
            // The exponent loses its highest bit: magnitudes below 2.
            numbers[2 * i + 1] &= (byte) 0xBF;
        }
        return numbers;
    }

    private static float[] wide(NarrowType type, byte[] numbers) {
        float[] wide = new float[numbers.length / type.bytes()];
        type.widen(numbers, 0, wide, 0, wide.length);
        return wide;
    }

    private static NarrowMatrix matrix(NarrowType type, int n, int k, byte... numbers) {
        return type == NarrowType.BF16 ? NarrowMatrix.bf16(Shape.of(n, k), numbers)
                : NarrowMatrix.int8(Shape.of(n, k), numbers, new float[n]);
    }

    @Property(tries = 300, edgeCases = EdgeCasesMode.NONE)
    void aNarrowProductHasTheBitsOfTheWideOne(@ForAll("rows") int m, @ForAll("depths") int k, @ForAll("columns") int n,
            @ForAll NarrowType type, @ForAll boolean accumulate, @ForAll Numbers kind,
            @ForAll @IntRange(max = 3) int gap, @ForAll @IntRange(max = 1000) int seed) {
        // Part of a larger product, often its last row alone.
        int row = m == 0 ? 0 : seed % 3 == 0 ? m - 1 : seed % (m + 1);
        assertTheSameBits(m, k, n, type, accumulate, kind, gap, seed, row, seed % 2 == 0 ? 0 : seed / 7);
    }

    /// Shapes that the sizes above seldom meet: one row or a whole tile, four panels and more, of which the last is not
    /// whole, and more than 1024 of k.
    @Example
    void soDoProductsAroundWholeTiles() {
        for (NarrowType type : NarrowType.values()) {
            for (int k : new int[] {5, 1030}) {
                for (int n : new int[] {127, 128, 130, 250}) {
                    for (int m : new int[] {1, 7, 8, 14, 15}) {
                        assertTheSameBits(m, k, n, type, m % 2 == 0, Numbers.ORDINARY, 1, m, 0, 0);
                    }
                }
            }
        }
    }

    private static void assertTheSameBits(int m, int k, int n, NarrowType type, boolean accumulate, Numbers kind,
            int gap, int seed, int row, int first) {
        byte[] b = numbers(type, n * k, seed, kind != Numbers.SPECIAL);
        NarrowMatrix narrow = matrix(type, n, k, b);
        float[] wide = wide(type, b);
        int lda = k + gap;
        int ldc = n + gap;
        float[] a = kind.some(5 + Math.max(0, m * lda), seed + 1);
        float[] before = kind.some(7 + m * ldc + 40, seed + 2);
        for (Kernels kernels : all()) {
            int panels = kernels.panels(n);
            float[] packed = new float[kernels.packedSize(k, n)];
            kernels.pack(wide, 0, k, true, k, n, packed, 0, 0, panels);
            // What is outside of the rows and panels must stay as it is.
            int panel = first % panels;
            float[] expected = before.clone();
            float[] found = before.clone();
            kernels.gemm(a, 5, lda, false, packed, 0, expected, 7, ldc, row, m, panel, panels, k, n, accumulate);
            kernels.narrowGemm(a, 5, lda, narrow.panels(kernels.panelWidth()), type, found, 7, ldc, row, m, panel,
                    panels, k, n, accumulate);
            assertArrayEquals(expected, found, kernels.description() + " " + type);
        }
    }

    /// As above, with the numbers written down: no other code can be wrong in the same way.
    @Example
    void aProductOfWrittenNumbersIsItsSum() {
        float[] a = {1, 2, 3, -1, 0.5f, 4};
        byte[] eight = {1, -2, 127, -127, 5, 0};
        // 1, −2, 0.5, 3, −0.25 and 2⁻¹³³, a denormal number.
        byte[] brain = {(byte) 0x80, 0x3F, 0, (byte) 0xC0, 0, 0x3F, 0x40, 0x40, (byte) 0x80, (byte) 0xBE, 1, 0};
        for (Kernels kernels : all()) {
            assertArrayEquals(new float[] {378, -117, 506, 129.5f}, product(kernels, NarrowType.INT8, eight, a));
            assertArrayEquals(new float[] {-1.5f, 2.5f, 0, -3.125f}, product(kernels, NarrowType.BF16, brain, a));
        }
        assertEquals(0x1p-133f, NarrowType.BF16.value(brain, 5));
    }

    private static float[] product(Kernels kernels, NarrowType type, byte[] numbers, float... a) {
        NarrowMatrix b = matrix(type, 2, 3, numbers);
        float[] c = {GUARD, GUARD, GUARD, GUARD};
        kernels.narrowGemm(a, 0, 3, b.panels(kernels.panelWidth()), type, c, 0, 2, 0, 2, 0, kernels.panels(2), 3, 2,
                false);
        return c;
    }
}
