package islr.bench;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Attention;
import islr.tensor.op.Heads;
import islr.tensor.op.Mask;
import java.util.List;
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
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// Scores, softmax and weighted sums of eight heads over ragged clips: many small products where [LinearBenchmark] has
/// one large one.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class AttentionBenchmark {
    @Param({"MEDIAN", "FULL", "BATCH"})
    private Sizes.Rows rows;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private final Workspace workspace = Workspace.create();
    private Compute compute;
    private Segments segments;
    private Tensor queries;
    private Tensor keys;
    private Tensor values;
    private Tensor dy;

    @Setup
    public void setup() {
        compute = new Compute(kernels.kernels(), Parallel.threads(threads), workspace);
        Header.print(compute.kernels());
        Random random = new Random(1);
        segments = rows.segments();
        queries = Tensor.randn(random, rows.count(), Sizes.UNITS).parameter();
        keys = Tensor.randn(random, rows.count(), Sizes.UNITS).parameter();
        values = Tensor.randn(random, rows.count(), Sizes.UNITS).parameter();
        dy = Tensor.randn(random, rows.count(), Sizes.UNITS);
        check();
    }

    @TearDown
    public void close() {
        compute.parallel().close();
    }

    @Benchmark
    public Tensor forward() {
        workspace.reset();
        return attend(compute);
    }

    /// Forward and backward to queries, keys and values. The time includes the loss `Σ y·dy`.
    @Benchmark
    public Gradients forwardAndBackward() {
        workspace.reset();
        return gradients(compute);
    }

    private Tensor attend(Compute c) {
        float scale = (float) Math.sqrt((double) Sizes.HEADS / Sizes.UNITS);
        return c.run(new Attention(queries, keys, values, new Heads(Sizes.UNITS, Sizes.HEADS, segments, segments),
                scale, new Mask.None(), Attention.Dropout.NONE));
    }

    private Gradients gradients(Compute c) {
        return Tape.record(c, () -> attend(c).multiply(c, dy).sum(c));
    }

    private void check() {
        Compute scalar = new Compute(new ScalarKernels(), Parallel.sequential(), Memory.heap());
        double tolerance = 1e-5;
        Answers.check("attention, y", forward(), attend(scalar), tolerance);
        Gradients expected = gradients(scalar);
        Gradients got = forwardAndBackward();
        for (Tensor of : List.of(queries, keys, values)) {
            Answers.check("attention, gradients", got.of(of), expected.of(of), tolerance);
        }
    }
}
