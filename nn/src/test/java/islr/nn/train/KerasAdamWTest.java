package islr.nn.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.nn.GivenGradients;
import islr.nn.Same;
import islr.nn.Some;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SequencedMap;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// Steps that can be followed with a pocket calculator, and what the goldens do not say: tensors made of several, rows
/// that stand for several equal ones, and tables as ordinary tensors.
class KerasAdamWTest {
    private static final KerasAdamW.Options ORDINARY = new KerasAdamW.Options(0.9, 0.999, 1e-7, 1, false);
    private final Compute c = Compute.cpu();

    private static SequencedMap<String, Tensor> named(String name, Tensor x) {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        named.put(name, x);
        return Some.parameters(named);
    }

    // ---- by hand, with β₁ = 0.6, β₂ = 0.96, ε = 1 and clipping to 5 ----

    private static final KerasAdamW.Options BY_HAND = new KerasAdamW.Options(0.6, 0.96, 1, 5, true);

    private static void assertNear(double expected, float actual) {
        assertThat((double) actual).isCloseTo(expected, within(1e-6));
    }

    /// w = 2.
    ///
    /// 1. rate 0.2, decay 0.1: g = 10 is clipped to 5; m = 0.4·5 = 2, v = 0.04·25 = 1; √(1 − 0.96)/(1 − 0.6) = 0.2/0.4
    ///    = 0.5; w = 2·(1 − 0.1) − 0.2·0.5·2/(1 + 1) = 1.8 − 0.1 = 1.7
    /// 2. rate 0.4, decay 0.2: g = 1 stays; m = 0.6·2 + 0.4·1 = 1.6, v = 0.96·1 + 0.04·1 = 1; √(1 − 0.96²)/(1 − 0.6²) =
    ///    0.28/0.64 = 0.4375; w = 1.7·(1 − 0.2) − 0.4·0.4375·1.6/(1 + 1) = 1.36 − 0.14 = 1.22
    @Test
    void twoStepsAreThoseOfTheFormula() {
        SequencedMap<String, Tensor> w = named("w", Tensor.of(Shape.of(1), 2));
        KerasAdamW optimizer = new KerasAdamW(w, name -> 1, 0.1, BY_HAND);
        optimizer.step(c, GivenGradients.dense(c, w, Map.of("w", Tensor.of(Shape.of(1), 10))), 0.2);
        assertNear(1.7, w.get("w").item());
        optimizer.decay(0.2);
        optimizer.step(c, GivenGradients.dense(c, w, Map.of("w", Tensor.of(Shape.of(1), 1))), 0.4);
        assertNear(1.22, w.get("w").item());
        assertNear(1.6, optimizer.state().get("m.w").item());
        assertNear(1, optimizer.state().get("v.w").item());
    }

    /// Norms 10 and 3.6: m is 0.4 times half of the first, and 0.4 times all of the second.
    @Test
    void eachTensorIsClippedByItsOwnNorm() {
        SequencedMap<String, Tensor> w = new LinkedHashMap<>();
        w.put("long", Tensor.of(Shape.of(2), 1, 7).parameter());
        w.put("short", Tensor.of(Shape.of(2), 4, -2).parameter());
        KerasAdamW optimizer = new KerasAdamW(w, name -> 1, 0.1, BY_HAND);
        optimizer.step(c, GivenGradients.dense(c, w,
                Map.of("long", Tensor.of(Shape.of(2), 6, -8), "short", Tensor.of(Shape.of(2), 2, 3))), 0.2);
        assertNear(0.4 * 3, optimizer.state().get("m.long").get(0));
        assertNear(0.4 * -4, optimizer.state().get("m.long").get(1));
        assertNear(0.4 * 2, optimizer.state().get("m.short").get(0));
        assertNear(0.4 * 3, optimizer.state().get("m.short").get(1));
    }

    /// A table with the rows 1, 2 and 3, decay 0.1.
    ///
    /// 1. rate 0.6, row 1 is used twice, with gradients 6 and 8: their norm is 10 (not 14), so that their sum 14 is
    ///    made 7; m = 0.4·7 = 2.8, v = 0.04·49 = 1.96; row 1 = 2·0.9 − 0.6·0.5·2.8/(1.4 + 1) = 1.8 − 0.35 = 1.45
    /// 2. rate 0.4, row 2 is used, with gradient 5: m = 2, v = 1; row 2 = 3·0.9 − 0.4·0.4375·2/(1 + 1) = 2.7 − 0.175 =
    ///    2.525. Row 1 does not decay but moves on: m = 0.6·2.8 = 1.68, v = 0.96·1.96 = 1.8816;
    ///    row 1 = 1.45 − 0.4·0.4375·1.68/(1.371714 + 1) = 1.45 − 0.123961 = 1.326039
    @Test
    void aTableIsClippedByItsUsesAndMovesInAllRowsThatEverMoved() {
        SequencedMap<String, Tensor> w = named("table", Tensor.of(Shape.of(3, 1), 1, 2, 3));
        Tensor table = w.get("table");
        KerasAdamW optimizer = new KerasAdamW(w, name -> 1, 0.1, BY_HAND);
        optimizer.step(c,
                new GivenGradients(c).rows(table, new int[] {1, 1}, null, Tensor.of(Shape.of(2, 1), 6, 8)).gradients(),
                0.6);
        assertThat(table.get(0, 0)).isEqualTo(1);
        assertNear(1.45, table.get(1, 0));
        assertThat(table.get(2, 0)).isEqualTo(3);
        optimizer.step(c,
                new GivenGradients(c).rows(table, new int[] {2}, null, Tensor.of(Shape.of(1, 1), 5)).gradients(), 0.4);
        assertThat(table.get(0, 0)).isEqualTo(1);
        assertNear(1.326039, table.get(1, 0));
        assertNear(2.525, table.get(2, 0));
    }

    /// β₁ = 0.9, β₂ = 0.999 and clipping to 1 show in m and v. ε is 1e-7 beside √v = √0.001·g: the first step of a
    /// gradient of 1e-7/√0.001 = 3.162278e-6 is half the rate.
    @Test
    void theDefaultsAreThoseOfKeras() {
        SequencedMap<String, Tensor> w = new LinkedHashMap<>();
        w.put("large", Tensor.of(Shape.of(1), 2).parameter());
        w.put("tiny", Tensor.of(Shape.of(1), 0.5f).parameter());
        KerasAdamW optimizer = new KerasAdamW(w, name -> 1, 0, KerasAdamW.Options.DEFAULT);
        optimizer.step(c,
                GivenGradients.dense(c, w,
                        Map.of("large", Tensor.of(Shape.of(1), -30), "tiny", Tensor.of(Shape.of(1), 3.162278e-6f))),
                0.1);
        assertNear(-0.1, optimizer.state().get("m.large").item());
        assertThat(optimizer.state().get("v.large").item()).isCloseTo(0.001f, within(1e-8f));
        assertNear(2.1, w.get("large").item());
        assertNear(0.45, w.get("tiny").item());
    }

    // ---- against other forms of the same ----

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
