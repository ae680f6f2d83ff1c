package islr.bench;

import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
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

/// The operation that takes most of the time, `y = x·Wᵀ + b`, as prediction and training use it.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class LinearBenchmark {
    @Param({"LANDMARKS", "QKV", "FEED_FORWARD"})
    private Sizes.Layer layer;
    @Param({"MEDIAN", "FULL", "BATCH"})
    private Sizes.Rows rows;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private final Workspace workspace = Workspace.create();
    private Compute compute;
    private Tensor x;
    private Tensor weight;
    private Tensor bias;
    private Tensor dy;

    @Setup
    public void setup() {
        compute = new Compute(kernels.kernels(), Parallel.threads(threads), workspace);
        Header.print(compute.kernels());
        Random random = new Random(1);
        x = Tensor.randn(random, rows.count(), layer.in).parameter();
        weight = Tensor.randn(random, layer.out, layer.in).parameter();
        bias = Tensor.randn(random, layer.out).parameter();
        dy = Tensor.randn(random, rows.count(), layer.out);
        check();
    }

    @TearDown
    public void close() {
        compute.parallel().close();
    }

    /// The weight is packed once, as in prediction.
    @Benchmark
    public Tensor forward(Flops flops) {
        workspace.reset();
        flops.add(1, rows.count(), layer.in, layer.out);
        return x.linear(compute, weight, bias);
    }

    /// Forward and backward to x, weight and bias. The weight has changed since the last step, so it is packed again.
    /// The time includes the loss `Σ y·dy`, which makes dy the gradient of y.
    @Benchmark
    public Gradients forwardAndBackward(Flops flops) {
        workspace.reset();
        weight.changed();
        flops.add(3, rows.count(), layer.in, layer.out);
        // The reshaped x is an intermediate result, as in a model: only parameters keep panels.
        return Tape.record(compute, () -> x.reshape(compute, rows.count(), layer.in).linear(compute, weight, bias)
                .multiply(compute, dy).sum(compute));
    }

    private void check() {
        int n = rows.count();
        double[] y = Answers.product(x.array(), Answers.transposed(weight.array(), layer.out, layer.in), n, layer.in,
                layer.out);
        double[] columnSums = new double[layer.out];
        for (int i = 0; i < y.length; i++) {
            y[i] += bias.array()[i % layer.out];
            columnSums[i % layer.out] += dy.array()[i];
        }
        double tolerance = 1e-5;
        Answers.check("linear, y", forward(new Flops()).toArray(), y, tolerance);
        Gradients gradients = forwardAndBackward(new Flops());
        Answers.check("linear, dx", gradients.of(x).toArray(),
                Answers.product(dy.array(), weight.array(), n, layer.out, layer.in), tolerance);
        Answers.check("linear, dW", gradients.of(weight).toArray(),
                Answers.product(Answers.transposed(dy.array(), n, layer.out), x.array(), layer.out, n, layer.in),
                tolerance);
        Answers.check("linear, db", gradients.of(bias).toArray(), columnSums, tolerance);
    }
}
