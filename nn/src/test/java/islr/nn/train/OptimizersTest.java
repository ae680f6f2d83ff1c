package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.nn.GivenGradients;
import islr.nn.Same;
import islr.nn.Some;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What holds of every optimiser.
class OptimizersTest {
    private final Compute c = Compute.cpu();

    private static final class Kind {
        private final String name;
        private final Function<SequencedMap<String, Tensor>, Optimizer> make;

        Kind(String name, Function<SequencedMap<String, Tensor>, Optimizer> make) {
            this.name = name;
            this.make = make;
        }

        @Override
        public String toString() {
            return name;
        }
    }

    static Stream<Kind> kinds() {
        return Stream.of(
                new Kind("AdamW",
                        w -> new AdamW(List.of(ParameterGroup.all(w, 0.1)), AdamW.Options.DEFAULT.withMaxNorm(2))),
                new Kind("KerasAdamW", w -> new KerasAdamW(w, name -> 1, 0.01, KerasAdamW.Options.DEFAULT)));
    }

    private static SequencedMap<String, Tensor> parameters() {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        named.put("fc.weight", Some.tensor(1, 5, 7));
        named.put("fc.bias", Some.tensor(2, 5));
        named.put("scale", Tensor.scalar(3));
        named.put("table", Some.tensor(3, 6, 4));
        return Some.parameters(named);
    }

    private Gradients gradients(Map<String, Tensor> w, int step) {
        return new GivenGradients(c).dense(w.get("fc.weight"), Some.tensor(10L + step, 5, 7))
                .dense(w.get("fc.bias"), Some.tensor(20L + step, 5)).dense(w.get("scale"), Tensor.scalar(0.5f))
                .rows(w.get("table"), new int[] {0, 3, step, 3}, null, Some.tensor(30L + step, 4, 4)).gradients();
    }

    private void steps(Optimizer optimizer, Map<String, Tensor> w, int from, int to) {
        for (int step = from; step < to; step++) {
            optimizer.step(c, gradients(w, step), 0.01 * (step + 1));
        }
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aRestoredOptimiserContinuesBitForBit(Kind kind) {
        SequencedMap<String, Tensor> straight = parameters();
        Optimizer optimizer = kind.make.apply(straight);
        steps(optimizer, straight, 0, 5);

        SequencedMap<String, Tensor> first = parameters();
        Optimizer interrupted = kind.make.apply(first);
        steps(interrupted, first, 0, 3);
        SequencedMap<String, Tensor> second = Some.parameters(first);
        Optimizer resumed = kind.make.apply(second);
        resumed.restore(interrupted.state());
        steps(resumed, second, 3, 5);

        Same.bits(straight, second, "parameters");
        Same.bits(optimizer.state(), resumed.state(), "state");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStateIsACopy(Kind kind) {
        SequencedMap<String, Tensor> w = parameters();
        Optimizer optimizer = kind.make.apply(w);
        steps(optimizer, w, 0, 2);
        SequencedMap<String, Tensor> state = optimizer.state();
        float[] m = state.get("m.fc.weight").toArray();
        steps(optimizer, w, 2, 3);
        assertThat(state.get("m.fc.weight").toArray()).isEqualTo(m);
        assertThat(state.get("step").item()).isEqualTo(2);
        assertThat(state.keySet()).containsExactly("step", "m.fc.weight", "v.fc.weight", "m.fc.bias", "v.fc.bias",
                "m.scale", "v.scale", "m.table", "v.table");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aStateThatDoesNotFitIsRefusedAndChangesNothing(Kind kind) {
        SequencedMap<String, Tensor> w = parameters();
        Optimizer optimizer = kind.make.apply(w);
        steps(optimizer, w, 0, 2);
        SequencedMap<String, Tensor> before = optimizer.state();
        Optimizer other = kind.make.apply(parameters());

        SequencedMap<String, Tensor> incomplete = other.state();
        incomplete.remove("v.table");
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.restore(incomplete))
                .withMessage("optimiser state: 'v.table' is missing; 24 numbers are needed");
        SequencedMap<String, Tensor> larger = other.state();
        larger.put("m.fc.bias", Tensor.zeros(7));
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.restore(larger))
                .withMessage("optimiser state: 'm.fc.bias' is [7]; 5 numbers are needed");
        Same.bits(before, optimizer.state(), "state");
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void aLossThatLeavesOutAParameterIsRefusedAndChangesNothing(Kind kind) {
        SequencedMap<String, Tensor> w = parameters();
        Optimizer optimizer = kind.make.apply(w);
        Gradients without = new GivenGradients(c).dense(w.get("fc.weight"), Some.tensor(1, 5, 7)).gradients();
        assertThatIllegalArgumentException().isThrownBy(() -> optimizer.step(c, without, 0.1))
                .withMessage("gradient: the loss does not depend on Tensor[5]");
        Same.bits(parameters(), w, "parameters");
        assertThat(optimizer.state().get("step").item()).isZero();
    }

    /// A step writes the weights in place: the packed form of a matrix, made before, must not be used again.
    @ParameterizedTest
    @MethodSource("kinds")
    void aLayerSeesTheNewWeightsAfterAStep(Kind kind) {
        SequencedMap<String, Tensor> w = parameters();
        Optimizer optimizer = kind.make.apply(w);
        Tensor x = Some.tensor(5, 3, 7);
        Tensor before = x.linear(c, w.get("fc.weight"), null);
        steps(optimizer, w, 0, 1);
        Tensor after = x.linear(c, w.get("fc.weight"), null);
        assertThat(after.toArray()).isNotEqualTo(before.toArray());
        Same.bits(x.linear(c, w.get("fc.weight").copy(), null), after, "after the step");
    }

    @Test
    void aParameterInTwoGroupsIsRefused() {
        SequencedMap<String, Tensor> w = parameters();
        assertThatIllegalArgumentException().isThrownBy(
                () -> new AdamW(List.of(ParameterGroup.all(w, 0.1), ParameterGroup.where(w, "scale"::equals, 1, 0)),
                        AdamW.Options.DEFAULT))
                .withMessage("optimiser: 'scale' is in two parameter groups");
    }

    @Test
    void aGroupsRateIsAMultipleOfTheStepsRate() {
        SequencedMap<String, Tensor> one = parameters();
        SequencedMap<String, Tensor> other = parameters();
        steps(new AdamW(List.of(new ParameterGroup(one, 0.5, 0.1)), AdamW.Options.DEFAULT), one, 0, 1);
        new AdamW(List.of(ParameterGroup.all(other, 0.1)), AdamW.Options.DEFAULT).step(c, gradients(other, 0), 0.005);
        Same.bits(other, one, "half the rate");
    }
}
