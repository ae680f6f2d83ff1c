package islr.nn;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
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
