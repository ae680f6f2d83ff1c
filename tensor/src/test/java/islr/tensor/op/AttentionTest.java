package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Saved;
import islr.tensor.grad.Tape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AttentionTest {
    private static final Segments QUERIES = Segments.ofLengths(5, 1, 0, 3);
    private static final Segments KEYS = Segments.ofLengths(3, 2, 1, 7);
    private final Compute c = Compute.cpu();

    private Tensor attend(Tensor q, Tensor k, Tensor v, int heads, float scale, Segments queries, Segments keys,
            Mask mask) {
        return c.run(new Attention(q, k, v, new Heads(q.shape().columns(), heads, queries, keys), scale, mask,
                Attention.Dropout.NONE));
    }

    private static boolean[] someVisible(Segments keys) {
        boolean[] visible = new boolean[keys.rows()];
        for (int i = 0; i < visible.length; i++) {
            visible[i] = i % 3 != 1;
        }
        return visible;
    }

    private List<Mask> masks(Segments queries, Segments keys) {
        float[] shift = Some.tensor(4, queries.rows()).toArray();
        float[] ofSequences = Some.tensor(5, new Heads(1, 1, queries, keys).scores()).toArray();
        ofSequences[0] = Float.NEGATIVE_INFINITY;
        return List.of(Mask.none(), Mask.causal(), new Mask.KeyPadding(someVisible(keys)),
                new Mask.KeyPadding(someVisible(keys), -2), new Mask.QueryShift(shift),
                new Mask.Additive(ofSequences, false), Mask.causal().and(new Mask.KeyPadding(someVisible(keys), -1)));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "3,1"})
    void gradientsWithEveryMaskAreThoseOfDifferences(int heads, int width) {
        int n = heads * width;
        List<Tensor> qkv = List.of(Some.tensor(1, QUERIES.rows(), n), Some.tensor(2, KEYS.rows(), n),
                Some.tensor(3, KEYS.rows(), n));
        Segments weighted = KEYS.withMultiplicity(Some.multiplicities(6, KEYS.rows()));
        for (Mask mask : masks(QUERIES, KEYS)) {
            GradCheck.check(c, qkv, in -> attend(in.get(0), in.get(1), in.get(2), heads, 0.7f, QUERIES, KEYS, mask));
        }
        for (Mask mask : List.of(Mask.none(), new Mask.KeyPadding(someVisible(KEYS)))) {
            GradCheck.check(c, qkv,
                    in -> attend(in.get(0), in.get(1), in.get(2), heads, 0.7f, QUERIES, weighted, mask));
        }
        GradCheck.check(c, qkv, in -> c.run(new Attention(in.get(0), in.get(1), in.get(2),
                new Heads(n, heads, QUERIES, KEYS), 0.7f, Mask.none(), new Attention.Dropout(0.4f, 7))));
    }

    @ParameterizedTest
    @CsvSource({"17,1,2", "1,17,3", "33,7,1", "2,33,5"})
    void gradientsOfSelfAttentionAreThoseOfDifferences(int first, int second, int width) {
        Segments sequences = Segments.ofLengths(first, second);
        GradCheck.check(c, List.of(Some.tensor(1, sequences.rows(), 2 * width)),
                in -> attend(in.getFirst(), in.getFirst(), in.getFirst(), 2, 0.5f, sequences, sequences, Mask.none()));
    }

    /// The gradients of `Σ y·dy` for tensors that are made parameters by the caller.
    private List<Tensor> gradients(Supplier<Tensor> forward, Tensor... parameters) {
        Gradients g = Tape.record(c, () -> {
            Tensor y = forward.get();
            return y.multiply(c, Some.tensor(99, y.shape().toArray())).sum(c);
        });
        return Arrays.stream(parameters).map(g::of).toList();
    }

    private void sameFunction(double tolerance, Supplier<Tensor> expected, Supplier<Tensor> actual,
            Tensor... parameters) {
        Same.near(tolerance, expected.get(), actual.get(), "forward");
        List<Tensor> left = gradients(expected, parameters);
        List<Tensor> right = gradients(actual, parameters);
        // Where a sequence has one key, or equal ones, the gradients of queries and keys are 0 in theory: what is left
        // of them is compared with the others.
        double unit = left.stream().mapToDouble(Same::largest).max().orElseThrow();
        for (int i = 0; i < parameters.length; i++) {
            Same.near(tolerance, unit, left.get(i), right.get(i), "gradient of parameter " + i);
        }
    }

    @Property(tries = 40, edgeCases = EdgeCasesMode.NONE)
    void attentionIsItsFormulaForEverySequenceAndHead(@ForAll @IntRange(min = 1, max = 3) int heads,
            @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(min = 1, max = 20) int tq,
            @ForAll @IntRange(min = 1, max = 20) int tk) {
        Segments queries = Segments.ofLengths(tq, 3);
        Segments keys = Segments.ofLengths(tk, 4);
        Tensor q = Some.tensor(1, queries.rows(), heads * width).parameter();
        Tensor k = Some.tensor(2, keys.rows(), heads * width).parameter();
        Tensor v = Some.tensor(3, keys.rows(), heads * width).parameter();
        sameFunction(3e-6, () -> {
            List<Tensor> sequences = new ArrayList<>();
            for (int s = 0; s < 2; s++) {
                List<Tensor> parts = new ArrayList<>();
                for (int h = 0; h < heads; h++) {
                    Tensor qh = part(q, queries, s, h, width);
                    Tensor kh = part(k, keys, s, h, width);
                    Tensor vh = part(v, keys, s, h, width);
                    parts.add(qh.matmul(c, kh, false, true).scale(c, 0.3f).softmax(c).matmul(c, vh));
                }
                sequences.add(Tensor.concat(c, 1, parts.toArray(Tensor[]::new)));
            }
            return Tensor.concat(c, 0, sequences.toArray(Tensor[]::new));
        }, () -> attend(q, k, v, heads, 0.3f, queries, keys, Mask.none()), q, k, v);
    }

    private Tensor part(Tensor x, Segments segments, int s, int head, int width) {
        return x.slice(c, 0, segments.start(s), segments.end(s)).slice(c, 1, head * width, (head + 1) * width);
    }

    @Test
    void sequencesTogetherAreSequencesOneByOne() {
        Tensor q = Some.tensor(1, QUERIES.rows(), 6);
        Tensor k = Some.tensor(2, KEYS.rows(), 6);
        Tensor v = Some.tensor(3, KEYS.rows(), 6);
        Tensor all = attend(q, k, v, 2, 0.5f, QUERIES, KEYS, Mask.causal());
        for (int s = 0; s < QUERIES.count(); s++) {
            Tensor one = attend(q.slice(c, 0, QUERIES.start(s), QUERIES.end(s)),
                    k.slice(c, 0, KEYS.start(s), KEYS.end(s)), v.slice(c, 0, KEYS.start(s), KEYS.end(s)), 2, 0.5f,
                    Segments.ofLengths(QUERIES.length(s)), Segments.ofLengths(KEYS.length(s)), Mask.causal());
            Same.bits(one, all.slice(c, 0, QUERIES.start(s), QUERIES.end(s)), "sequence " + s);
        }
    }

    @Property(tries = 30)
    void aCausalMaskNeverLooksAhead(@ForAll @IntRange(min = 1, max = 12) int rows,
            @ForAll @IntRange(max = 11) int changed) {
        Segments sequence = Segments.ofLengths(2, rows);
        Tensor x = Some.tensor(1, sequence.rows(), 4);
        int row = sequence.start(1) + changed % rows;
        Tensor other = x.copy();
        System.arraycopy(Some.tensor(2, 4).array(), 0, other.array(), row * 4, 4);
        Tensor before = attend(x, x, x, 2, 0.5f, sequence, sequence, Mask.causal());
        Tensor after = attend(other, other, other, 2, 0.5f, sequence, sequence, Mask.causal());
        Same.bits(before.slice(c, 0, 0, row), after.slice(c, 0, 0, row));
        assertTrue(before.get(row, 0) != after.get(row, 0));
    }

    @Property(tries = 30, edgeCases = EdgeCasesMode.NONE)
    void hiddenKeysAreKeysThatAreNotThere(@ForAll @IntRange(min = 1, max = 255) int pattern,
            @ForAll @IntRange(min = 1, max = 8) int queries) {
        boolean[] visible = new boolean[2 + 8];
        int[] kept = new int[2 + Integer.bitCount(pattern)];
        for (int i = 0, n = 0; i < visible.length; i++) {
            visible[i] = i < 2 || (pattern >> i - 2 & 1) == 1;
            if (visible[i]) {
                kept[n++] = i;
            }
        }
        // The first of two sequences has two keys that all can be seen.
        Tensor q = Some.tensor(1, 1 + queries, 6).parameter();
        Tensor k = Some.tensor(2, 10, 6).parameter();
        Tensor v = Some.tensor(3, 10, 6).parameter();
        Segments sequences = Segments.ofLengths(1, queries);
        sameFunction(3e-6,
                () -> attend(q, k.gather(c, kept), v.gather(c, kept), 3, 0.5f, sequences,
                        Segments.ofLengths(2, kept.length - 2), Mask.none()),
                () -> attend(q, k, v, 3, 0.5f, sequences, Segments.ofLengths(2, 8), new Mask.KeyPadding(visible)), q, k,
                v);
    }

    /// A row that stands for k rows, against k equal rows: as keys alone, and as keys and queries. The gradient of
    /// the row is the sum over its copies.
    @Property(tries = 30)
    void aRowThatStandsForSeveralIsThatManyRows(@ForAll @IntRange(min = 1, max = 9) int first,
            @ForAll @IntRange(min = 1, max = 9) int second, @ForAll @IntRange(max = 1000) int seed) {
        Segments sequences = Segments.ofLengths(first, second);
        float[] multiplicity = Some.multiplicities(seed, sequences.rows());
        int[] lengths = new int[2];
        List<Integer> rows = new ArrayList<>();
        for (int s = 0; s < 2; s++) {
            for (int row = sequences.start(s); row < sequences.end(s); row++) {
                for (int i = 0; i < multiplicity[row]; i++) {
                    rows.add(row);
                    lengths[s]++;
                }
            }
        }
        int[] copies = rows.stream().mapToInt(row -> row).toArray();
        Segments padded = Segments.ofLengths(lengths);
        Segments compact = sequences.withMultiplicity(multiplicity);
        Tensor x = Some.tensor(1, sequences.rows(), 6).parameter();
        Tensor k = Some.tensor(2, sequences.rows(), 6).parameter();
        Tensor v = Some.tensor(3, sequences.rows(), 6).parameter();
        sameFunction(5e-6,
                () -> attend(x, k.gather(c, copies), v.gather(c, copies), 2, 0.5f, sequences, padded, Mask.none()),
                () -> attend(x, k, v, 2, 0.5f, sequences, compact, Mask.none()), x, k, v);
        sameFunction(5e-6, () -> {
            Tensor all = x.gather(c, copies);
            return attend(all, all, all, 2, 0.5f, padded, padded, Mask.none());
        }, () -> attend(x, x, x, 2, 0.5f, compact, compact, Mask.none()).gather(c, copies), x);
    }

    /// What Keras does with a mask on the query axis: the scores vanish beside −10⁹, the query looks at all keys alike.
    /// Differences then see no slope with respect to queries and keys; the gradient is that of the formula all the
    /// same, P·(dP − Σ dP·P), as in TensorFlow.
    @Test
    void aQueryShiftedByABillionLooksAtAllKeysAlike() {
        Segments queries = Segments.ofLengths(3);
        Segments keys = Segments.ofLengths(5);
        Mask mask = new Mask.QueryShift(new float[] {0, -1e9f, 0});
        Tensor q = Some.tensor(1, 3, 4).parameter();
        Tensor k = Some.tensor(2, 5, 4).parameter();
        Tensor v = Some.tensor(3, 5, 4).parameter();
        Tensor y = attend(q, k, v, 1, 0.5f, queries, keys, mask);
        Same.near(1e-6, v.mean(c, 0), y.view(4, Shape.of(4)), "the shifted query");
        Tensor plain = attend(q, k, v, 1, 0.5f, queries, keys, Mask.none());
        Same.bits(plain.slice(c, 0, 0, 1), y.slice(c, 0, 0, 1), "the query before it");
        Same.bits(plain.slice(c, 0, 2, 3), y.slice(c, 0, 2, 3), "the query behind it");
        GradCheck.check(c, List.of(v), in -> attend(q, k, in.getFirst(), 1, 0.5f, queries, keys, mask));

        Tensor other = q.copy();
        System.arraycopy(Some.tensor(4, 4).array(), 0, other.array(), 4, 4);
        Same.bits(y, attend(other, k, v, 1, 0.5f, queries, keys, mask), "no slope in float32");

        Tensor dy = Some.tensor(99, 3, 4);
        Tensor p = q.matmul(c, k, false, true).scale(c, 0.5f).softmax(c).copy();
        Arrays.fill(p.array(), 5, 10, 0.2f);
        Tensor dp = dy.matmul(c, v, false, true);
        Tensor ds = p.multiply(c, dp.subtract(c, dp.multiply(c, p).sum(c, 1).reshape(c, 3, 1))).scale(c, 0.5f);
        List<Tensor> actual = gradients(() -> attend(q, k, v, 1, 0.5f, queries, keys, mask), q, k, v);
        Same.near(3e-6, ds.matmul(c, k), actual.get(0), "gradient of the queries");
        Same.near(3e-6, ds.matmul(c, q, true, false), actual.get(1), "gradient of the keys");
        Same.near(3e-6, p.matmul(c, dy, true, false), actual.get(2), "gradient of the values");
    }

    @Test
    void probabilitiesOfAQuerySumToOne() {
        Tensor q = Some.tensor(1, QUERIES.rows(), 6);
        Tensor k = Some.tensor(2, KEYS.rows(), 6);
        Saved saved = Saved.keeping();
        c.run(new Attention(q, k, k, new Heads(6, 2, QUERIES, KEYS), 0.5f, Mask.none(), Attention.Dropout.NONE), saved);
        Tensor probabilities = saved.get(Attention.PROBABILITIES);
        int at = 0;
        for (int s = 0; s < QUERIES.count(); s++) {
            for (int row = 0; row < 2 * QUERIES.length(s); row++) {
                assertEquals(1, probabilities.slice(c, 0, at, at + KEYS.length(s)).sum(c).item(), 1e-6);
                at += KEYS.length(s);
            }
        }
        assertEquals(at, probabilities.size());
    }

    @Test
    void keepingTheProbabilitiesDoesNotChangeTheResult() {
        Tensor q = Some.tensor(1, QUERIES.rows(), 6);
        Tensor k = Some.tensor(2, KEYS.rows(), 6);
        Attention attention = new Attention(q, k, k, new Heads(6, 2, QUERIES, KEYS), 0.5f, Mask.none(),
                new Attention.Dropout(0.25f, 3));
        Tensor y = attention.forward(c, Saved.nothing());
        Same.bits(attention.forward(c, Saved.keeping()), y);
        assertThatThrownBy(() -> attention.backward(c, y, y, Saved.nothing(), null))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("saved: 'probabilities' was not kept, because forward ran with Saved.nothing()");
    }

    /// With the identity as values the result is the probabilities after dropout.
    @Test
    void dropoutZeroesProbabilitiesAndScalesTheOthers() {
        int n = 30;
        Tensor identity = Tensor.zeros(2 * n, 2 * n);
        for (int i = 0; i < 2 * n; i++) {
            identity.array()[i * 2 * n + i % n] = 1;
            identity.array()[i * 2 * n + n + i % n] = 1;
        }
        Segments sequences = Segments.uniform(2, n);
        Tensor q = Some.tensor(1, 2 * n, 2 * n);
        Tensor k = Some.tensor(2, 2 * n, 2 * n);
        Tensor p = attend(q, k, identity, 2, 0.1f, sequences, sequences, Mask.none());
        Tensor y = c.run(new Attention(q, k, identity, new Heads(2 * n, 2, sequences, sequences), 0.1f, Mask.none(),
                new Attention.Dropout(0.25f, 3)));
        int dropped = 0;
        int sameInBothHeads = 0;
        for (int i = 0; i < y.size(); i++) {
            if (y.array()[i] == 0) {
                dropped++;
                sameInBothHeads += i % (2 * n) < n && y.array()[i + n] == 0 ? 1 : 0;
            } else {
                assertEquals(p.array()[i] / 0.75, y.array()[i], 1e-6);
            }
        }
        assertEquals(0.25, dropped / (double) y.size(), 0.03);
        assertEquals(0.0625, sameInBothHeads / (y.size() / 2.0), 0.03, "heads are dropped independently");
    }

    @Test
    void shapesThatDoNotFitAreNamed() {
        Tensor q = Some.tensor(1, QUERIES.rows(), 6);
        Tensor k = Some.tensor(2, KEYS.rows(), 6);
        assertThatThrownBy(() -> attend(q, k, k, 4, 1, QUERIES, KEYS, Mask.none()))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attention: 6 channels do not divide into 4 heads");
        assertThatThrownBy(() -> attend(q, k, Some.tensor(3, KEYS.rows(), 4), 2, 1, QUERIES, KEYS, Mask.none()))
                .hasMessageContaining("channels");
        assertThatThrownBy(() -> attend(q, k, k, 2, 1, KEYS, KEYS, Mask.none()))
                .hasMessageContaining("attention queries");
        assertThatThrownBy(() -> attend(q, k, k, 2, 1, Segments.ofLengths(9), KEYS, Mask.none()))
                .hasMessage("attention: queries of 1 sequences against keys of 4");
        assertThatThrownBy(() -> attend(q, k, k, 2, 1, QUERIES, KEYS, new Mask.KeyPadding(new boolean[12])))
                .hasMessageContaining("12 entries for 13");
    }

    /// Scores for [#QUERIES] and [#KEYS], as many as there are.
    private static Tensor someScores(int heads) {
        return Some.tensor(8, new Heads(heads, heads, QUERIES, KEYS).scores());
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,3", "3,1"})
    void gradientsWithAddedScoresAreThoseOfDifferences(int heads, int width) {
        int n = heads * width;
        List<Tensor> operands = List.of(Some.tensor(1, QUERIES.rows(), n), Some.tensor(2, KEYS.rows(), n),
                Some.tensor(3, KEYS.rows(), n), someScores(heads));
        Segments weighted = KEYS.withMultiplicity(Some.multiplicities(6, KEYS.rows()));
        for (Segments keys : List.of(KEYS, weighted)) {
            Heads geometry = new Heads(n, heads, QUERIES, keys);
            for (Mask mask : masks(QUERIES, KEYS)) {
                GradCheck.check(c, operands, in -> c.run(new Attention(in.get(0), in.get(1), in.get(2), in.get(3),
                        geometry, 0.7f, mask, Attention.Dropout.NONE)));
            }
            GradCheck.check(c, operands, in -> c.run(new Attention(in.get(0), in.get(1), in.get(2), in.get(3), geometry,
                    0.7f, Mask.none(), new Attention.Dropout(0.4f, 7))));
        }
    }

    /// An additive mask is the same for all heads.
    @Test
    void addedScoresThatAreTheSameForAllHeadsAreAnAdditiveMask() {
        Heads heads = new Heads(6, 2, QUERIES, KEYS);
        float[] one = Some.tensor(8, heads.scores() / 2).toArray();
        one[4] = Float.NEGATIVE_INFINITY;
        float[] both = new float[2 * one.length];
        int at = 0;
        for (int s = 0; s < QUERIES.count(); s++) {
            int n = QUERIES.length(s) * KEYS.length(s);
            System.arraycopy(one, at, both, 2 * at, n);
            System.arraycopy(one, at, both, 2 * at + n, n);
            at += n;
        }
        Tensor q = Some.tensor(1, QUERIES.rows(), 6).parameter();
        Tensor k = Some.tensor(2, KEYS.rows(), 6).parameter();
        Tensor v = Some.tensor(3, KEYS.rows(), 6).parameter();
        Tensor scores = Tensor.of(Shape.of(both.length), both);
        Supplier<Tensor> masked = () -> attend(q, k, v, 2, 0.5f, QUERIES, KEYS, new Mask.Additive(one, false));
        Supplier<Tensor> added = () -> c
                .run(new Attention(q, k, v, scores, heads, 0.5f, Mask.none(), Attention.Dropout.NONE));
        Same.bits(masked.get(), added.get());
        List<Tensor> expected = gradients(masked, q, k, v);
        List<Tensor> actual = gradients(added, q, k, v);
        for (int i = 0; i < 3; i++) {
            Same.bits(expected.get(i), actual.get(i), "gradient of operand " + i);
        }
    }

    /// The layout that is documented, with a score for every place that says where it is.
    @Test
    void scoresLieSequenceBySequenceAndWithinOneHeadByHead() {
        Heads heads = new Heads(6, 3, QUERIES, KEYS);
        int at = 0;
        for (int s = 0; s < QUERIES.count(); s++) {
            for (int h = 0; h < 3; h++) {
                assertEquals(at, heads.scoresAt(s, h), "sequence " + s + ", head " + h);
                at += QUERIES.length(s) * KEYS.length(s);
            }
        }
        assertEquals(at, heads.scores());
        // A score so large that the key it belongs to is all that its query sees.
        Tensor q = Some.tensor(1, QUERIES.rows(), 6);
        Tensor k = Some.tensor(2, KEYS.rows(), 6);
        Tensor v = Some.tensor(3, KEYS.rows(), 6);
        Tensor scores = Tensor.zeros(heads.scores());
        scores.array()[heads.scoresAt(3, 1) + 2 * KEYS.length(3) + 5] = 1e4f;
        Tensor y = c.run(new Attention(q, k, v, scores, heads, 0.5f, Mask.none(), Attention.Dropout.NONE));
        Tensor without = attend(q, k, v, 3, 0.5f, QUERIES, KEYS, Mask.none());
        for (int row = 0; row < QUERIES.rows(); row++) {
            for (int column = 0; column < 6; column++) {
                boolean changed = row == QUERIES.start(3) + 2 && column / 2 == 1;
                assertEquals(changed ? v.get(KEYS.start(3) + 5, column) : without.get(row, column), y.get(row, column));
            }
        }
    }

    @Test
    void addedScoresMayHaveAnyShapeOfTheirSizeAndNoOther() {
        Segments two = Segments.uniform(2, 3);
        Heads heads = new Heads(4, 2, two, two);
        Tensor x = Some.tensor(1, 6, 4);
        Tensor flat = Some.tensor(2, 2 * 2 * 3 * 3);
        Tensor shaped = flat.view(0, Shape.of(2, 2, 3, 3));
        Tensor y = c.run(new Attention(x, x, x, flat, heads, 1, Mask.none(), Attention.Dropout.NONE));
        Same.bits(y, c.run(new Attention(x, x, x, shaped, heads, 1, Mask.none(), Attention.Dropout.NONE)));
        assertThatThrownBy(
                () -> new Attention(x, x, x, Some.tensor(2, 2, 3, 3), heads, 1, Mask.none(), Attention.Dropout.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("attention: added scores [2, 3, 3], 2 heads of 2 sequences: 18 against 36");
        assertThatThrownBy(
                () -> new Attention(x, x, x, new Heads(8, 2, two, two), 1, Mask.none(), Attention.Dropout.NONE))
                .hasMessage("attention: q [6, 4], heads of 8 channels: 4 against 8");
    }
}
