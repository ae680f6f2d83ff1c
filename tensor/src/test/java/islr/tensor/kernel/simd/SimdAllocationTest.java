package islr.tensor.kernel.simd;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.NarrowType;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.MethodModel;
import java.lang.management.ManagementFactory;
import java.net.URISyntaxException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A vector that the compiler cannot keep in a register becomes an object, and the loop around it several times slower.
/// What shows it is memory: once compiled, no kernel may take any.
class SimdAllocationTest {
    private static final int LARGEST = 250;
    /// Whole vectors, whole vectors and a rest, a rest alone.
    private static final int[] SIZES = {64, 37, LARGEST, 3};
    private static final int CALLS = 1000;
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

    private static final Kernels KERNELS = new SimdKernels();
    private static final float[] A = numbers(1, LARGEST * 40);
    private static final float[] B = numbers(2, LARGEST * 40);
    private static final float[] C = numbers(3, LARGEST * 40);
    private static final float[] M = numbers(4, LARGEST);
    private static final float[] V = numbers(5, LARGEST);
    private static final float[] Y = new float[LARGEST * LARGEST];
    private static final byte[] NARROW = new byte[1 << 14];
    private static final float[] PACKED = new float[KERNELS.packedSize(LARGEST, LARGEST)];

    /// The sum of what kernels return, so that the compiler cannot leave them out.
    private static float kept;

    @FunctionalInterface
    interface Call {
        void on(Kernels k, int n);
    }

    static Stream<String> kernels() {
        return calls().keySet().stream();
    }

