package islr.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.nn.GivenGradients;
import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.nn.train.AdamW;
import islr.nn.train.ParameterGroup;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Every layer against PyTorch: result, gradient of every input and of every parameter, and one AdamW step.
///
/// A number may be off by 1e-6 of the largest of its tensor, or by three times what PyTorch's own float32 result is off
/// from float64 (the file says how much) where that is more. A gradient that is zero in theory, that of a key bias, is
/// rounding noise on both sides: it is compared with 0, within 1e-6 of the largest gradient of the layer.
class GoldenLayersTest {

    /// What a layer computed: `y`, `d_<input>`, `grad.<parameter>` and, where the file has them, `after.<buffer>`.
    private static SequencedMap<String, Tensor> run(Compute c, Golden g) {
        Map<String, Tensor> state = new LinkedHashMap<>(g.below("param."));
        // A layer writes its buffers.
        g.below("buffer.").forEach((name, buffer) -> state.put(name, buffer.copy()));
        Parameters parameters = Parameters.of(state);
        GoldenLayer layer = GoldenLayer.of(g, parameters);
        assertThat(parameters.state().keySet()).containsExactlyInAnyOrderElementsOf(state.keySet());
        assertThat(parameters.trainable().keySet()).containsExactlyInAnyOrderElementsOf(g.below("param.").keySet());

        Map<String, Tensor> inputs = new LinkedHashMap<>();
        g.below("d_").keySet().forEach(name -> inputs.put(name, g.get(name).copy().parameter()));
        SequencedMap<String, Tensor> computed = new LinkedHashMap<>();
        Gradients gradients = Tape.record(c, () -> {
            Tensor y = layer.forward(c, inputs);
            computed.put("y", y.copy());
            return y.multiply(c, g.get("dy")).sum(c);
        });
        inputs.forEach((name, x) -> computed.put("d_" + name, gradients.of(x).copy()));
        parameters.trainable().forEach((name, w) -> computed.put("grad." + name, gradients.of(w).copy()));
        g.below("after.").keySet().forEach(name -> computed.put("after." + name, parameters.state().get(name).copy()));
        return computed;
    }

    private static void compare(Compute c, Golden g) {
        double tolerance = Math.max(1e-6, 3 * g.real("float32_error"));
        double largest = g.below("grad.").values().stream().mapToDouble(Same::largest).max().orElseThrow();
        List<String> zero = g.list("zero_gradient").stream().map(name -> "grad." + name).toList();
        Map<String, Tensor> computed = run(c, g);
        assertThat(computed.keySet()).containsAll(zero);
        computed.forEach((name, x) -> {
            if (zero.contains(name)) {
                Same.within(1e-6 * largest, Tensor.zeros(x.shape().toArray()), x, name);
            } else {
                Same.near(tolerance, g.get(name), x, name);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> resultsAndGradientsArePyTorchs() {
        return Golden.forEach("layer", g -> compare(Compute.cpu(), g));
    }

    @TestFactory
    Stream<DynamicTest> resultsAndGradientsOfTheScalarKernelsArePyTorchs() {
        return Golden.forEach("layer", g -> compare(Compute.cpu().with(new ScalarKernels()), g));
    }

    @TestFactory
    Stream<DynamicTest> oneAdamWStepWithTheRecordedGradientsIsPyTorchs() {
        return Golden.forEach("layer", g -> {
            Compute c = Compute.cpu();
            SequencedMap<String, Tensor> parameters = Some.parameters(g.below("param."));
            new AdamW(List.of(ParameterGroup.all(parameters, g.real("step_weight_decay"))), AdamW.Options.DEFAULT)
                    .step(c, GivenGradients.dense(c, parameters, g.below("grad.")), g.real("step_lr"));
            assertThat(g.below("step.").keySet()).isEqualTo(parameters.keySet());
            parameters.forEach((name, w) -> Same.near(1e-6, g.get("step." + name), w, "step." + name));
        });
    }

    @TestFactory
    Stream<DynamicTest> twoThreadsAndAWorkspaceFullOfNanGiveTheSameBits() {
        return Golden.forEach("layer", g -> {
            Map<String, Tensor> expected = run(Compute.cpu(), g);
            Workspace workspace = Workspace.poisoned();
            try (Parallel parallel = Parallel.threads(2)) {
                for (int round = 1; round <= 3; round++) {
                    Same.bits(expected, run(Compute.cpu().with(workspace).with(parallel), g), "round " + round);
                    workspace.reset();
                }
            }
        });
    }

    @Test
    void everyKindOfLayerAndMaskHasAFile() {
        assertThat(Golden.files("layer").stream().map(g -> g.text("layer")).distinct()).containsExactlyInAnyOrder(
                "attention", "batch_norm", "class_attention", "conv1d", "embedding", "encoder_block", "encoder_stack",
                "feed_forward", "layer_norm", "linear");
        assertThat(Golden.files("layer").stream().filter(g -> g.text("layer").equals("attention"))
                .map(g -> g.text("mask")).distinct()).containsExactlyInAnyOrder("none", "key_padding", "causal",
                        "causal+key_padding", "additive", "boolean");
    }

    @Test
    void everyFileIsOfALayerAnOptimiserOrASchedule() {
        for (Golden g : Golden.all()) {
            assertThat(Stream.of("layer", "optimiser", "schedule").filter(g.settings()::containsKey)).as(g.name())
                    .hasSize(1);
        }
    }

    @Test
    void aNumberThatIsSlightlyOffIsNoticed() {
        Golden g = Golden.files("layer").getFirst();
        for (String name : List.of("y", "d_x", "grad.out_proj.weight")) {
            SequencedMap<String, Tensor> changed = new LinkedHashMap<>(g.tensors());
            Tensor x = g.get(name).copy();
            x.array()[3] += 1e-5f * (float) Same.largest(x);
            changed.put(name, x);
            assertThatThrownBy(() -> compare(Compute.cpu(), new Golden(g.name(), g.settings(), changed, g.numbers())))
                    .isInstanceOf(AssertionError.class).hasMessageStartingWith(name);
        }
    }

    @Test
    void anUnknownLayerIsAFailure() {
        Golden g = new Golden("new", Map.of("layer", "gru"), new LinkedHashMap<>(), Map.of());
        assertThatThrownBy(() -> GoldenLayer.of(g, Parameters.fresh(1))).isInstanceOf(AssertionError.class)
                .hasMessage("no test knows the layer 'gru' of new");
    }
}
