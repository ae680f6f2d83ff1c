package islr.bench;

import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Sample;
import islr.system.Settings;
import islr.system.fingerspelling.Characters;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.FingerspellingNetwork;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingFeatures;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import java.util.Arrays;
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

/// A speller of the original's final size (9,736,305 parameters), one sequence: standardised points of all frames →
/// encoder, confidence and 33 letters, the most that a phrase takes. Random weights, with which no phrase ends.
/// `tools/golden/spelling_time.py` times PyTorch and ONNX Runtime on the same.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Warmup(iterations = 5, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class SpellerBenchmark {
    private static final int LETTERS = 33;

    @Param({"128", "384"})
    private int frames;
    @Param({"1", "2"})
    private int threads;

    private SpellingEnsemble speller;
    private Sample sample;
    private Compute compute;
    private Workspace workspace;

    /// Checks, before any timing, that all letters are spelled, and alike with scalar kernels.
    @Setup
    public void open() {
        Settings settings = Presets.speller("fingerspelling-2").defaults().with("padding", "none");
        Parameters parameters = Parameters.fresh(1);
        FingerspellingNetwork network = Fingerspelling.network(settings, parameters);
        // The logit of the letter that ends a phrase is 0, and of 62 others one is above.
        Tensor head = parameters.state().get("decoder.lm_head.weight");
        int width = head.shape().columns();
        int end = head.offset() + Characters.END * width;
        Arrays.fill(head.array(), end, end + width, 0);
        workspace = Workspace.create();
        compute = new Compute(KernelProvider.best(), Parallel.threads(threads), workspace);
        speller = SpellingEnsemble.of(network.forInference(Compute.cpu()), Fingerspelling.features(settings),
                Fingerspelling.options(settings).trusting());
        sample = new Sample(Tensor.randn(new Random(1), frames, SpellingFeatures.WIDTH));
        Spelling spelled = spell();
        Compute scalar = new Compute(KernelProvider.choose("scalar"), Parallel.sequential(), Workspace.create());
        Spelling expected = SpellingEnsemble
                .of(network, Fingerspelling.features(settings), Fingerspelling.options(settings).trusting())
                .spell(scalar, sample, frames);
        if (spelled.tokens().size() != LETTERS || !spelled.tokens().equals(expected.tokens())
                || Math.abs(spelled.confidence() - expected.confidence()) > 1e-4) {
            throw new IllegalStateException("speller benchmark: " + spelled + ", with scalar kernels " + expected);
        }
    }

    @TearDown
    public void close() {
        compute.parallel().close();
    }

    /// @return the phrase
    @Benchmark
    public Spelling spell() {
        workspace.reset();
        return speller.spell(compute, sample, frames);
    }
}
