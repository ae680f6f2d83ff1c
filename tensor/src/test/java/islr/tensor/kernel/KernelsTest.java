package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.kernel.RowKernel.Kind;
import islr.tensor.kernel.simd.StartingKernels;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.GenerationMode;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// The SIMD kernels against the scalar ones, over sizes that leave every possible rest of a vector.
///
/// How far a result may be off is stated with each kernel in [RowKernel]: nothing where both compute the same formula,
/// the documented error of a function, and (n + 2)·2⁻²³ of the sum of magnitudes for a sum of n numbers in another
/// order.
class KernelsTest {
    private static final Kernels SCALAR = new ScalarKernels();
    private static final Kernels SIMD = KernelProvider.choose("simd");
    /// As every JVM begins.
    private static final Kernels START = KernelProvider.choose("auto");
    /// As every JVM goes on.
    private static final Kernels STARTED = started();
    /// As a JVM computes that ends after one answer. What a forward pass uses has the bits of the SIMD kernels.
    private static final Kernels PLAIN = KernelProvider.choose("plain");
    private static final String PREDICTS = "(EXP|LOG|SQRT|SQUARE|RELU|GELU|SILU|MISH|SIGMOID|TANH"
            + "|(ADD|SUBTRACT|MULTIPLY|DIVIDE|MAXIMUM) .*|affine|axpy|multiplyAdd|multiplyAddRows|sum|max|dot"
            + "|squaredDistance|softmax|softmax with multiplicities|logSoftmax|normalize)";
    private static final float GUARD = -7.77e22f;

    /// The starting kernels behind their first product.
    static Kernels started() {
        StartingKernels kernels = new StartingKernels(0);
        int width = kernels.panelWidth();
        kernels.gemm(new float[1], 0, 1, false, new float[width], 0, new float[width], 0, width, 0, 1, 0, 1, 1, width,
                false);
        assertTrue(kernels.started());
        return kernels;
    }

    @Provide
    Arbitrary<RowKernel> kernels() {
        return Arbitraries.of(RowKernel.all());
    }

    /// 0 to three vectors of 512 bits and 2, then primes.
    @Provide
    Arbitrary<Integer> sizes() {
        return Arbitraries.of(IntStream.concat(IntStream.rangeClosed(0, 50), IntStream.of(53, 67, 97, 131, 257, 521))
                .boxed().toList());
    }

    /// Operands inside larger arrays: NaN around what is read, so that it shows if it is read, and a number around what
    /// is written.
    private static final class Arena {
        final float[][] arrays;
        final int[] offsets;

        Arena(RowKernel kernel, float[][] x, int seed) {
            arrays = new float[x.length][];
            offsets = new int[x.length];
            for (int i = 0; i < x.length; i++) {
                offsets[i] = (seed * 7 + i * 5) % 19;
                arrays[i] = new float[offsets[i] + x[i].length + 21];
                Arrays.fill(arrays[i], i < kernel.reads() ? Float.NaN : GUARD);
                System.arraycopy(x[i], 0, arrays[i], offsets[i], x[i].length);
            }
        }

        float[] numbers(int i, int n) {
            return Arrays.copyOfRange(arrays[i], offsets[i], offsets[i] + n);
        }

        /// Nothing was written but the results.
        void check(RowKernel kernel, float[][] before, int n, String who) {
            for (int i = 0; i < arrays.length; i++) {
                boolean written = i >= kernel.reads();
                for (int at = 0; at < arrays[i].length; at++) {
                    int place = at - offsets[i];
                    boolean inside = place >= 0 && place < before[i].length;
                    boolean result = written && place >= 0 && place < kernel.result(n);
                    float expected = inside ? before[i][place] : written ? GUARD : Float.NaN;
                    if (!result && Float.floatToIntBits(arrays[i][at]) != Float.floatToIntBits(expected)) {
                        throw new AssertionError(who + " " + kernel + " wrote " + arrays[i][at] + " at " + place
                                + " of operand " + i + ", n = " + n);
                    }
                }
            }
        }
    }

    @Property(tries = 30_000, generation = GenerationMode.EXHAUSTIVE)
    void simdIsWhatScalarIs(@ForAll("kernels") RowKernel kernel, @ForAll("sizes") int n, @ForAll Numbers kind) {
        float[][] x = kernel.operands(n, kind, 31L * n + kind.ordinal());
        if (kernel.kind() == Kind.REDUCTION) {
            x[kernel.reads()] = new float[] {GUARD};
        } else if (n == 0 && kernel.kind() == Kind.ROW || n == 0 && kernel.name().contains("steps")) {
            return; // a row of no numbers has no maximum, a step of 0 needs a number
        }
        Arena scalar = new Arena(kernel, x, n);
        Arena simd = new Arena(kernel, x, n);
        kernel.body().run(SCALAR, scalar.arrays, scalar.offsets, 0, n);
        kernel.body().run(SIMD, simd.arrays, simd.offsets, 0, n);
        scalar.check(kernel, x, n, "scalar");
        simd.check(kernel, x, n, "SIMD");
        for (int i = kernel.reads(); i < x.length; i++) {
            compare(kernel, x, scalar.numbers(i, kernel.result(n)), simd.numbers(i, kernel.result(n)));
        }
    }

