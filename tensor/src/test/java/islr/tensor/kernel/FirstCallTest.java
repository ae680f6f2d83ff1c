package islr.tensor.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.kernel.simd.SupportedWidth;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/// The bits of a result must not depend on the JIT: a kernel's first call, interpreted, equals its 200,000th, compiled,
/// and all between.
class FirstCallTest {

    @Test
    void theFirstCallOfEveryKernelEqualsThe200000thBitForBit() throws Exception {
        SupportedWidth.assume();
        List<String> options = new ArrayList<>(List.of("--add-modules=jdk.incubator.vector", "-Xbatch"));
        String bits = System.getProperty("islr.simd.bits");
        if (bits != null) {
            options.add("-Dislr.simd.bits=" + bits);
        }
        // A JVM of its own: in this one other tests have warmed up everything. It waits for its compiler, which on a
        // busy machine could otherwise come too late.
        ChildJvm child = ChildJvm.run(Child.class, options.toArray(String[]::new));
        assertEquals(Child.kernels().size() + 5 + " kernels", child.out(), child.err());
        assertEquals(0, child.exitCode(), child.err());
    }

    /// Calls every kernel 200,000 times and compares.
    static final class Child {
        private static final int CALLS = 200_000;
        /// Some vectors of every width, and a rest.
        private static final int N = 67;
        /// Operands that take turns: a sum in another order often has the same bits.
        private static final int SETS = 8;

        private Child() {}

        @FunctionalInterface
        private interface Call {
            /// Computes from the operands of a set; the result is put into `y`.
            void into(int set, float[] y);
        }

        /// One of each: which operand of a sum stands still makes no other code.
        static List<RowKernel> kernels() {
            return RowKernel.all().stream()
                    .filter(kernel -> !kernel.name().matches(".* steps (0 0|1 0)|dropout 0\\.[09].*|dropout 0"))
                    .toList();
        }

        public static void main(String[] args) {
            Kernels kernels = KernelProvider.choose("simd");
            int count = 0;
            for (RowKernel kernel : kernels()) {
                float[][][] before = new float[SETS][][];
                float[][][] operands = new float[SETS][][];
                for (int set = 0; set < SETS; set++) {
                    before[set] = kernel.operands(N, Numbers.ORDINARY, set);
                    operands[set] = RowKernel.copy(before[set]);
                }
                int[] offsets = new int[kernel.reads() + kernel.writes()];
                check(kernel.name(), kernel.writes() * N, (set, y) -> {
                    float[][] x = operands[set];
                    for (int i = kernel.reads(); i < x.length; i++) {
                        System.arraycopy(before[set][i], 0, x[i], 0, N);
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
            float[] a = Numbers.ORDINARY.some(SETS * rows * k, 1);
            float[] b = Numbers.ORDINARY.some(k * N, 2);
            float[] packed = new float[kernels.packedSize(k, N)];
            check("pack", packed.length, (set, y) -> kernels.pack(b, 0, N, false, k, N, y, 0, 0, kernels.panels(N)));
            kernels.pack(b, 0, N, false, k, N, packed, 0, 0, kernels.panels(N));
            check("gemm", rows * N, (set, y) -> kernels.gemm(a, set * rows * k, k, false, packed, 0, y, 0, N, 0, rows,
                    0, kernels.panels(N), k, N, false));
            for (NarrowType type : NarrowType.values()) {
                byte[] narrow = new byte[packed.length * type.bytes() + NarrowType.SPARE];
                for (int i = 0; i < narrow.length; i++) {
                    narrow[i] = (byte) (37 * i % 127 - 60);
                }
                check("narrow gemm, " + type, rows * N, (set, y) -> kernels.narrowGemm(a, set * rows * k, k, narrow,
                        type, y, 0, N, 0, rows, 0, kernels.panels(N), k, N, false));
            }
            check("transpose", k * N, (set, y) -> kernels.transpose(b, 0, N, k, N, y, 0, k));
            System.out.println(count + 5 + " kernels");
        }

        private static void check(String name, int size, Call call) {
            float[][] first = new float[SETS][size];
            for (int set = 0; set < SETS; set++) {
                call.into(set, first[set]);
            }
            float[] y = new float[size];
            for (int i = SETS; i < CALLS; i++) {
                call.into(i % SETS, y);
                if (!Arrays.equals(first[i % SETS], y)) {
                    throw new AssertionError(
                            name + ": call " + (i + 1) + " differs from the first with the same operands: "
                                    + Arrays.toString(first[i % SETS]) + " against " + Arrays.toString(y));
                }
            }
        }
    }
}
