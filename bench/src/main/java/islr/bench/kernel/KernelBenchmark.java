package islr.bench.kernel;

import islr.bench.Answers;
import islr.bench.Header;
import islr.bench.KernelSet;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
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

/// What the benchmarks of kernels have in common: the choice of kernels, and the check of every answer against the
/// scalar ones.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 5, time = 400, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public abstract class KernelBenchmark {
    /// Tolerance for a function of single numbers in float32, relative to the largest one.
    protected static final double NUMBERS = 1e-6;
    /// Tolerance for sums of some hundred numbers, which are added in another order.
    protected static final double SUMS = 1e-5;

    @Param
    public KernelSet kernels;

    /// The kernels that the methods call.
    protected Kernels k;

    private final Random random = new Random(1);

    @Setup
    public void setup() {
        Header.print(kernels.kernels());
        setup(kernels.kernels());
    }

    /// Makes operands and checks every answer.
    final void setup(Kernels chosen) {
        k = chosen;
        prepare();
        check();
    }

    /// Makes the operands.
    protected abstract void prepare();

    /// Calls [#check(String, float\[\], double, Supplier)] for every method.
    protected abstract void check();

    /// Random normal numbers.
    protected final float[] numbers(int n) {
        return Tensor.randn(random, n).array();
    }

    /// Compares what a method writes with what it writes when it calls the scalar kernels, from the same start.
    ///
    /// @param result the array that it writes
    /// @throws IllegalStateException if they differ
    protected final void check(String what, float[] result, double tolerance, Supplier<Object> method) {
        Kernels chosen = k;
        k = new ScalarKernels();
        Arrays.fill(result, 0.5f);
        method.get();
        float[] expected = result.clone();
        k = chosen;
        Arrays.fill(result, 0.5f);
        method.get();
        Answers.check(what, result, expected, tolerance);
    }
}