    @Property(tries = 30_000, generation = GenerationMode.EXHAUSTIVE)
    void theStartHasTheBitsOfTheRest(@ForAll("kernels") RowKernel kernel, @ForAll("sizes") int n,
            @ForAll Numbers kind) {
        if (n == 0) {
            return;
        }
        float[][] x = kernel.operands(n, kind, 31L * n + kind.ordinal());
        Arena simd = new Arena(kernel, x, n);
        kernel.body().run(SIMD, simd.arrays, simd.offsets, 0, n);
        for (Kernels kernels : kernel.name().matches(PREDICTS) ? List.of(START, STARTED, PLAIN)
                : List.of(START, STARTED)) {
            Arena other = new Arena(kernel, x, n);
            kernel.body().run(kernels, other.arrays, other.offsets, 0, n);
            other.check(kernel, x, n, kernels.description());
            for (int i = kernel.reads(); i < x.length; i++) {
                assertArrayEquals(simd.numbers(i, kernel.result(n)), other.numbers(i, kernel.result(n)),
                        kernels.description() + ": " + kernel + ", n = " + n + ", " + kind);
            }
        }
    }

    @Example
    void whatPredictsAreKernelsOfTheirOwnNames() {
        assertEquals(10 + 20 + 12, RowKernel.all().stream().filter(kernel -> kernel.name().matches(PREDICTS)).count());
    }

