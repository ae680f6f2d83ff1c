package islr.nn.attention;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import islr.nn.Parameters;
import islr.nn.Same;
import islr.nn.Some;
import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.op.Mask;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A case by hand, and what the goldens do not say: dropout, masks against each other, attention maps, refusals.
class MultiHeadAttentionTest {
    private static final Segments SEQUENCES = Segments.ofLengths(3, 1, 5);
    private static final Segments CONTEXT = Segments.ofLengths(2, 4, 3);
    private final Compute c = Compute.cpu();
    private final Tensor x = Some.tensor(1, 9, 6);
    private final Tensor context = Some.tensor(2, 9, 6);

    private static MultiHeadAttention attention(float dropout) {
        Parameters parameters = Parameters.fresh(4);
        MultiHeadAttention attention = new MultiHeadAttention(6, 2, dropout, parameters);
        Some.shake(5, parameters.state());
        return attention;
    }

    private Compute training(long seed) {
        return c.training(new SplittableRandom(seed));
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

    /// Queries are 3·x − 1, which is 2 in channels 0 and 5 and 0 elsewhere; values are ten times the context's rows
    /// plus 1; the result is halved less 3.
    ///
    /// - Head 0 sees channels 0 to 3. Its scores are 2·ln 3/√4 = ln 3 and 0, of which softmax makes 3/4 and 1/4. In
    ///   channel 1 the values are 5 and 9: 3/4·5 + 1/4·9 = 6, and y = 6/2 − 3 = 0.
    /// - Head 1 sees channels 4 to 7. Its scores are 0 and 2·ln 4/√4 = ln 4: 1/5 and 4/5. In channel 6 the values are
    ///   11 and 21: 1/5·11 + 4/5·21 = 19, and y = 19/2 − 3 = 6.5.
    ///
    /// Without the second row, y is 5/2 − 3 = −0.5 and 11/2 − 3 = 2.5.
    @Test
    void twoHeadsLookAtTwoRowsAsTheFormulaSays() {
        Map<String, Tensor> named = new HashMap<>();
        named.put("q_proj.weight", diagonal(3));
        named.put("q_proj.bias", Tensor.of(Shape.of(8), -1, 0, 0, 0, 0, -1, 0, 0));
        named.put("k_proj.weight", diagonal(1));
        named.put("k_proj.bias", Tensor.zeros(8));
        named.put("v_proj.weight", diagonal(10));
        named.put("v_proj.bias", Tensor.of(Shape.of(8), Some.repeated(1, 8)));
        named.put("out_proj.weight", diagonal(0.5f));
        named.put("out_proj.bias", Tensor.of(Shape.of(8), Some.repeated(-3, 8)));
        MultiHeadAttention attention = new MultiHeadAttention(8, 2, 0, Parameters.of(named));
        Tensor query = Tensor.of(Shape.of(1, 8), 1, 0, 0, 0, 0, 1, 0, 0);
        float ln3 = (float) Math.log(3);
        float ln4 = (float) Math.log(4);
        Tensor rows = Tensor.of(Shape.of(2, 8), ln3, 0.4f, 0, 0, 0, 0, 1, 0, 0, 0.8f, 0, 0, 0, ln4, 2, 0);
        Tensor y = attention.forward(c, query, Segments.ofLengths(1), rows, Segments.ofLengths(2), Mask.none());
        assertThat(y.get(0, 1)).isCloseTo(0, within(1e-5f));
        assertThat(y.get(0, 6)).isCloseTo(6.5f, within(1e-5f));
        Tensor masked = attention.forward(c, query, Segments.ofLengths(1), rows, Segments.ofLengths(2),
                new Mask.KeyPadding(new boolean[] {true, false}));
        assertThat(masked.get(0, 1)).isCloseTo(-0.5f, within(1e-5f));
        assertThat(masked.get(0, 6)).isCloseTo(2.5f, within(1e-5f));
    }

    @Test
    void theResidualConnectionAddsTheRowItself() {
        MultiHeadAttention attention = attention(0);
        Same.near(1e-6, x.add(c, attention.forward(c, x, SEQUENCES, Mask.causal())),
                attention.residual(c, x, SEQUENCES, Mask.causal()), "x + y");
    }

    // ---- dropout ----

    @Test
    void outsideTrainingDropoutDoesNothing() {
        Same.bits(attention(0).forward(c, x, SEQUENCES, Mask.none()),
                attention(0.5f).forward(c, x, SEQUENCES, Mask.none()), "evaluation");
    }

    @Test
    void inTrainingTheSameRandomGivesTheSameBitsAndAnotherGivesOthers() {
        MultiHeadAttention attention = attention(0.5f);
        Tensor y = attention.forward(training(3), x, SEQUENCES, Mask.none());
        Same.bits(y, attention.forward(training(3), x, SEQUENCES, Mask.none()), "same random");
        assertThat(attention.forward(training(4), x, SEQUENCES, Mask.none()).toArray()).isNotEqualTo(y.toArray());
        assertThat(attention.forward(c, x, SEQUENCES, Mask.none()).toArray()).isNotEqualTo(y.toArray());
    }

    @Test
    void onAverageDropoutChangesNothing() {
        MultiHeadAttention attention = attention(0.3f);
        int draws = 2_000;
        Tensor expected = attention.forward(c, x, SEQUENCES, Mask.none());
        double[] mean = new double[expected.size()];
        Compute training = training(6);
        for (int draw = 0; draw < draws; draw++) {
            float[] y = attention.forward(training, x, SEQUENCES, Mask.none()).toArray();
            for (int i = 0; i < y.length; i++) {
                mean[i] += (double) y[i] / draws;
            }
        }
        for (int i = 0; i < mean.length; i++) {
            assertThat(mean[i]).isCloseTo(expected.toArray()[i], within(0.1));
        }
    }

    @Test
    void gradientsInTrainingAreThoseOfDifferences() {
        MultiHeadAttention attention = attention(0.4f);
        GradCheck.check(training(7), List.of(x),
                in -> attention.forward(training(7), in.getFirst(), SEQUENCES, Mask.causal()));
        GradCheck.check(training(7), List.of(x, context),
                in -> attention.forward(training(7), in.get(0), SEQUENCES, in.get(1), CONTEXT, Mask.none()));
    }

    @Test
    void gradientsOfRowsThatStandForSeveralRowsAreThoseOfDifferences() {
        Segments sequences = SEQUENCES.withMultiplicity(new float[] {1, 1, 4, 1, 2, 1, 1, 1, 9});
        GradCheck.check(c, List.of(x), in -> attention(0).forward(c, in.getFirst(), sequences, Mask.none()));
        GradCheck.check(c, List.of(x),
                in -> attention(0.4f).forward(training(7), in.getFirst(), sequences, Mask.none()));
    }

    // ---- masks ----

    @Test
    void aSequenceOfABatchIsComputedAsIfItWereAlone() {
        Tensor all = attention(0).forward(c, x, SEQUENCES, Mask.none());
        for (int s = 0; s < SEQUENCES.count(); s++) {
            Tensor alone = attention(0).forward(c, x.slice(c, 0, SEQUENCES.start(s), SEQUENCES.end(s)),
                    Segments.ofLengths(SEQUENCES.length(s)), Mask.none());
            Same.near(1e-6, alone, all.slice(c, 0, SEQUENCES.start(s), SEQUENCES.end(s)), "sequence " + s);
        }
    }

    @Test
    void masksThatSayTheSameGiveTheSameBits() {
        Segments sequences = Segments.ofLengths(3, 3, 3);
        float hidden = Float.NEGATIVE_INFINITY;
        float[] triangle = {0, hidden, hidden, 0, 0, hidden, 0, 0, 0};
        float[] three = new float[27];
        for (int i = 0; i < 27; i++) {
            three[i] = triangle[i % 9];
        }
        Tensor causal = attention(0).forward(c, x, sequences, Mask.causal());
        Same.bits(causal, attention(0).forward(c, x, sequences, new Mask.Additive(triangle, true)),
                "one matrix for all sequences");
        Same.bits(causal, attention(0).forward(c, x, sequences, new Mask.Additive(three, false)),
                "one matrix a sequence");
        Same.bits(causal, attention(0).forward(c, x, sequences, Mask.none().and(Mask.causal())), "and");
        boolean[] all = {true, true, true, true, true, true, true, true, true};
        Same.bits(causal, attention(0).forward(c, x, sequences, Mask.causal().and(new Mask.KeyPadding(all))),
                "all visible");
    }

    @Test
    void aHiddenKeyIsAsGoodAsAbsent() {
        boolean[] visible = {true, false, true, true, true, true, false, false, true};
        Tensor masked = attention(0).forward(c, x, SEQUENCES, new Mask.KeyPadding(visible));
        Tensor without = attention(0).forward(c, x, SEQUENCES, x.gather(c, 0, 2, 3, 4, 5, 8),
                Segments.ofLengths(2, 1, 3), Mask.none());
        Same.near(1e-6, without, masked, "masked");
    }

    /// PyTorch's results are NaN there.
    @Test
    void aQueryThatSeesNothingGetsTheBiasAndFiniteGradients() {
        boolean[] visible = {true, true, true, false, true, true, true, true, true};
        Parameters parameters = Parameters.fresh(4);
        MultiHeadAttention attention = new MultiHeadAttention(6, 2, 0, parameters);
        Some.shake(5, parameters.state());
        for (Compute compute : List.of(c, c.with(new ScalarKernels()))) {
            Tensor y = attention.forward(compute, x, SEQUENCES, new Mask.KeyPadding(visible));
            assertThat(y.slice(c, 0, 3, 4).toArray()).isEqualTo(parameters.state().get("out_proj.bias").toArray());
        }
        GradCheck.check(c, List.of(x),
                in -> attention.forward(c, in.getFirst(), SEQUENCES, new Mask.KeyPadding(visible)));
    }

    @Test
    void aMaskOfAnotherSizeIsRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attention(0).forward(c, x, SEQUENCES, new Mask.KeyPadding(new boolean[4])))
                .withMessage("key padding mask: 4 entries for 9 keys");
    }

    // ---- attention maps ----

    @Test
    void theRowsOfTheMapsSumToOne() {
        Tensor maps = attention(0.5f).probabilities(c, x, SEQUENCES, Mask.causal());
        assertThat(maps.size()).isEqualTo(2 * (9 + 1 + 25));
        int at = 0;
        for (int s = 0; s < SEQUENCES.count(); s++) {
            for (int row = 0; row < 2 * SEQUENCES.length(s); row++) {
                double sum = 0;
                for (int key = 0; key < SEQUENCES.length(s); key++) {
                    float p = maps.get(at++);
                    assertThat(p).isBetween(0f, 1f);
                    assertThat(p == 0).isEqualTo(key > row % SEQUENCES.length(s));
                    sum += p;
                }
                assertThat(sum).isCloseTo(1, within(1e-6));
            }
        }
    }

    // ---- refusals ----

    @Test
    void channelsThatDoNotDivideIntoTheHeadsAreRefused() {
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiHeadAttention(7, 2, 0, Parameters.fresh(1)))
                .withMessage("attention: 7 channels do not divide into 2 heads");
        assertThatIllegalArgumentException().isThrownBy(() -> new MultiHeadAttention(7, 0, 0, Parameters.fresh(1)))
                .withMessage("attention: 7 channels do not divide into 0 heads");
    }

    @ParameterizedTest
    @ValueSource(floats = {-0.1f, 1, Float.NaN})
    void aDropoutRateOutsideZeroToOneIsRefused(float rate) {
        assertThatIllegalArgumentException().isThrownBy(() -> attention(rate))
                .withMessage("dropout: rate " + rate + " is not in [0, 1)");
    }

    @Test
    void otherNumbersOfSequencesAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> attention(0).forward(c, x, Segments.ofLengths(4, 5), context, CONTEXT, Mask.none()))
                .withMessage("attention: queries of 2 sequences against keys of 3");
    }

    @Test
    void keysAndValuesThatAreThereGiveTheSameAsTheirRows() {
        MultiHeadAttention attention = attention(0);
        Same.bits(attention.forward(c, x, SEQUENCES, context, CONTEXT, Mask.none()),
                attention.forward(c, x, SEQUENCES, attention.context(c, context), CONTEXT, Mask.none()), "y");
    }
}
