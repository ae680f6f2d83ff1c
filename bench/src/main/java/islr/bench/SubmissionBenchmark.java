package islr.bench;

import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.tflite.TfliteGraph;
import islr.tflite.value.Value;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.SplittableRandom;
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

/// A submission's graph by clip length, `-p model=model.tflite`: from raw landmarks, the left hand of which is missing,
/// to scores. `tools/golden/tflite_time.py` times TensorFlow's interpreter on the same.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SubmissionBenchmark {
    private static final int ROWS = 543;
    private static final int AXES = 3;
    private static final int LEFT_HAND = 468;
    private static final int HAND = 21;

    @Param("../shared/checkpoints/cls-distances-250.tflite")
    private String model;
    @Param({"11", "30", "105"})
    private int frames;
    @Param({"1", "2"})
    private int threads;

    private TfliteGraph graph;
    private Compute compute;
    private Workspace workspace;
    private Value clip;

    @Setup
    public void open() throws IOException {
        graph = TfliteGraph.open(Path.of(model));
        workspace = Workspace.create();
        compute = new Compute(KernelProvider.best(), Parallel.threads(threads), workspace);
        SplittableRandom random = new SplittableRandom(1);
        float[] landmarks = new float[frames * ROWS * AXES];
        for (int i = 0; i < landmarks.length; i++) {
            landmarks[i] = random.nextFloat();
        }
        for (int frame = 0; frame < frames; frame++) {
            int hand = (frame * ROWS + LEFT_HAND) * AXES;
            Arrays.fill(landmarks, hand, hand + HAND * AXES, Float.NaN);
        }
        clip = Value.of(Tensor.of(Shape.of(frames, ROWS, AXES), landmarks));
    }

    @TearDown
    public void close() {
        compute.parallel().close();
    }

    /// @return the scores
    @Benchmark
    public Value[] run() {
        workspace.reset();
        return graph.run(compute, clip);
    }
}
