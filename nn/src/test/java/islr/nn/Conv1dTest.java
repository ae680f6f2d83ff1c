package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import java.util.Map;
import org.junit.jupiter.api.Test;

class Conv1dTest {
    private final Compute c = Compute.cpu();

    @Test
    void aSequenceOfABatchIsComputedAsIfItWereAlone() {
        Conv1d conv = new Conv1d(3, 4, Conv1d.Options.same(5), Parameters.fresh(1));
        Tensor x = Some.tensor(1, 9, 3);
        Tensor both = conv.forward(c, x, Segments.ofLengths(2, 7));
        Tensor alone = conv.forward(c, x.slice(c, 0, 2, 9), Segments.ofLengths(7));
        Same.bits(alone, both.slice(c, 0, 2, 9), "second sequence");
    }

    @Test
    void aCausalConvolutionDoesNotSeeTheFuture() {
        Conv1d conv = new Conv1d(3, 4, Conv1d.Options.causal(3), Parameters.fresh(1));
        Tensor x = Some.tensor(1, 6, 3);
        Tensor later = x.copy();
        later.array()[4 * 3] += 1;
        Segments sequence = Segments.ofLengths(6);
        Tensor before = conv.forward(c, x, sequence);
        Tensor after = conv.forward(c, later, sequence);
        Same.bits(before.slice(c, 0, 0, 4), after.slice(c, 0, 0, 4), "rows 0 to 3");
        assertThat(after.slice(c, 0, 4, 6).toArray()).isNotEqualTo(before.slice(c, 0, 4, 6).toArray());
    }

    // ---- by hand: with the kernel 100, 10, 1 a result spells the rows that were seen ----

    private static final Tensor DIGITS = Tensor.of(Shape.of(5, 1), 1, 2, 3, 4, 5);
    private static final Segments FIVE = Segments.ofLengths(5);

    private void assertSpells(Conv1d.Options options, float... expected) {
        Conv1d conv = new Conv1d(1, 1, options, Parameters
                .of(Map.of("weight", Tensor.of(Shape.of(1, 1, 3), 100, 10, 1), "bias", Tensor.of(Shape.of(1), 0.5f))));
        Same.within(1e-4, Tensor.of(Shape.of(expected.length, 1), expected), conv.forward(c, DIGITS, FIVE),
                options.toString());
    }

    @Test
    void theKernelRunsFromThePastToTheFutureAndTheBiasIsAdded() {
        assertSpells(Conv1d.Options.same(3), 12.5f, 123.5f, 234.5f, 345.5f, 450.5f);
        assertSpells(Conv1d.Options.causal(3), 1.5f, 12.5f, 123.5f, 234.5f, 345.5f);
        assertSpells(new Conv1d.Options(3, 1, 1, 1, Padding.NONE, true), 123.5f, 234.5f, 345.5f);
    }

    @Test
    void aStrideSkipsResultsAndADilationSkipsRows() {
        assertSpells(new Conv1d.Options(3, 2, 1, 1, Padding.NONE, true), 123.5f, 345.5f);
        assertSpells(new Conv1d.Options(3, 1, 2, 1, Padding.NONE, true), 135.5f);
        assertSpells(new Conv1d.Options(3, 2, 2, 1, Padding.same(3, 2), true), 13.5f, 135.5f, 350.5f);
    }

    @Test
    void anEvenKernelHasItsExtraZeroBehindTheSequence() {
        Conv1d conv = new Conv1d(1, 1, Conv1d.Options.same(2), Parameters
                .of(Map.of("weight", Tensor.of(Shape.of(1, 1, 2), 10, 1), "bias", Tensor.of(Shape.of(1), 0.5f))));
        Same.within(1e-4, Tensor.of(Shape.of(5, 1), 12.5f, 23.5f, 34.5f, 45.5f, 50.5f), conv.forward(c, DIGITS, FIVE),
                "y");
    }

    /// Two channels, each with its own kernel and no bias.
    @Test
    void groupsDoNotSeeEachOther() {
        Conv1d conv = new Conv1d(2, 2, new Conv1d.Options(2, 1, 1, 2, Padding.NONE, false),
                Parameters.of(Map.of("weight", Tensor.of(Shape.of(2, 1, 2), 10, 1, 100, 1000))));
        Tensor x = Tensor.of(Shape.of(3, 2), 1, 7, 2, 8, 3, 9);
        Same.within(1e-3, Tensor.of(Shape.of(2, 2), 12, 8700, 23, 9800), conv.forward(c, x, Segments.ofLengths(3)),
                "y");
    }

    @Test
    void aStrideShortensTheSequences() {
        Conv1d conv = new Conv1d(2, 2, new Conv1d.Options(3, 2, 1, 1, Padding.NONE, true), Parameters.fresh(1));
        Tensor x = Some.tensor(1, 12, 2);
        assertThat(conv.outputSegments(x, Segments.ofLengths(7, 5))).hasToString(Segments.ofLengths(3, 2).toString());
        assertThat(conv.forward(c, x, Segments.ofLengths(7, 5)).shape().dim(0)).isEqualTo(5);
    }

    @Test
    void channelsThatDoNotDivideIntoTheGroupsAreRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Conv1d(7, 4, new Conv1d.Options(3, 1, 1, 2, Padding.NONE, true), Parameters.fresh(1)))
                .withMessage("conv1d: 7 and 4 channels do not divide into 2 groups");
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> new Conv1d(4, 7, new Conv1d.Options(3, 1, 1, 0, Padding.NONE, true), Parameters.fresh(1)))
                .withMessage("conv1d: 4 and 7 channels do not divide into 0 groups");
    }
}
