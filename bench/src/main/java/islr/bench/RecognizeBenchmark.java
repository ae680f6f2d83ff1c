package islr.bench;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.data.SignList;
import islr.nn.Parameters;
import islr.recognize.ModelFile;
import islr.recognize.Prediction;
import islr.recognize.Presets;
import islr.recognize.Recognizer;
import islr.system.Batch;
import islr.system.Features;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.gislr.Gislr;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.ScalarKernels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
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

/// From a clip to the probability of every sign, and from a file to the five likeliest signs: every preset in the
/// original's sizes, one clip at a time. The time does not depend on what the weights have learned, so they are not
/// trained.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RecognizeBenchmark {
    @Param({"signs-small", "gislr-64", "gislr-32", "cls", "features-mlp", "gislr-32+mlp", "sixth-25", "sixth-80"})
    private String preset;

    @Param({"11", "30", "105"})
    private int frames;
    @Param({"1", "2"})
    private int threads;
    @Param
    private KernelSet kernels;

    private Clip clip;
    private Path file;
    private Recognizer recognizer;

    @Setup
    public void setup() throws IOException {
        kernels.choose();
        Header.print(KernelProvider.best());
        clip = Clips.of(frames);
        file = Files.createTempFile("islr-bench", ".parquet");
        ClipWriter.write(file, clip);
        Preset of = Presets.of(preset);
        Parameters parameters = Parameters.fresh(1);
        Model model = of.architecture().model(of.defaults(), Sizes.CLASSES, parameters);
        SignList signs = new SignList(IntStream.range(0, Sizes.CLASSES).mapToObj(Integer::toString).toList());
        Path checkpoint = Files.createTempFile("islr-bench", ".safetensors");
        try {
            ModelFile.write(checkpoint, of, of.defaults(), parameters.state(), signs, List.of(), Map.of());
            recognizer = Recognizer.load(checkpoint, Optional.empty(), threads);
        } finally {
            Files.delete(checkpoint);
        }
        check(model, of.defaults(), of.architecture().features(of.defaults()));
    }

    @TearDown
    public void close() throws IOException {
        recognizer.close();
        Files.delete(file);
    }

    @Benchmark
    public Prediction recognize() {
        return recognizer.recognize(clip);
    }

    /// From a file in the operating system's cache.
    @Benchmark
    public List<Prediction.Guess> fileToFiveSigns() throws IOException {
        return recognizer.recognize(file).top(5);
    }

    /// Compares with the scalar kernels and the form of the network that is trained. Where the network attends to
    /// padding, the batch has a row for every padded frame.
    private void check(Model model, Settings settings, Features features) throws IOException {
        Compute scalar = new Compute(new ScalarKernels(), Parallel.sequential(), Memory.heap());
        Sample sample = features.of(clip);
        Batch batch = Batch.of(Memory.heap(),
                List.of(settings.has(Gislr.PADDING.key()) ? padded(sample, settings.get(Gislr.FRAMES)) : sample));
        float[] expected = model.logits(scalar, batch).softmax(scalar).toArray();
        float[] got = new float[expected.length];
        for (Prediction.Guess guess : recognize().ranking()) {
            got[Integer.parseInt(guess.sign())] = guess.probability();
        }
        Answers.check("recognize, probabilities", got, expected, 1e-4);
        if (!fileToFiveSigns().equals(recognize().top(5))) {
            throw new IllegalStateException("file to signs: not the signs of the clip in memory; not timed");
        }
    }

    /// A GISLR sample with a row for every padded frame, which the network otherwise merges into one. Such a row holds
    /// no landmarks, the number of the last frame (padding shares its place in the position table), and 0 for a frame
    /// that does not count.
    private static Sample padded(Sample sample, int size) {
        int width = sample.width();
        float[] rows = Arrays.copyOf(sample.values().toArray(), size * width);
        float last = Math.max(1, sample.values().get(sample.rows() - 1, width - 2));
        for (int t = sample.rows(); t < size; t++) {
            rows[t * width + width - 2] = last;
        }
        return new Sample(Tensor.of(Shape.of(size, width), rows));
    }
}
