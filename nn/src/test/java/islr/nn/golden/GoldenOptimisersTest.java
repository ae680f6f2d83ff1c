package islr.nn.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.nn.GivenGradients;
import islr.nn.Same;
import islr.nn.Some;
import islr.nn.train.AdamW;
import islr.nn.train.GradientClipping;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Optimizer;
import islr.nn.train.ParameterGroup;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.kernel.ScalarKernels;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Ten steps of the optimisers against PyTorch, and against the AdamW of the Keras systems written out in NumPy.
///
/// Given equal gradients, norms, parameters, m and v are equal but for the order of a few float32 operations: 1e-6 of
/// the largest number.
class GoldenOptimisersTest {
    private static final double TOLERANCE = 1e-6;

    private static void compare(Compute c, Golden g) {
        switch (g.text("optimiser")) {
            case "adamw" -> adamW(c, g);
            case "keras_adamw" -> kerasAdamW(c, g);
            case "clip_norm" -> clipNorm(c, g);
            default -> throw new AssertionError(
                    "no test knows the optimiser '" + g.text("optimiser") + "' of " + g.name());
        }
    }

    private static void adamW(Compute c, Golden g) {
        SequencedMap<String, Tensor> parameters = Some.parameters(g.below("param."));
        List<ParameterGroup> groups = new ArrayList<>();
        for (int i = 0; i < g.number("groups"); i++) {
            String number = Integer.toString(i);
            groups.add(ParameterGroup.where(parameters, name -> g.text("group." + name).equals(number),
                    g.real("group" + i + ".lr"), g.real("group" + i + ".weight_decay")));
            for (String shared : List.of(".beta1", ".beta2", ".eps")) {
                assertThat(g.real("group" + i + shared)).isEqualTo(g.real("group0" + shared));
            }
        }
        boolean clipped = g.settings().containsKey("max_norm");
        AdamW optimiser = new AdamW(groups, new AdamW.Options(g.real("group0.beta1"), g.real("group0.beta2"),
                g.real("group0.eps"), clipped ? g.real("max_norm") : Double.POSITIVE_INFINITY));
        for (int k = 1; k <= g.number("steps"); k++) {
            SequencedMap<String, Tensor> gradients = g.below("grad" + k + ".");
            if (clipped) {
                double expected = g.doubles("total_norm")[k - 1];
                assertThat(GradientClipping.byGlobalNorm(c, gradients, g.real("max_norm")).norm()).isCloseTo(expected,
                        within(TOLERANCE * expected));
            }
            optimiser.step(c, GivenGradients.dense(c, parameters, gradients), 1);
            compareStep(g, k, parameters);
        }
        compareState(g, optimiser);
    }

    private static void kerasAdamW(Compute c, Golden g) {
        SequencedMap<String, Tensor> parameters = Some.parameters(g.below("param."));
        KerasAdamW optimiser = new KerasAdamW(parameters, name -> 1, Double.NaN,
                new KerasAdamW.Options(g.real("beta1"), g.real("beta2"), g.real("eps"), g.real("clip_norm"), true));
        for (int k = 1; k <= g.number("steps"); k++) {
            GivenGradients given = new GivenGradients(c);
            g.below("grad" + k + ".").forEach((name, gradient) -> given.dense(parameters.get(name), gradient));
            for (String table : g.list("sparse")) {
                given.rows(parameters.get(table), g.ints("occurrence_rows" + k + "." + table), null,
                        g.get("occurrence_grads" + k + "." + table));
            }
            Gradients gradients = given.gradients();
            optimiser.decay(g.doubles("weight_decay")[k - 1]);
            optimiser.step(c, gradients, g.doubles("lr")[k - 1]);
            compareStep(g, k, parameters);
        }
        compareState(g, optimiser);
    }

    private static void compareStep(Golden g, int k, Map<String, Tensor> parameters) {
        SequencedMap<String, Tensor> expected = g.below("step" + k + ".");
        if (!expected.isEmpty()) {
            assertThat(expected.keySet()).isEqualTo(parameters.keySet());
        }
        expected.forEach((name, w) -> Same.near(TOLERANCE, w, parameters.get(name), "step" + k + "." + name));
    }

    private static void compareState(Golden g, Optimizer optimiser) {
        Map<String, Tensor> state = optimiser.state();
        assertThat(state.get("step").item()).isEqualTo(g.number("steps"));
        for (String name : g.below("param.").keySet()) {
            for (String moment : List.of("m.", "v.")) {
                Same.near(TOLERANCE, g.get(moment + name), state.get(moment + name), moment + name);
            }
        }
    }

    private static void clipNorm(Compute c, Golden g) {
        GradientClipping.Clipped clipped = GradientClipping.byGlobalNorm(c, g.below("grad."), g.real("max_norm"));
        double expected = g.get("total_norm").item();
        assertThat(clipped.norm()).isCloseTo(expected, within(TOLERANCE * expected));
        assertThat(clipped.norm() > g.real("max_norm")).isEqualTo(g.flag("clipped"));
        assertThat(clipped.gradients().keySet()).isEqualTo(g.below("clipped.").keySet());
        clipped.gradients().forEach((name, x) -> {
            if (g.flag("clipped")) {
                Same.near(TOLERANCE, g.get("clipped." + name), x, name);
            } else {
                Same.bits(g.get("clipped." + name), x, name);
            }
        });
    }

    @TestFactory
    Stream<DynamicTest> stepsMomentsAndNormsAreTheReferences() {
        return Golden.forEach("optimiser", g -> compare(Compute.cpu(), g));
    }

    @TestFactory
    Stream<DynamicTest> theScalarKernelsAndAWorkspaceFullOfNanDoAsWell() {
        return Golden.forEach("optimiser",
                g -> compare(Compute.cpu().with(new ScalarKernels()).with(Workspace.poisoned()), g));
    }

    @Test
    void everyKindOfOptimiserHasAFile() {
        assertThat(Golden.files("optimiser").stream().map(g -> g.text("optimiser")).distinct())
                .containsExactlyInAnyOrder("adamw", "keras_adamw", "clip_norm");
        assertThat(Golden.files("optimiser").stream().filter(g -> g.settings().containsKey("sparse"))
                .anyMatch(g -> !g.list("sparse").isEmpty())).isTrue();
    }
}
