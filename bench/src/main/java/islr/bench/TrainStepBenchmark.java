package islr.bench;

import islr.nn.Parameters;
import islr.nn.train.KerasAdamW;
import islr.recognize.Presets;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Training;
import islr.system.gislr.Gislr;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Losses;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/// A step of training on 64 ragged clips: forward, backward, optimiser. An operation is a clip, so "ops/s" are clips a
/// second.
///
/// Every step learns from the same clips, with other dropout.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TrainStepBenchmark {
    /// So small that the weights stay what they are: fresh.
    private static final double RATE = 1e-6;

    @Param({"gislr-64-small", "gislr-64"})
    private String preset;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Workspace workspace = Workspace.create();
    private Compute compute;
    private Preset of;
    private Parameters parameters;
    private Model model;
    private KerasAdamW optimizer;
    private TrainingBatch batch;
    private float loss;

    @Setup
    public void setup() {
        compute = new Compute(kernels.kernels(), Parallel.threads(threads), workspace);
        Header.print(compute.kernels());
        of = Presets.of(preset);
        parameters = Parameters.fresh(1);
        model = of.architecture().model(of.defaults(), Sizes.CLASSES, parameters);
        optimizer = new KerasAdamW(parameters.trainable(), name -> Gislr.parts(of.defaults(), name),
                Training.decay(of.defaults(), RATE), KerasAdamW.Options.DEFAULT);
        batch = TrainingBatch.of(of, Sizes.Rows.BATCH.lengths());
        check();
    }

    @TearDown
    public void close() {
        compute.parallel().close();
        if (!Float.isFinite(loss)) {
            throw new IllegalStateException("training: the loss has become " + loss + "; the figures above are void");
        }
    }

    @Benchmark
    @OperationsPerInvocation(Sizes.BATCH_CLIPS)
    public float step() {
        workspace.reset();
        Gradients gradients = gradients(compute.training(random), batch);
        loss = gradients.loss().item();
        optimizer.step(compute, gradients, RATE);
        return loss;
    }

    private Gradients gradients(Compute c, TrainingBatch some) {
        float smoothing = of.defaults().get(Training.SMOOTHING).floatValue();
        return Tape.record(c,
                () -> c.run(new Losses.CrossEntropy(model.logits(c, some.samples()), some.labels(), smoothing)));
    }

    /// Loss and gradients of a few clips, without dropout, against the scalar kernels.
    private void check() {
        Compute scalar = new Compute(new ScalarKernels(), Parallel.sequential(), Memory.heap());
        TrainingBatch few = TrainingBatch.of(of, Sizes.Rows.SMALL.count(), Sizes.Rows.MEDIAN.count());
        workspace.reset();
        Gradients got = gradients(compute, few);
        Gradients expected = gradients(scalar, few);
        Answers.check("training, loss", got.loss(), expected.loss(), 1e-5);
        // All gradients as one: that of a key's bias is 0 but for rounding, so it has no size of its own to be compared
        // by.
        Answers.check("training, gradients", all(got), all(expected), 1e-5);
    }

    private float[] all(Gradients gradients) {
        List<Tensor> parts = parameters.trainable().values().stream().map(gradients::of).toList();
        float[] all = new float[parts.stream().mapToInt(Tensor::size).sum()];
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.array(), part.offset(), all, at, part.size());
            at += part.size();
        }
        return all;
    }
}
