package islr.bench;

import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// The matrix product alone, one thread, the right operand packed: the fast kernels beside the textbook loop. With `-prof gc` it allocates
/// nothing.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class GemmBenchmark {
    private static final int ROWS = Sizes.Rows.SMALL.count();
    private static final int IN = Sizes.Layer.QKV.in;
    private static final int OUT = Sizes.Layer.QKV.out;

    /// Which kernels.
    public enum Choice {
        BEST, SCALAR
    }

    @Param
    private Choice kernels;

    private Kernels chosen;
    private float[] a;
    private float[] packed;
    private final float[] c = new float[ROWS * OUT];

    @Setup
    public void setup() {
        chosen = switch (kernels) {
            case BEST -> KernelProvider.best();
            case SCALAR -> new ScalarKernels();
        };
        Header.print(chosen);
        Random random = new Random(1);
        a = Tensor.randn(random, ROWS, IN).array();
        float[] b = Tensor.randn(random, IN, OUT).array();
        packed = new float[chosen.packedSize(IN, OUT)];
        chosen.pack(b, 0, OUT, false, IN, OUT, packed, 0, 0, chosen.panels(OUT));
        Answers.check("gemm", gemm(new Flops()), Answers.product(a, b, ROWS, IN, OUT), 1e-5);
    }

    @Benchmark
    public float[] gemm(Flops flops) {
        chosen.gemm(a, 0, IN, packed, 0, c, 0, OUT, 0, ROWS, 0, chosen.panels(OUT), IN, OUT, false);
        flops.add(1, ROWS, IN, OUT);
        return c;
    }
}