    private static Map<String, Call> calls() {
        Map<String, Call> calls = new LinkedHashMap<>();
        for (Kernels.Unary f : Kernels.Unary.values()) {
            calls.put("unary " + f, (k, n) -> k.unary(f, A, 1, Y, 2, n));
            calls.put("unaryBackward " + f, (k, n) -> k.unaryBackward(f, A, 1, B, 2, C, 3, Y, 4, n));
        }
        for (Kernels.Binary f : Kernels.Binary.values()) {
            calls.put("binary " + f, (k, n) -> k.binary(f, A, 1, 1, B, 2, 1, Y, 3, n));
            calls.put("binary " + f + " with one number", (k, n) -> k.binary(f, A, 1, 0, B, 2, 1, Y, 3, n));
        }
        calls.put("affine", (k, n) -> k.affine(2, 1, A, 1, Y, 2, n));
        calls.put("axpy", (k, n) -> k.axpy(0.5f, A, 1, Y, 2, n));
        calls.put("multiplyAdd", (k, n) -> k.multiplyAdd(A, 1, B, 2, Y, 3, n));
        calls.put("multiplyAddRows", (k, n) -> k.multiplyAddRows(6, A, 1, 1, B, 9, -1, Y, 3, n));
        calls.put("dropout", (k, n) -> k.dropout(0.1f, 7, 0, A, 1, Y, 2, n));
        calls.put("sum", (k, n) -> kept += k.sum(A, 1, n));
        calls.put("max", (k, n) -> kept += k.max(A, 1, n));
        calls.put("dot", (k, n) -> kept += k.dot(A, 1, B, 2, n));
        calls.put("squaredDistance", (k, n) -> kept += k.squaredDistance(A, 1, n, 0.5f));
        calls.put("softmax", (k, n) -> k.softmax(A, 1, null, 0, Y, 2, n));
        calls.put("softmax with multiplicities", (k, n) -> k.softmax(A, 1, V, 0, Y, 2, n));
        calls.put("softmaxBackward", (k, n) -> k.softmaxBackward(A, 1, B, 2, Y, 3, n));
        calls.put("logSoftmax", (k, n) -> k.logSoftmax(A, 1, Y, 2, n));
        calls.put("logSoftmaxBackward", (k, n) -> k.logSoftmaxBackward(A, 1, B, 2, Y, 3, n));
        calls.put("normalize", (k, n) -> k.normalize(A, 1, 0.1f, 1.1f, B, 2, C, 3, Y, 4, n));
        calls.put("normalizeBackward", (k, n) -> k.normalizeBackward(A, 1, 0.1f, 1.1f, B, 2, C, 3, Y, 4, n));
        calls.put("normalizeWeightGradient", (k, n) -> k.normalizeWeightGradient(A, 1, 0.1f, 1.1f, B, 2, Y, 3, n));
        calls.put("adam", (k, n) -> k.adam(Y, 0, A, 1, M, 0, V, 0, n, 0.9f, 0.999f, 1e-3f, 1, 1e-8f));
        calls.put("pack", (k, n) -> k.pack(A, 0, n, false, 5, n, PACKED, 0, 0, k.panels(n)));
        calls.put("pack transposed", (k, n) -> k.pack(A, 0, 35, true, 35, n, PACKED, 0, 0, k.panels(n)));
        calls.put("gemm", (k, n) -> k.gemm(A, 0, 5, false, B, 0, Y, 0, n, 0, 11, 0, k.panels(n), 5, n, false));
        for (NarrowType type : NarrowType.values()) {
            // With and without rows for the tile of eight, and one row alone.
            for (int rows : new int[] {1, 5, 11}) {
                calls.put("gemm of " + rows + " rows, " + type,
                        (k, n) -> k.narrowGemm(A, 0, 5, NARROW, type, Y, 0, n, 0, rows, 0, k.panels(n), 5, n, false));
            }
        }
        calls.put("transpose", (k, n) -> k.transpose(A, 0, n, 35, n, Y, 0, 35));
        // As operations combine them: the compiler's budget is for all of a row together.
        calls.put("a row of layer norm", (k, n) -> {
            float mean = k.sum(A, 1, n) / n;
            float variance = k.squaredDistance(A, 1, n, mean) / n;
            k.normalize(A, 1, mean, (float) (1 / Math.sqrt(variance + 1e-5f)), B, 2, C, 3, Y, 4, n);
        });
        calls.put("a row of scaled softmax", (k, n) -> {
            k.affine(0.125f, 0, A, 1, Y, 2, n);
            k.softmax(Y, 2, null, 0, Y, 2, n);
        });
        return calls;
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void aCompiledKernelTakesNoMemory(String name) throws InterruptedException {
        SupportedWidth.assume();
        Call call = calls().get(name);
        long[] taken = new long[SIZES.length];
        // Until it is compiled, a kernel takes a lot; the compiler has its own thread and may be busy. So the best of
        // many rounds counts.
        for (int round = 0; round < 100; round++) {
            boolean none = true;
            for (int s = 0; s < SIZES.length; s++) {
                taken[s] = bytes(call, SIZES[s]);
                // Less than a byte a call is the work of others in this thread.
                none &= taken[s] < CALLS;
            }
            if (none) {
                return;
            }
            if (round > 10) {
                Thread.sleep(20);
            }
        }
        StringBuilder perCall = new StringBuilder();
        for (int s = 0; s < SIZES.length; s++) {
            perCall.append(" n = ").append(SIZES[s]).append(": ").append(taken[s] / CALLS).append(" B;");
        }
        throw new AssertionError(name + " takes memory at every call," + perCall + " vectors are boxed");
    }

    private static long bytes(Call call, int n) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < CALLS; i++) {
            call.on(KERNELS, n);
        }
        return THREADS.getCurrentThreadAllocatedBytes() - before;
    }

    /// A method that takes or returns a vector boxes it whenever the compiler happens not to inline it: once in many
    /// runs, where no measurement finds it. See [MathSimd].
    @Test
    void noMethodTakesOrReturnsAVector() throws IOException, URISyntaxException {
        List<String> methods = new ArrayList<>();
        Path classes = Path.of(SimdKernels.class.getResource("SimdKernels.class").toURI()).getParent();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(classes, "*.class")) {
            for (Path file : files) {
                for (MethodModel method : ClassFile.of().parse(file).methods()) {
                    methods.add(file.getFileName() + " " + method.methodName() + method.methodType());
                }
            }
        }
        assertThat(methods).hasSizeGreaterThan(50)
                .noneMatch(method -> method.matches(".*jdk/incubator/vector/(Float|Int)?Vector(Mask)?;.*"));
    }

    @Test
    void theMeasurementSeesABoxedVector() {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        Object[] boxes = new Object[CALLS];
        for (int i = 0; i < CALLS; i++) {
            boxes[i] = FloatVector.broadcast(Lanes.FLOAT, i);
        }
        assertTrue(THREADS.getCurrentThreadAllocatedBytes() - before > CALLS * 16L,
                () -> "no memory for " + boxes.length + " vectors?");
    }

    private static float[] numbers(long seed, int n) {
        float[] x = new float[n];
        Random random = new Random(seed);
        for (int i = 0; i < n; i++) {
            x[i] = 0.1f + Math.abs((float) random.nextGaussian());
        }
        return x;
    }
}
