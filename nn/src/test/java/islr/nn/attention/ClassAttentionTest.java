package islr.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Mask;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

/// A case by hand, and what the goldens do not say: that it is attention with one query row, that the form for one
/// sequence is the same, refusals.
class ClassAttentionTest {
    private static final Segments SEQUENCES = Segments.ofLengths(3, 1, 9);
    private final Compute c = Compute.cpu();

    private static Parameters shaken(int channels, int heads) {
        Parameters parameters = Parameters.fresh(4);
        new ClassAttention(channels, heads, parameters);
        Some.shake(5, parameters.state());
        return Parameters.of(parameters.state());
    }

    private static ClassAttention attention(int channels, int heads) {
        return new ClassAttention(channels, heads, shaken(channels, heads));
    }

    /// The textbook's form, keys and values computed, with the same numbers.
    private MultiHeadAttention plain(Parameters parameters, int channels, int heads) {
        Map<String, Tensor> apart = new LinkedHashMap<>();
        new ClassAttention(channels, heads, parameters);
        parameters.state().forEach((name, x) -> {
            if (name.startsWith("in_proj_")) {
                String end = name.replace("in_proj_", "");
                for (int map = 0; map < 3; map++) {
                    apart.put("qkv".charAt(map) + "_proj." + end,
                            x.slice(c, 0, map * channels, (map + 1) * channels).copy());
                }
            } else {
                apart.put(name, x);
            }
        });
        return new MultiHeadAttention(channels, heads, 0, Parameters.of(apart));
    }

    // ---- by hand: two heads of four channels ----

    /// The number on the diagonal of a matrix [8, 8].
    private static Tensor diagonal(float number) {
        Tensor x = Tensor.zeros(8, 8);
        for (int i = 0; i < 8; i++) {
            x.array()[9 * i] = number;
        }
        return x;
    }

    /// The numbers of [MultiHeadAttentionTest#twoHeadsLookAtTwoRowsAsTheFormulaSays], the query being the token: scores
    /// 2·ln 3/√4 and 0, then 0 and 2·ln 4/√4, so that (3/4·5 + 1/4·9)/2 − 3 = 0 and (1/5·11 + 4/5·21)/2 − 3 = 6.5.
    @Test
    void twoHeadsOfATokenLookAtTwoRowsAsTheFormulaSays() {
        Tensor bias = Tensor.zeros(24);
        bias.array()[0] = -1; // of the query: 3·1 − 1 = 2
        bias.array()[5] = -1;
        Arrays.fill(bias.array(), 16, 24, 1); // of the values
        ClassAttention attention = new ClassAttention(8, 2,
                Parameters.of(Map.of("in_proj_weight", Tensor.concat(c, 0, diagonal(3), diagonal(1), diagonal(10)),
                        "in_proj_bias", bias, "out_proj.weight", diagonal(0.5f), "out_proj.bias",
                        Tensor.of(Shape.of(8), Some.repeated(-3, 8)))));
        Tensor queries = attention.queries(c, Tensor.of(Shape.of(1, 8), 1, 0, 0, 0, 0, 1, 0, 0));
        float ln3 = (float) Math.log(3);
        float ln4 = (float) Math.log(4);
        Tensor rows = Tensor.of(Shape.of(2, 8), ln3, 0.4f, 0, 0, 0, 0, 1, 0, 0, 0.8f, 0, 0, 0, ln4, 2, 0);
        for (Tensor y : List.of(attention.forward(c, queries, rows),
                attention.forward(c, queries, rows, Segments.ofLengths(2)))) {
            assertThat(y.get(0, 1)).isCloseTo(0, within(1e-5f));
            assertThat(y.get(0, 6)).isCloseTo(6.5f, within(1e-5f));
        }
    }

    @Property(tries = 30)
    void itIsAttentionOfOneQueryRow(@ForAll @IntRange(min = 1, max = 5) int heads,
            @ForAll @IntRange(min = 1, max = 9) int width, @ForAll @IntRange(min = 1, max = 40) int length) {
        int channels = heads * width;
        Segments sequences = Segments.ofLengths(length, 1, 7);
        Tensor token = Some.tensor(1, 1, channels);
        Tensor x = Some.tensor(2, sequences.rows(), channels);
        Tensor expected = plain(shaken(channels, heads), channels, heads).forward(c, token.gather(c, 0, 0, 0),
                Segments.uniform(3, 1), x, sequences, Mask.none());
        ClassAttention attention = attention(channels, heads);
        Tensor queries = attention.queries(c, token);
        Same.near(1e-5, expected, attention.forward(c, queries, x, sequences), "all sequences");
        Same.near(1e-5, expected.slice(c, 0, 0, 1), attention.forward(c, queries, x.slice(c, 0, 0, length)),
                "one sequence");
    }

