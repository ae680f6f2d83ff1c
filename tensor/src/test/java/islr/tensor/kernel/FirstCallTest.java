package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bits of a result must not depend on the JIT: a kernel's first call, interpreted, equals its 200,000th, compiled, and all between.
class FirstCallTest {

    @Test
    void theFirstCallOfEveryKernelEqualsThe200000thBitForBit() throws Exception {
        List<String> options = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector"));
        String bits = System.getProperty("islr.simd.bits");
        if (bits != null) {
            options.add("-Dislr.simd.bits=" + bits);
        }
        // A JVM of its own: in this one other tests have warmed up everything.
        ChildJvm child = ChildJvm.run(Child.class, options.toArray(String[]::new));
        assertEquals(Child.kernels().size() + 3 + " kernels", child.out(), child.err());
        assertEquals(0, child.exitCode(), child.err());
    }

    /// Calls every kernel 200,000 times and compares.
    static final class Child {
        private static final int CALLS = 200_000;
        /// Some vectors of every width, and a rest.
        private static final int N = 67;

        private Child() {}

        @FunctionalInterface
        private interface Call {
            /// Computes from the same operands as always; the result is put into `y`.
            void into(float[] y);
        }

        /// One of each: which operand of a sum stands still makes no other code.
        static List<RowKernel> kernels() {
            return RowKernel.all().stream().filter(kernel -> !kernel.name().matches(".* steps (0 0|1 0)|dropout 0\\.[09].*|dropout 0"))
                    .toList();
        }

        public static void main(String[] args) {
            Kernels kernels = KernelProvider.choose("simd");
            int count = 0;
            for (RowKernel kernel : kernels()) {
                float[][] before = kernel.operands(N, Numbers.ORDINARY, 1);
                float[][] x = RowKernel.copy(before);
                int[] offsets = new int[x.length];
                check(kernel.name(), kernel.writes() * N, y -> {
                    for (int i = kernel.reads(); i < x.length; i++) {
                        System.arraycopy(before[i], 0, x[i], 0, N);
                    }
                    kernel.body().run(kernels, x, offsets, 0, N);
                    for (int i = kernel.reads(); i < x.length; i++) {
                        System.arraycopy(x[i], 0, y, (i - kernel.reads()) * N, N);
                    }
                });
                count++;
            }
            // One tile of rows and a rest, one panel and a rest at every width.
            int rows = 9;
            int k = 5;
            float[] a = Numbers.ORDINARY.some(rows * k, 1);
            float[] b = Numbers.ORDINARY.some(k * N, 2);
            float[] packed = new float[kernels.packedSize(k, N)];
            check("pack", packed.length, y -> kernels.pack(b, 0, N, false, k, N, y, 0, 0, kernels.panels(N)));
            kernels.pack(b, 0, N, false, k, N, packed, 0, 0, kernels.panels(N));
            check("gemm", rows * N, y -> kernels.gemm(a, 0, k, packed, 0, y, 0, N, 0, rows, 0, kernels.panels(N), k, N, false));
            check("transpose", k * N, y -> kernels.transpose(b, 0, N, k, N, y, 0, k));
            System.out.println(count + 3 + " kernels");
        }

        private static void check(String name, int size, Call call) {
            float[] first = new float[size];
            float[] y = new float[size];
            call.into(first);
            for (int i = 1; i < CALLS; i++) {
                call.into(y);
                if (!Arrays.equals(first, y)) {
                    throw new AssertionError(name + ": call " + (i + 1) + " differs from the first: " + Arrays.toString(first) + " against "
                            + Arrays.toString(y));
                }
            }
        }
    }
}
