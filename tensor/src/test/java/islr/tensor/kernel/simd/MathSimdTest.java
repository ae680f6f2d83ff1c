package islr.tensor.kernel.simd;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.kernel.Kernels.Unary;
import islr.tensor.kernel.ScalarMath;
import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class MathSimdTest {

    private static final float INF = Float.POSITIVE_INFINITY;
    private static final float NAN = Float.NaN;

    /// The checksum of all results on [#samples()]: the same for every lane width, interpreted or compiled, on every
    /// machine. A new coefficient changes it; nothing else may.
    private static final long CHECKSUM = 2_991_754_826L;

    /// Longer than all that is derived.
    private static final float[] ONES = new float[1 << 19];

    static {
        Arrays.fill(ONES, 1);
    }

    @FunctionalInterface
    interface Loop {
        void on(float[] x, float[] y, int n);
    }

    /// A function, its reference in double, and the bounds that its documentation promises.
    enum Function {
        EXP(of(Unary.EXP), StrictMath::exp, 1.02, 0, true), LOG(of(Unary.LOG), StrictMath::log, 0.85, 0, false),
        TANH(of(Unary.TANH), StrictMath::tanh, 1.4, 0, false),
        SIGMOID(of(Unary.SIGMOID), ScalarMath::sigmoid, 2.4, 0, true),
        GELU(of(Unary.GELU), ScalarMath::gelu, 6.5, 0, true),
        GELU_DERIVATIVE((x, y, n) -> UnarySimd.unaryBackward(Unary.GELU, x, 0, x, 0, ONES, 0, y, 0, n),
                ScalarMath::geluDerivative, 0, 2e-7, false);

        final Loop simd;
        final DoubleUnaryOperator exact;
        final double ulps;
        final double absolute;
        final boolean flushes;

        Function(Loop simd, DoubleUnaryOperator exact, double ulps, double absolute, boolean flushes) {
            this.simd = simd;
            this.exact = exact;
            this.ulps = ulps;
            this.absolute = absolute;
            this.flushes = flushes;
        }

        private static Loop of(Unary f) {
            return (x, y, n) -> UnarySimd.unary(f, x, 0, y, 0, n);
        }

        /// The function of every element.
        float[] of(float... x) {
            float[] y = new float[x.length];
            simd.on(x, y, x.length);
            return y;
        }

        /// The function of a number in the last lane of a vector, or where less than a vector is left.
        float at(float x) {
            float[] several = new float[Lanes.COUNT + 1];
            Arrays.fill(several, x);
            float[] y = of(several);
            assertEquals(y[Lanes.COUNT - 1], y[Lanes.COUNT], this + " of " + x + " in a vector and in the rest");
            return y[Lanes.COUNT];
        }
    }

    @ParameterizedTest
    @EnumSource
    void theErrorStaysWithinTheDocumentedBoundOverEvery997thFloat(Function f) {
        float[] x = new float[1 << 12];
        for (long bits = 0; bits < 1L << 32;) {
            for (int i = 0; i < x.length; i++, bits += 997) {
                x[i] = Float.intBitsToFloat((int) bits);
            }
            assertClose(f, x);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theErrorStaysWithinTheDocumentedBoundWhereNetworksCompute(Function f) {
        float[] x = new float[1 << 19];
        for (int i = 0; i < x.length; i++) {
            x[i] = (i - x.length / 2) * (16f / (x.length / 2));
        }
        assertClose(f, x);
    }

    private static void assertClose(Function f, float[] x) {
        float[] y = f.of(x);
        for (int i = 0; i < x.length; i++) {
            double exact = f.exact.applyAsDouble(x[i]);
            float nearest = (float) exact;
            if (Float.isNaN(nearest) || Float.isInfinite(nearest)) {
                assertEquals(nearest, y[i], f + " of " + x[i]);
                continue;
            }
            // Functions that contain e^x may return 0 for a denormal result.
            boolean flushed = Math.abs(nearest) < Float.MIN_NORMAL && f.flushes;
            double allowed = Math.max(f.ulps * Math.ulp(nearest), flushed ? Float.MIN_NORMAL : f.absolute);
            if (!(Math.abs(y[i] - exact) <= allowed)) {
                throw new AssertionError(f + " of " + x[i] + " is " + y[i] + ", but exactly " + exact + ": an error of "
                        + Math.abs(y[i] - exact) / Math.ulp(nearest) + " ULP");
            }
        }
    }

    @Test
    void theReferenceAgreesWithTheKnownValuesOfErf() {
        assertEquals(0.5204998778130465, ScalarMath.erf(0.5), 1e-15);
        assertEquals(-0.8427007929497149, ScalarMath.erf(-1.0), 1e-15);
        assertEquals(0.9953222650189527, ScalarMath.erf(2.0), 1e-15);
        assertEquals(1.5374597944280349e-12, ScalarMath.erfc(5.0), 1e-25);
        assertEquals(2.088487583762545e-45, ScalarMath.erfc(10.0), 1e-58);
        for (double x = 1.999; x < 2.001; x += 1e-5) {
            assertEquals(1, ScalarMath.erf(x) + ScalarMath.erfc(x), 1e-15,
                    "the series and the continued fraction meet at 2");
        }
    }

    @Test
    void geluIsWithin1e7OfTheExactValueRelativeToTheLargerOfOneAndX() {
        for (float x = -20; x < 20; x += 0x1p-14f) {
            float error = (float) Math.abs(Function.GELU.at(x) - ScalarMath.gelu((double) x));
            assertTrue(error <= 1e-7 * Math.max(1, Math.abs(x)), "gelu of " + x + " is off by " + error);
        }
    }

    @Test
    void specialValuesAreWhatMathematicsSays() {
        assertMaps(Function.EXP, -INF, 0f, INF, INF, NAN, NAN, 0f, 1f, -0f, 1f, 89f, INF, 88.72283f,
                (float) Math.exp(88.72283f), 1e9f, INF, 88.72284f, INF, -1e9f, 0f, -Float.MAX_VALUE, 0f, -87.33655f,
                0f);
        assertMaps(Function.LOG, 0f, -INF, -0f, -INF, 1f, 0f, INF, INF, NAN, NAN, -1f, NAN, -Float.MIN_VALUE, NAN, -INF,
                NAN, Float.MIN_VALUE, (float) Math.log(Float.MIN_VALUE), Float.MIN_NORMAL,
                (float) Math.log(Float.MIN_NORMAL));
        assertMaps(Function.TANH, 0f, 0f, -0f, -0f, INF, 1f, -INF, -1f, NAN, NAN, 1e30f, 1f, -20f, -1f, Float.MIN_VALUE,
                Float.MIN_VALUE, -1e-40f, -1e-40f);
        assertMaps(Function.SIGMOID, 0f, 0.5f, -0f, 0.5f, INF, 1f, -INF, 0f, NAN, NAN, 1e30f, 1f, -1e30f, 0f);
        assertMaps(Function.GELU, 0f, 0f, -0f, -0f, INF, INF, -INF, -0f, NAN, NAN, 1e30f, 1e30f, -1e30f, -0f, 20f, 20f,
                -20f, -0f);
        assertMaps(Function.GELU_DERIVATIVE, 0f, 0.5f, -0f, 0.5f, INF, 1f, -INF, -0f, NAN, NAN, 1e30f, 1f, -1e30f, -0f);
    }

    private static void assertMaps(Function f, float... pairs) {
        for (int i = 0; i < pairs.length; i += 2) {
            assertEquals(pairs[i + 1], f.at(pairs[i]), f + " of " + pairs[i]);
        }
    }

    @Test
    void everyNanIsNanWhateverItsPayload() {
        Random random = new Random(1);
        for (int i = 0; i < 10_000; i++) {
            float nan = Float.intBitsToFloat(random.nextInt() | 0x7FC00000);
            for (Function f : Function.values()) {
                assertTrue(Float.isNaN(f.at(nan)),
                        f + " of a NaN with bits " + Integer.toHexString(Float.floatToRawIntBits(nan)));
            }
        }
    }

    @ParameterizedTest
    @EnumSource(names = "TANH")
    void oddFunctionsAreOddToTheBit(Function f) {
        float[] x = samples();
        float[] minus = new float[x.length];
        for (int i = 0; i < x.length; i++) {
            minus[i] = -x[i];
        }
        float[] plus = f.of(x);
        minus = f.of(minus);
        for (int i = 0; i < x.length; i++) {
            assertEquals(-plus[i], minus[i], f + " of ±" + x[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aResultDoesNotDependOnTheLaneOrItsNeighbours(Function f) {
        float[] x = samples();
        float[] y = f.of(x);
        for (int i = 0; i < x.length; i++) {
            assertEquals(f.at(x[i]), y[i], f + " of " + x[i]);
        }
    }

    @ParameterizedTest
    @EnumSource
    void theFirstCallEqualsThe200000thBitForBit(Function f) {
        float[] x = samples();
        float[] first = f.of(x);
        float[] last = first;
        for (int calls = 1; calls < 200_000; calls += x.length / Lanes.COUNT) {
            last = f.of(x);
        }
        assertArrayEquals(first, last);
    }

    @Test
    void anotherWidthThanTheThreeIsRefusedInOneSentence() {
        assertEquals(8, Lanes.species("256").length());
        var e = assertThrows(IllegalArgumentException.class, () -> Lanes.species("64"));
        assertTrue(e.getMessage().startsWith("islr.simd.bits: '64' is not a vector width"), e.getMessage());
    }

    @Test
    void theBitsOfAllFunctionsAreThoseOfEveryMachine() {
        assertEquals(CHECKSUM, checksum());
    }

    @ParameterizedTest
    @ValueSource(ints = {128, 256, 512})
    void anInterpretedJvmWithAnotherLaneWidthComputesTheSameBits(int bits) throws Exception {
        String classPath = Stream.of(MathSimd.class, MathSimdTest.class).map(MathSimdTest::location).distinct()
                .collect(Collectors.joining(File.pathSeparator));
        Process child = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(), "-Xint",
                "--add-modules", "jdk.incubator.vector", "-Dislr.simd.bits=" + bits, "-cp", classPath,
                Child.class.getName()).redirectError(ProcessBuilder.Redirect.DISCARD).start();
        String printed = new String(child.getInputStream().readAllBytes()).strip();
        assertEquals(0, child.waitFor());
        assertEquals(bits / 32 + " " + checksum(), printed);
    }

    /// Prints its lane count and checksum.
    static final class Child {
        private Child() {}

        public static void main(String[] args) {
            System.out.println(Lanes.COUNT + " " + checksum());
        }
    }

    private static String location(Class<?> type) {
        try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()).toString();
        } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
        }
    }

    private static long checksum() {
        CRC32 crc = new CRC32();
        for (Function f : Function.values()) {
            for (float y : f.of(samples())) {
                // Not the raw bits: they would show a NaN's payload.
                int bits = Float.floatToIntBits(y);
                for (int shift = 0; shift < 32; shift += 8) {
                    crc.update(bits >>> shift);
                }
            }
        }
        return crc.getValue();
    }

    /// 2,048 floats: special ones, arbitrary bit patterns, and numbers as networks have them.
    private static float[] samples() {
        float[] special = {0f, -0f, 1f, -1f, INF, -INF, NAN, Float.MIN_VALUE, -Float.MIN_VALUE, Float.MIN_NORMAL,
            Float.MAX_VALUE, -Float.MAX_VALUE, 88.72283f, 88.72284f, -87.33654f, -87.33655f, -1e9f, 13.25f, -13.25f,
            0.625f, -0.625f, 2f / 3, 4f / 3};
        Random random = new Random(997);
        float[] x = new float[2048];
        for (int i = 0; i < x.length; i++) {
            x[i] = i < special.length ? special[i] : i % 4 == 0 ? Float.intBitsToFloat(random.nextInt())
                    : (random.nextFloat() - 0.5f) * (i % 4 == 1 ? 2 : i % 4 == 2 ? 12 : 200);
        }
        return x;
    }
}
