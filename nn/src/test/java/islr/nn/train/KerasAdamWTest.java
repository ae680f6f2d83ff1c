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
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// What the goldens do not say: tensors made of several, rows that stand for several equal ones, and tables as ordinary
/// tensors.
class KerasAdamWTest {
    private static final KerasAdamW.Options ORDINARY = new KerasAdamW.Options(0.9, 0.999, 1e-7, 1, false);
    private final Compute c = Compute.cpu();

    private static SequencedMap<String, Tensor> named(String name, Tensor x) {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        named.put(name, x);
        return Some.parameters(named);
    }

    @Property(tries = 20)
    void aTensorMadeOfSeveralMovesAsTheSeveralDo(@ForAll @IntRange(min = 1, max = 5) int parts, @ForAll int seed) {
        Tensor start = Some.tensor(seed, 3 * parts, 4);
        Tensor g = Some.tensor(seed + 1L, 3 * parts, 4).scale(c, 0.4f);
        SequencedMap<String, Tensor> whole = named("w", start);
        SequencedMap<String, Tensor> several = new LinkedHashMap<>();
        Map<String, Tensor> gradients = new LinkedHashMap<>();
        for (int i = 0; i < parts; i++) {
            several.put("w" + i, start.slice(c, 0, 3 * i, 3 * i + 3).copy().parameter());
            gradients.put("w" + i, g.slice(c, 0, 3 * i, 3 * i + 3));
        }
        new KerasAdamW(whole, name -> parts, 0.02, KerasAdamW.Options.DEFAULT).step(c,
                GivenGradients.dense(c, whole, Map.of("w", g)), 0.1);
        new KerasAdamW(several, name -> 1, 0.02, KerasAdamW.Options.DEFAULT).step(c,
                GivenGradients.dense(c, several, gradients), 0.1);
        for (int i = 0; i < parts; i++) {
            Same.bits(several.get("w" + i), whole.get("w").view(12 * i, several.get("w" + i).shape()), "part " + i);
        }
    }

    @Test
    void rowsThatDoNotDivideIntoTheirPartsAreRefused() {
        SequencedMap<String, Tensor> w = named("w", Some.tensor(1, 6, 4));
        for (int parts : new int[] {4, 0}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> new KerasAdamW(w, name -> parts, 0, KerasAdamW.Options.DEFAULT))
                    .withMessage("optimiser: the rows of 'w' [6, 4] do not divide into " + parts + " parts");
        }
    }

    /// The norm is that of the single rows: k equal rows whose gradients add up to g have ‖g‖²/k together.
    @Property(tries = 20)
    void aRowForKRowsMovesAsKRowsDo(@ForAll @IntRange(min = 1, max = 9) int k, @ForAll int seed) {
        Tensor start = Some.tensor(seed, 5, 3);
        Tensor g = Some.tensor(seed + 1L, 2, 3);
        SequencedMap<String, Tensor> compact = named("table", start);
        SequencedMap<String, Tensor> single = named("table", start);
        Gradients one = new GivenGradients(c).rows(compact.get("table"), new int[] {3, 1}, new float[] {k, 1}, g)
                .gradients();
        GivenGradients many = new GivenGradients(c).rows(single.get("table"), new int[] {1}, null, g.slice(c, 0, 1, 2));
        for (int i = 0; i < k; i++) {
            many.rows(single.get("table"), new int[] {3}, null, g.slice(c, 0, 0, 1).scale(c, 1f / k));
        }
        // A large ε, with which a step is proportional to the gradient and so shows by how much it was clipped.
        KerasAdamW.Options options = new KerasAdamW.Options(0.9, 0.999, 10, 0.5, true);
        new KerasAdamW(compact, name -> 1, 0.02, options).step(c, one, 1);
        new KerasAdamW(single, name -> 1, 0.02, options).step(c, many.gradients(), 1);
        Same.near(1e-6, single.get("table"), compact.get("table"), "table");
        assertThat(compact.get("table").toArray()).isNotEqualTo(start.toArray());
    }

    @Test
    void aTableAsAnOrdinaryTensorMovesAsADenseOne() {
        Tensor start = Some.tensor(1, 5, 3);
        Tensor g = Some.tensor(2, 3, 3);
        int[] rows = {1, 4, 1};
        SequencedMap<String, Tensor> table = named("table", start);
        SequencedMap<String, Tensor> dense = named("table", start);
        new KerasAdamW(table, name -> 1, 0.02, ORDINARY).step(c,
                new GivenGradients(c).rows(table.get("table"), rows, null, g).gradients(), 0.1);
        new KerasAdamW(dense, name -> 1, 0.02, KerasAdamW.Options.DEFAULT).step(c,
                GivenGradients.dense(c, dense, Map.of("table", g.scatter(c, 5, rows))), 0.1);
        Same.bits(dense.get("table"), table.get("table"), "table");
    }

    @Test
    void onlyTheRowsThatWereUsedDecay() {
        Tensor start = Some.tensor(1, 4, 3);
        SequencedMap<String, Tensor> table = named("table", start);
        Gradients none = new GivenGradients(c).rows(table.get("table"), new int[] {2, 2}, null, Tensor.zeros(2, 3))
                .gradients();
        new KerasAdamW(table, name -> 1, 0.5, KerasAdamW.Options.DEFAULT).step(c, none, 0.1);
        for (int row = 0; row < 4; row++) {
            for (int channel = 0; channel < 3; channel++) {
                assertThat(table.get("table").get(row, channel))
                        .isEqualTo((row == 2 ? 0.5f : 1) * start.get(row, channel));
            }
        }
    }
}
