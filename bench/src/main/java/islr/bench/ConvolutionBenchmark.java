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
import islr.tensor.op.Conv1d;
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

/// Convolutions along time over ragged clips, forward alone and with backward. GISLR-64 has none; the convolutional
/// systems of the competition have both kinds.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class ConvolutionBenchmark {
    /// Which channels are combined.
    public enum Kind {
        /// Every channel by itself, 17 taps.
        DEPTHWISE(17),
        /// Every output channel from all input channels, 3 taps.
        FULL(3);

        private final int taps;

        Kind(int taps) {
            this.taps = taps;
        }
    }

    @Param
    private Kind kind;
    @Param({"FULL", "BATCH"})
    private Sizes.Rows rows;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private final Workspace workspace = Workspace.create();
    private Compute compute;
    private Segments segments;
    private Tensor x;
    private Tensor weight;
    private Tensor bias;
    private Tensor dy;

    @Setup
    public void setup() {
        compute = new Compute(kernels.kernels(), Parallel.threads(threads), workspace);
        Header.print(compute.kernels());
        Random random = new Random(1);
        int channels = Sizes.CHANNELS;
        segments = rows.segments();
        x = Tensor.randn(random, rows.count(), channels).parameter();
        weight = Tensor.randn(random, channels, channels / groups(), kind.taps).parameter();
        bias = Tensor.randn(random, channels).parameter();
        dy = Tensor.randn(random, rows.count(), channels);
        check();
    }

    private int groups() {
        return kind == Kind.DEPTHWISE ? Sizes.CHANNELS : 1;
    }

    @TearDown
    public void close() {
        compute.parallel().close();
    }

    @Benchmark
    public Tensor forward() {
        workspace.reset();
        return convolve(compute);
    }

    /// Forward and backward to x, weight and bias. The time includes the loss `Σ y·dy`.
    @Benchmark
    public Gradients forwardAndBackward() {
        workspace.reset();
        return gradients(compute);
    }

    private Tensor convolve(Compute c) {
        return c.run(new Conv1d(x, weight, bias, segments, 1, 1, groups(), Conv1d.Padding.same(kind.taps, 1)));
    }

    private Gradients gradients(Compute c) {
        return Tape.record(c, () -> convolve(c).multiply(c, dy).sum(c));
    }

    private void check() {
        Compute scalar = new Compute(new ScalarKernels(), Parallel.sequential(), Memory.heap());
        double tolerance = 1e-5;
        Answers.check("convolution, y", forward(), convolve(scalar), tolerance);
        Gradients expected = gradients(scalar);
        Gradients got = forwardAndBackward();
        for (Tensor of : List.of(x, weight, bias)) {
            Answers.check("convolution, gradients", got.of(of), expected.of(of), tolerance);
        }
    }
}