    private static void compare(RowKernel kernel, float[][] x, float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            if (Float.floatToIntBits(expected[i]) == Float.floatToIntBits(actual[i])) {
                continue;
            }
            double allowed = kernel.allowed().at(i, expected[i], x);
            if (Double.isNaN(allowed)) {
                continue;
            }
            double error = Math.abs((double) actual[i] - expected[i]);
            if (!(allowed >= 0 && error <= allowed)) {
                int at = i;
                throw new AssertionError(
                        kernel + " at " + i + ": SIMD " + actual[i] + ", scalar " + expected[i] + ", a difference of "
                                + error + ", allowed " + (allowed < 0 ? "none" : allowed) + "; operands there: "
                                + Stream.of(x).map(operand -> at < operand.length ? "" + operand[at] : "-")
                                        .collect(Collectors.joining(", ")));
            }
        }
    }

    @Property(tries = 10_000, generation = GenerationMode.EXHAUSTIVE)
    void aRangeCutInTwoGivesTheSameBits(@ForAll("kernels") RowKernel kernel, @ForAll("sizes") int n) {
        if (kernel.kind() != Kind.ELEMENTWISE || n < 2) {
            return;
        }
        float[][] x = kernel.operands(n, Numbers.ORDINARY, n);
        int cut = 1 + (n * 7 + 3) % (n - 1);
        for (Kernels kernels : List.of(SCALAR, SIMD)) {
            Arena whole = new Arena(kernel, x, n);
            Arena parts = new Arena(kernel, x, n);
            kernel.body().run(kernels, whole.arrays, whole.offsets, 0, n);
            kernel.body().run(kernels, parts.arrays, parts.offsets, cut, n - cut);
            kernel.body().run(kernels, parts.arrays, parts.offsets, 0, cut);
            for (int i = kernel.reads(); i < x.length; i++) {
                assertArrayEquals(whole.numbers(i, n), parts.numbers(i, n), kernels.description() + " " + kernel);
            }
        }
    }

    @Property(tries = 10_000, generation = GenerationMode.EXHAUSTIVE)
    void aResultMayOverwriteAnOperand(@ForAll("kernels") RowKernel kernel, @ForAll("sizes") int n) {
        float[][] x = kernel.operands(n, Numbers.ORDINARY, n);
        for (Kernels kernels : List.of(SCALAR, SIMD)) {
            for (int operand : kernel.overwrites()) {
                Arena apart = new Arena(kernel, x, n);
                Arena same = new Arena(kernel, x, n);
                int result = kernel.reads();
                same.arrays[result] = same.arrays[operand];
                same.offsets[result] = same.offsets[operand];
                kernel.body().run(kernels, apart.arrays, apart.offsets, 0, n);
                kernel.body().run(kernels, same.arrays, same.offsets, 0, n);
                assertArrayEquals(apart.numbers(result, n), same.numbers(result, n),
                        kernels.description() + " " + kernel + " over operand " + operand);
            }
        }
    }

    /// The bits of a number depend neither on where it lies in an array nor on what lies around it.
    @Property(tries = 10_000, generation = GenerationMode.EXHAUSTIVE)
    void anOffsetDoesNotChangeTheBits(@ForAll("kernels") RowKernel kernel, @ForAll("sizes") int n) {
        if (n == 0) {
            return;
        }
        float[][] x = kernel.operands(n, Numbers.ORDINARY, n);
        Arena here = new Arena(kernel, x, 3);
        Arena there = new Arena(kernel, x, 8);
        kernel.body().run(SIMD, here.arrays, here.offsets, 0, n);
        kernel.body().run(SIMD, there.arrays, there.offsets, 0, n);
        for (int i = kernel.reads(); i < x.length; i++) {
            assertArrayEquals(here.numbers(i, kernel.result(n)), there.numbers(i, kernel.result(n)), kernel.name());
        }
    }

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void aSoftmaxWithMultiplicitiesIsOneWithRepeatedNumbers(@ForAll @IntRange(min = 1, max = 60) int n,
            @ForAll @IntRange(max = 1000) int seed) {
        float[] x = Numbers.ORDINARY.some(n, seed);
        float[] k = new float[n];
        int total = 0;
        for (int i = 0; i < n; i++) {
            k[i] = 1 + (seed + 3 * i) % 7;
            total += (int) k[i];
        }
        float[] repeated = new float[total];
        for (int i = 0, at = 0; i < n; i++) {
            Arrays.fill(repeated, at, at += (int) k[i], x[i]);
        }
        for (Kernels kernels : List.of(SCALAR, SIMD)) {
            float[] y = new float[n];
            float[] z = new float[total];
            kernels.softmax(x, 0, k, 0, y, 0, n);
            kernels.softmax(repeated, 0, null, 0, z, 0, total);
            for (int i = 0, at = 0; i < n; at += (int) k[i++]) {
                assertEquals(k[i] * z[at], y[i], 1e-4f * y[i], "number " + i);
            }
            float[] ones = new float[n];
            Arrays.fill(ones, 1);
            float[] plain = new float[n];
            kernels.softmax(x, 0, ones, 0, y, 0, n);
            kernels.softmax(x, 0, null, 0, plain, 0, n);
            assertArrayEquals(plain, y, "all ones are as none");
        }
    }

    @Example
    void aRowThatIsHiddenIsZeroAndAHiddenNumberTakesNoPart() {
        for (Kernels kernels : List.of(SCALAR, SIMD)) {
            for (int n = 1; n <= 50; n++) {
                float[] x = new float[n];
                Arrays.fill(x, Float.NEGATIVE_INFINITY);
                float[] y = new float[n];
                Arrays.fill(y, GUARD);
                kernels.softmax(x, 0, null, 0, y, 0, n);
                assertArrayEquals(new float[n], y);
                x[n / 2] = -1e30f;
                kernels.softmax(x, 0, null, 0, y, 0, n);
                float[] one = new float[n];
                one[n / 2] = 1;
                assertArrayEquals(one, y);
            }
        }
    }

    @Example
    void theLargestOfNoNumbersIsMinusInfinityAndTheirSumIsZero() {
        for (Kernels kernels : List.of(SCALAR, SIMD)) {
            assertEquals(Float.NEGATIVE_INFINITY, kernels.max(new float[3], 1, 0));
            assertEquals(0f, kernels.sum(new float[] {1, 2, 3}, 1, 0));
            assertEquals(0f, kernels.dot(new float[] {1, 2, 3}, 1, new float[] {1, 2, 3}, 0, 0));
        }
    }

    @Example
    void descriptionsSayWhatRuns() {
        assertEquals("scalar", SCALAR.description());
        assertTrue(SIMD.description().matches("SIMD, (128|256|512) bits"), SIMD.description());
        String bits = System.getProperty("islr.simd.bits");
        assertTrue(bits == null || SIMD.description().contains(bits),
                SIMD.description() + " though " + bits + " were asked for");
    }

    /// Whoever adds a kernel adds a case, here, in [GemmKernelTest] or in [NarrowGemmKernelTest].
    @Example
    void everyKernelIsTested() {
        List<String> elsewhere = List.of("description", "panelWidth", "packedSize", "panels", "pack", "gemm",
                "narrowGemm", "transpose");
        TreeSet<String> called = new TreeSet<>(elsewhere);
        Kernels spy = (Kernels) java.lang.reflect.Proxy.newProxyInstance(Kernels.class.getClassLoader(),
                new Class<?>[] {Kernels.class}, (proxy, method, arguments) -> {
                    called.add(method.getName());
                    return method.invoke(SCALAR, arguments);
                });
        for (RowKernel kernel : RowKernel.all()) {
            float[][] x = kernel.operands(5, Numbers.ORDINARY, 1);
            kernel.body().run(spy, x, new int[x.length], 0, 5);
        }
        assertEquals(Stream.of(Kernels.class.getMethods()).map(java.lang.reflect.Method::getName)
                .collect(Collectors.toCollection(TreeSet::new)), called);
    }
}
