package islr.bench;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Recipe;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.ScalarKernels;
import java.util.List;
import java.util.Map;
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
/// Every step learns from the same clips, with different dropout.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class TrainStepBenchmark {
    @Param({"signs-small", "gislr-64-small", "gislr-64", "gislr-32", "cls", "features-mlp", "gislr-32+mlp", "sixth-25",
        "sixth-80"})
    private String preset;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private final SplittableRandom random = new SplittableRandom(1);
    private final Workspace workspace = Workspace.create();
    private Compute compute;
    private Recipe recipe;
    private TrainingBatch batch;
    private float loss;

    @Setup
    public void setup() {
        compute = new Compute(kernels.kernels(), Parallel.threads(threads), workspace);
        Header.print(compute.kernels());
        Preset of = Presets.of(preset);
        check(of);
        recipe = recipe(of);
        batch = RandomBatch.ofRealLengths(of);
    }

    /// With fresh parameters, which are always the same.
    private static Recipe recipe(Preset of) {
        Parameters parameters = Parameters.fresh(1);
        Model model = of.architecture().model(of.defaults(), Sizes.CLASSES, parameters);
        Recipe recipe = of.architecture().recipe(of.defaults(), model, parameters);
        recipe.begin(0, 1);
        return recipe;
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
        loss = recipe.step(compute.training(random), batch).loss();
        return loss;
    }

    /// Compares a step on a few clips, without dropout, with one of the scalar kernels.
    private void check(Preset of) {
        Compute scalar = new Compute(new ScalarKernels(), Parallel.sequential(), Memory.heap());
        TrainingBatch few = RandomBatch.of(of, Sizes.Rows.SMALL.count(), Sizes.Rows.MEDIAN.count());
        Recipe got = recipe(of);
        Recipe expected = recipe(of);
        workspace.reset();
        Answers.check("training, loss", new float[] {step(got, compute, few)},
                new float[] {step(expected, scalar, few)}, 1e-5);
        Answers.check("training, gradients", moments(got), moments(expected), 1e-5);
    }

    private static float step(Recipe recipe, Compute c, TrainingBatch some) {
        return recipe.step(c, some).loss();
    }

    /// The optimiser's first moments. After the first step they are its gradients up to a factor. They are compared as
    /// one array: the gradient of a key's bias is 0 up to rounding, so a tolerance relative to its own size would be
    /// meaningless.
    private static float[] moments(Recipe recipe) {
        List<Tensor> parts = recipe.state().entrySet().stream().filter(entry -> entry.getKey().matches("(.*/)?m\\..*"))
                .map(Map.Entry::getValue).toList();
        float[] all = new float[parts.stream().mapToInt(Tensor::size).sum()];
        int at = 0;
        for (Tensor part : parts) {
            System.arraycopy(part.array(), part.offset(), all, at, part.size());
            at += part.size();
        }
        return all;
    }
}
