package islr.system.cls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import islr.golden.Close;
import islr.nn.Parameters;
import islr.system.Batch;
import islr.system.Model;
import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Losses;
import islr.weights.Checkpoint;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class ClsNetworkTest {
    private static final ClsSizes TINY = new ClsSizes(11, 12, 3, 7, 5, 0);
    private final Compute c = Compute.cpu();
    private final Parameters parameters = Parameters.fresh(1);
    private final ClsNetwork network = network(TINY, parameters);

    /// No number is 0, the token least of all.
    private static ClsNetwork network(ClsSizes sizes, Parameters parameters) {
        ClsNetwork network = new ClsNetwork(sizes, parameters);
        Random random = new Random(2);
        parameters.state().values().forEach(x -> {
            for (int i = 0; i < x.size(); i++) {
                x.array()[i] += 0.2f * (float) random.nextGaussian();
            }
        });
        return network;
    }

    private static Batch batch(Tensor... clips) {
        return Batch.of(Memory.heap(), Stream.of(clips).map(Sample::new).toList());
    }

    private static Tensor frames(int count) {
        return Tensor.randn(new Random(count), count, TINY.features());
    }

    @Property(tries = 11)
    void aPredictionIsTheForwardPassOfOneClipAtEveryLength(@ForAll @IntRange(min = 1, max = 11) int length) {
        Tensor clip = frames(length);
        float[] expected = network.logits(c, clip, Segments.ofLengths(length)).toArray();
        Close.relative("logits", network.forInference(c).logits(c, batch(clip)).toArray(), expected, 3e-6);
        assertThat(expected).hasSize(5);
    }

    @Test
    void aClipOfABatchIsComputedAsIfItWereAlone() {
        Tensor a = frames(4);
        Tensor b = frames(11);
        float[] both = network.logits(c, Tensor.concat(c, 0, a, b, a), Segments.ofLengths(4, 11, 4)).toArray();
        float[] alone = network.logits(c, b, Segments.ofLengths(11)).toArray();
        Close.relative("second clip", Arrays.copyOfRange(both, 5, 10), alone, 3e-6);
        assertThat(Arrays.copyOfRange(both, 10, 15)).isEqualTo(Arrays.copyOfRange(both, 0, 5));
    }

    @Test
    void gradientsOfTheFramesAreThoseOfDifferences() {
        Segments clips = Segments.ofLengths(3, 1);
        GradCheck.check(c, List.of(frames(4)), in -> network.logits(c, in.getFirst(), clips));
    }

    /// Every parameter is moved along its own random direction.
    @Test
    void gradientsOfTheParametersAreThoseOfDifferences() {
        Tensor clips = Tensor.concat(c, 0, frames(7), frames(2));
        Gradients gradients = Tape.record(c, () -> loss(clips));
        Random random = new Random(9);
        parameters.trainable().forEach((name, w) -> {
            float[] direction = Tensor.randn(random, w.size()).array();
            float[] gradient = gradients.of(w).toArray();
            double slope = 0;
            double size = 0;
            for (int i = 0; i < direction.length; i++) {
                slope += (double) gradient[i] * direction[i];
                size += (double) gradient[i] * gradient[i];
            }
            // Small enough that no relu turns on the way.
            double h = 1 / 1024.0;
            double difference = (8 * (along(w, direction, h, clips) - along(w, direction, -h, clips))
                    - (along(w, direction, 2 * h, clips) - along(w, direction, -2 * h, clips))) / (12 * h);
            assertThat(difference).as(name).isCloseTo(slope, within(2e-3 * Math.sqrt(size)));
        });
    }

    private double along(Tensor w, float[] direction, double step, Tensor clips) {
        float[] before = w.array().clone();
        for (int i = 0; i < direction.length; i++) {
            w.array()[i] += (float) (step * direction[i]);
        }
        w.changed();
        double loss = loss(clips).item();
        System.arraycopy(before, 0, w.array(), 0, before.length);
        w.changed();
        return loss;
    }

    private Tensor loss(Tensor clips) {
        return c.run(new Losses.CrossEntropy(network.logits(c, clips, Segments.ofLengths(7, 2)), new int[] {3, 0}, 0));
    }

    @Test
    void everyParameterGetsAGradient() {
        Gradients gradients = Tape.record(c, () -> loss(Tensor.concat(c, 0, frames(7), frames(2))));
        parameters.trainable().forEach((name, w) -> {
            boolean nonZero = false;
            for (float g : gradients.of(w).toArray()) {
                nonZero |= g != 0;
            }
            assertThat(nonZero).as(name).isTrue();
        });
        assertThat(parameters.trainable()).hasSize(17).isEqualTo(parameters.state());
    }

    @Test
    void threadsAndMemoryDoNotChangeABit() {
        ClsNetwork wide = network(new ClsSizes(40, 256, 4, 33, 50, 0), Parameters.fresh(6));
        Tensor clip = Tensor.randn(new Random(7), 40, 33);
        float[] predicted = wide.forInference(c).logits(c, batch(clip)).toArray();
        float[] forward = wide.logits(c, clip, Segments.ofLengths(33, 7)).toArray();
        Workspace workspace = Workspace.poisoned();
        for (int threads = 2; threads <= 3; threads++) {
            try (Parallel parallel = Parallel.threads(threads)) {
                Compute other = c.with(workspace).with(parallel);
                Model predictor = wide.forInference(other);
                workspace.reset();
                assertThat(predictor.logits(other, batch(clip)).toArray()).isEqualTo(predicted);
                assertThat(wide.logits(other, clip, Segments.ofLengths(33, 7)).toArray()).isEqualTo(forward);
                workspace.reset();
            }
        }
    }

    /// Objects that describe them, yes: some kilobytes. The frames' rows alone would be 40. (With scalar kernels:
    /// vectors are objects too until the compiler has seen them often.)
    @Test
    void aPredictionAllocatesNoNumbers() {
        ClsNetwork wide = network(new ClsSizes(40, 256, 4, 33, 50, 0), Parameters.fresh(6));
        Workspace workspace = Workspace.create();
        Compute in = c.with(workspace).with(new ScalarKernels());
        Model predictor = wide.forInference(in);
        Tensor clip = Tensor.randn(new Random(7), 40, 33);
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 10; i++) {
            long before = threads.getCurrentThreadAllocatedBytes();
            workspace.reset();
            predictor.logits(in, batch(clip));
            least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
        }
        assertThat(least).isLessThan(20_000);
    }

    @Test
    void dropoutActsInTrainingOnly() {
        ClsNetwork dropping = network(new ClsSizes(11, 12, 3, 7, 5, 0.5f), Parameters.fresh(1));
        Segments one = Segments.ofLengths(6);
        float[] expected = network.logits(c, frames(6), one).toArray();
        assertThat(dropping.logits(c, frames(6), one).toArray()).isEqualTo(expected);
        assertThat(dropping.logits(c.training(new SplittableRandom(1)), frames(6), one).toArray())
                .isNotEqualTo(expected);
    }

    @Test
    void severalClipsArePredictedAsEachAlone() {
        Model predictor = network.forInference(c);
        float[] both = predictor.logits(c, batch(frames(3), frames(7))).toArray();
        assertThat(Arrays.copyOfRange(both, 0, 5)).isEqualTo(predictor.logits(c, batch(frames(3))).toArray());
        assertThat(Arrays.copyOfRange(both, 5, 10)).isEqualTo(predictor.logits(c, batch(frames(7))).toArray());
    }

    @Test
    void clipsWithoutFramesAndLongerOnesThanTheTableAreRefused() {
        Model predictor = network.forInference(c);
        assertThatThrownBy(() -> predictor.logits(c, batch(frames(12)))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("cls: a clip of 12 frames; the position table has 1 to 11");
        assertThatThrownBy(() -> predictor.logits(c, batch(Tensor.zeros(0, 7))))
                .hasMessageContaining("a clip of 0 frames");
        assertThatThrownBy(() -> network.logits(c, frames(3), Segments.ofLengths(3, 0)))
                .hasMessageContaining("a clip of 0 frames");
        assertThatThrownBy(() -> network.logits(c, frames(13), Segments.ofLengths(1, 12)))
                .hasMessageContaining("a clip of 12 frames");
    }

    @Test
    void sizesThatDoNotFitAreNamed() {
        Settings settings = Settings.defaults(new Cls().settings()).with(Cls.UNITS, 10).with(Cls.HEADS, 4);
        assertThatThrownBy(() -> ClsSizes.of(settings, 250)).hasMessage("units 10 do not divide into 4 heads");
    }

    @Test
    void freshNumbersAreTheOriginals() {
        Parameters fresh = Parameters.fresh(1);
        new ClsNetwork(ClsSizes.of(Settings.defaults(new Cls().settings()), 250), fresh);
        Map<String, Tensor> state = fresh.state();
        assertThat(state.values().stream().mapToInt(Tensor::size).sum()).isEqualTo(6_909_178);
        Tensor positions = state.get("pos_embed");
        assertThat(positions.get(0, 0)).isZero();
        assertThat(positions.get(0, 512)).isEqualTo(1);
        assertThat(positions.get(3, 0)).isEqualTo((float) Math.sin(3));
        assertThat(positions.get(90, 256)).isEqualTo((float) Math.sin(90 * 0.01));
        assertThat(positions.get(90, 768)).isEqualTo((float) Math.cos(90 * 0.01));
        assertThat(largest(state.get("encoder.0.attn.mha.in_proj_weight"))).isBetween(0.99 * Math.sqrt(6.0 / 4096),
                Math.sqrt(6.0 / 4096));
        assertThat(largest(state.get("encoder.0.ffn.mlp.2.bias"))).isBetween(0.9 / 32, 1.0 / 32);
        assertThat(largest(state.get("cls_embed"))).isZero();
    }

    private static double largest(Tensor x) {
        double largest = 0;
        for (float v : x.toArray()) {
            largest = Math.max(largest, Math.abs(v));
        }
        return largest;
    }

    /// The graph names the network's tensors by itself: here it is held against the network.
    @Test
    void theOnnxGraphTakesEveryTensorInItsShapeAndMissesIt() {
        Map<String, Tensor> state = parameters.state();
        assertThatCode(() -> ClsOnnx.of(3, new Checkpoint(state, Map.of()))).doesNotThrowAnyException();
        for (String name : state.keySet()) {
            Map<String, Tensor> less = new LinkedHashMap<>(state);
            less.remove(name);
            assertThatThrownBy(() -> ClsOnnx.of(3, new Checkpoint(less, Map.of())))
                    .hasMessageContaining("there is no tensor '" + name + "'");
        }
    }
}