    @Test
    void gradientsOfBothFormsAreThoseOfDifferences() {
        ClassAttention attention = attention(6, 2);
        List<Tensor> in = List.of(Some.tensor(1, 1, 6), Some.tensor(2, SEQUENCES.rows(), 6));
        GradCheck.check(c, in, p -> attention.forward(c, attention.queries(c, p.get(0)), p.get(1), SEQUENCES));
        GradCheck.check(c, in, p -> attention.forward(c, attention.queries(c, p.get(0)), p.get(1)));
    }

    @Test
    void everyParameterGetsItsGradientAndTheKeyBiasNone() {
        Parameters parameters = shaken(6, 2);
        ClassAttention attention = new ClassAttention(6, 2, parameters);
        Gradients gradients = Tape.record(c, () -> attention
                .forward(c, attention.queries(c, Some.tensor(1, 1, 6)), Some.tensor(2, SEQUENCES.rows(), 6), SEQUENCES)
                .square(c).sum(c));
        parameters.trainable().forEach((name, w) -> {
            Tensor g = gradients.of(w);
            if (name.equals("in_proj_bias")) {
                Same.bits(Tensor.zeros(6), g.slice(c, 0, 6, 12), "key bias");
                assertThat(Same.largest(g.slice(c, 0, 0, 6))).isPositive();
                assertThat(Same.largest(g.slice(c, 0, 12, 18))).isPositive();
            } else {
                assertThat(Same.largest(g)).as(name).isPositive();
            }
        });
    }

    @Test
    void mapsAreOfEachHeadAndSumToOne() {
        ClassAttention attention = attention(6, 2);
        Tensor p = attention.probabilities(c, attention.queries(c, Some.tensor(1, 1, 6)),
                Some.tensor(2, SEQUENCES.rows(), 6), SEQUENCES);
        assertThat(p.size()).isEqualTo(2 * SEQUENCES.rows());
        assertThat(p.get(6)).isEqualTo(1); // the sequence of one row, after two maps of three
        double sum = 0;
        for (int i = 8; i < 17; i++) {
            sum += p.get(i);
        }
        assertThat(sum).isCloseTo(1, within(1e-6));
    }

    @Test
    void threadsAndMemoryDoNotChangeABit() {
        ClassAttention attention = attention(256, 4);
        Tensor token = Some.tensor(1, 1, 256);
        Tensor x = Some.tensor(2, 97, 256);
        Segments one = Segments.ofLengths(97);
        Tensor queries = attention.queries(c, token);
        Workspace workspace = Workspace.poisoned();
        for (int threads = 2; threads <= 3; threads++) {
            try (Parallel parallel = Parallel.threads(threads)) {
                Compute other = c.with(workspace).with(parallel);
                Same.bits(queries, attention.queries(other, token), "queries");
                Same.bits(attention.forward(c, queries, x), attention.forward(other, queries, x), "one sequence");
                Same.bits(attention.forward(c, queries, x, one), attention.forward(other, queries, x, one),
                        "sequences");
                workspace.reset();
            }
        }
    }

    @Test
    void scalarKernelsGiveTheSameNumbers() {
        ClassAttention attention = attention(12, 3);
        Compute scalar = c.with(new ScalarKernels());
        Tensor token = Some.tensor(1, 1, 12);
        Tensor x = Some.tensor(2, 9, 12);
        Same.near(3e-6, attention.forward(scalar, attention.queries(scalar, token), x),
                attention.forward(c, attention.queries(c, token), x), "scalar");
    }

    @Test
    void headsMustDivideTheChannels() {
        assertThatIllegalArgumentException().isThrownBy(() -> new ClassAttention(10, 4, Parameters.fresh(1)))
                .withMessage("class attention: 10 channels do not divide into 4 heads");
    }
}
