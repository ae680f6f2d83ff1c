package islr.bench;

import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.ScalarKernels;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
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
import org.openjdk.jmh.annotations.Warmup;

/// What happens to rows between the matrix products, on one thread. With `-prof gc` it allocates nothing.
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 3, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
public class RowsBenchmark {
    private static final float EPSILON = 1e-5f;

    @Param({"MEDIAN", "FULL", "BATCH"})
    private Sizes.Rows rows;

    private final Kernels kernels = KernelProvider.best();
    private int[] lengths;
    private float[] hidden;
    private float[] activated;
    private float[] dActivated;
    private float[] dHidden;
    private float[] scores;
    private float[] probabilities;
    private float[] states;
    private float[] weight;
    private float[] bias;
    private float[] normalised;

    @Setup
    public void setup() {
        Header.print(kernels);
        Random random = new Random(1);
        lengths = rows.lengths();
        hidden = Tensor.randn(random, rows.count(), Sizes.HIDDEN).array();
        activated = new float[hidden.length];
        dActivated = Tensor.randn(random, rows.count(), Sizes.HIDDEN).array();
        dHidden = new float[hidden.length];
        scores = Tensor.randn(random, Sizes.HEADS, IntStream.of(lengths).map(t -> t * t).sum()).array();
        probabilities = new float[scores.length];
        states = Tensor.randn(random, rows.count(), Sizes.UNITS).array();
        weight = Tensor.randn(random, Sizes.UNITS).array();
        bias = Tensor.randn(random, Sizes.UNITS).array();
        normalised = new float[states.length];
        check();
    }

    /// The activation of a feed-forward network, [rows, 1024].
    @Benchmark
    public float[] gelu() {
        return gelu(kernels);
    }

    /// Its gradient.
    @Benchmark
    public float[] geluBackward() {
        return geluBackward(kernels);
    }

    /// The scores of all heads: for each of T frames of a clip, a row of T keys.
    @Benchmark
    public float[] softmax() {
        return softmax(kernels);
    }

    /// [rows, 512]. GISLR-64 has none; the encoder of `nn` has two a block.
    @Benchmark
    public float[] layerNorm() {
        return layerNorm(kernels);
    }

    private float[] gelu(Kernels k) {
        k.unary(Kernels.Unary.GELU, hidden, 0, activated, 0, hidden.length);
        return activated;
    }

    private float[] geluBackward(Kernels k) {
        k.unaryBackward(Kernels.Unary.GELU, hidden, 0, activated, 0, dActivated, 0, dHidden, 0, hidden.length);
        return dHidden;
    }

    private float[] softmax(Kernels k) {
        int at = 0;
        for (int keys : lengths) {
            for (int row = 0; row < Sizes.HEADS * keys; row++) {
                k.softmax(scores, at, null, 0, probabilities, at, keys);
                at += keys;
            }
        }
        return probabilities;
    }

    private float[] layerNorm(Kernels k) {
        int n = Sizes.UNITS;
        for (int at = 0; at < states.length; at += n) {
            float mean = k.sum(states, at, n) / n;
            float variance = k.squaredDistance(states, at, n, mean) / n;
            k.normalize(states, at, mean, (float) (1 / Math.sqrt(variance + EPSILON)), weight, 0, bias, 0, normalised, at, n);
        }
        return normalised;
    }

    private void check() {
        check("gelu", this::gelu);
        check("gelu, backward", this::geluBackward);
        check("softmax", this::softmax);
        check("layer norm", this::layerNorm);
    }

    private static void check(String what, Function<Kernels, float[]> computation) {
        float[] result = computation.apply(new ScalarKernels());
        float[] expected = result.clone();
        Arrays.fill(result, Float.NaN);
        Answers.check(what, computation.apply(KernelProvider.best()), expected, 1e-6);
    }
}
