package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.op.Conv1d.Padding;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class Conv1dTest {
    private static final Segments SEQUENCES = Segments.ofLengths(7, 1, 0, 3, 6);
    private final Compute c = Compute.cpu();

    private Tensor conv(Tensor x, Tensor w, Tensor b, Segments sequences, int stride, int dilation, int groups,
            Padding padding) {
        return c.run(new Conv1d(x, w, b, sequences, stride, dilation, groups, padding));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1,1,1", "2,3,1,1,1,1", "5,7,3,1,1,1", "3,2,5,1,1,1", "3,5,3,2,1,1", "2,3,4,3,2,1",
        "6,10,3,1,1,2", "6,4,4,2,1,2", "5,5,3,1,1,5", "7,7,17,1,1,7", "5,5,4,2,2,5", "33,33,3,1,1,33", "5,10,3,1,2,5",
        "2,3,17,1,1,1"})
    void gradientsAreThoseOfDifferences(int in, int out, int kernel, int stride, int dilation, int groups) {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), in);
        Tensor w = Some.tensor(2, out, in / groups, kernel);
        for (Padding padding : List.of(Padding.same(kernel, dilation), Padding.causal(kernel, dilation),
                new Padding(1, 2 * kernel))) {
            GradCheck.check(c, List.of(x, w, Some.tensor(3, out)),
                    p -> conv(p.get(0), p.get(1), p.get(2), SEQUENCES, stride, dilation, groups, padding));
            GradCheck.check(c, List.of(x, w),
                    p -> conv(p.get(0), p.get(1), null, SEQUENCES, stride, dilation, groups, padding));
        }
        if (dilation * (kernel - 1) < 7) {
            GradCheck.check(c, List.of(x, w),
                    p -> conv(p.get(0), p.get(1), null, SEQUENCES, stride, dilation, groups, Padding.NONE));
        }
    }

    @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
    void everyNumberIsTheSumOfItsTaps(@ForAll @IntRange(min = 1, max = 6) int insOfGroup,
            @ForAll @IntRange(min = 1, max = 6) int outsOfGroup, @ForAll @IntRange(min = 1, max = 6) int kernel,
            @ForAll @IntRange(min = 1, max = 4) int stride, @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll @IntRange(min = 1, max = 4) int groups, @ForAll @IntRange(max = 9) int left,
            @ForAll @IntRange(max = 9) int right, @ForAll @IntRange(max = 210) int longest) {
        Segments sequences = Segments.ofLengths(longest, 1, 0, 17, 2);
        Tensor x = Some.tensor(1, sequences.rows(), insOfGroup * groups);
        Tensor w = Some.tensor(2, outsOfGroup * groups, insOfGroup, kernel);
        Tensor b = Some.tensor(3, outsOfGroup * groups);
        Conv1d operation = new Conv1d(x, w, b, sequences, stride, dilation, groups, new Padding(left, right));
        Segments outputs = operation.outputSegments();
        Tensor expected = Tensor.zeros(outputs.rows(), outsOfGroup * groups);
        for (int s = 0; s < sequences.count(); s++) {
            for (int t = 0; t < outputs.length(s); t++) {
                for (int o = 0; o < outsOfGroup * groups; o++) {
                    double sum = b.get(o);
                    for (int k = 0; k < kernel; k++) {
                        int row = t * stride + k * dilation - left;
                        for (int i = 0; i < insOfGroup && row >= 0 && row < sequences.length(s); i++) {
                            sum += (double) w.get(o, i, k)
                                    * x.get(sequences.start(s) + row, o / outsOfGroup * insOfGroup + i);
                        }
                    }
                    expected.array()[(outputs.start(s) + t) * outsOfGroup * groups + o] = (float) sum;
                }
            }
        }
        Same.near(3e-6, expected, c.run(operation));
    }

    @Property(tries = 30)
    void groupsAreConvolutionsSideBySide(@ForAll @IntRange(min = 1, max = 5) int groups,
            @ForAll @IntRange(min = 1, max = 5) int ins, @ForAll @IntRange(min = 1, max = 5) int outs) {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), groups * ins);
        Tensor w = Some.tensor(2, groups * outs, ins, 3);
        Tensor b = Some.tensor(3, groups * outs);
        List<Tensor> parts = new ArrayList<>();
        for (int g = 0; g < groups; g++) {
            parts.add(conv(x.slice(c, 1, g * ins, (g + 1) * ins), w.slice(c, 0, g * outs, (g + 1) * outs),
                    b.slice(c, 0, g * outs, (g + 1) * outs), SEQUENCES, 1, 1, 1, Padding.same(3, 1)));
        }
        Same.near(1e-6, Tensor.concat(c, 1, parts.toArray(Tensor[]::new)),
                conv(x, w, b, SEQUENCES, 1, 1, groups, Padding.same(3, 1)));
    }

    /// The depthwise convolution has a loop of its own; the dense one with a diagonal weight does not use it.
    @Property(tries = 30)
    void depthwiseIsADenseConvolutionWithADiagonalWeight(@ForAll @IntRange(min = 1, max = 20) int channels,
            @ForAll @IntRange(min = 1, max = 5) int kernel, @ForAll @IntRange(min = 1, max = 3) int stride) {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), channels);
        Tensor w = Some.tensor(2, channels, 1, kernel);
        Tensor dense = Tensor.zeros(channels, channels, kernel);
        for (int i = 0; i < channels; i++) {
            System.arraycopy(w.array(), i * kernel, dense.array(), (i * channels + i) * kernel, kernel);
        }
        Same.near(1e-6, conv(x, dense, null, SEQUENCES, stride, 1, 1, Padding.same(kernel, 1)),
                conv(x, w, null, SEQUENCES, stride, 1, channels, Padding.same(kernel, 1)));
    }

    @Test
    void aKernelOfOneIsALinearLayer() {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), 7);
        Tensor w = Some.tensor(2, 5, 7, 1);
        Tensor b = Some.tensor(3, 5);
        Same.near(1e-6, x.linear(c, w.view(0, w.shape().without(2)), b),
                conv(x, w, b, SEQUENCES, 1, 1, 1, Padding.NONE));
    }

    @Test
    void sequencesDoNotSeeEachOther() {
        for (int groups : new int[] {1, 6}) {
            Tensor x = Some.tensor(1, SEQUENCES.rows(), 6);
            Tensor w = Some.tensor(2, 6, 6 / groups, 5);
            Tensor all = conv(x, w, null, SEQUENCES, 1, 1, groups, Padding.same(5, 1));
            for (int s = 0; s < SEQUENCES.count(); s++) {
                Tensor sequence = x.slice(c, 0, SEQUENCES.start(s), SEQUENCES.end(s));
                Same.bits(
                        conv(sequence, w, null, Segments.ofLengths(SEQUENCES.length(s)), 1, 1, groups,
                                Padding.same(5, 1)),
                        all.slice(c, 0, SEQUENCES.start(s), SEQUENCES.end(s)), "sequence " + s);
            }
        }
    }

    @Property(tries = 40)
    void aCausalConvolutionNeverLooksAhead(@ForAll @IntRange(max = 16) int row,
            @ForAll @IntRange(min = 1, max = 5) int kernel, @ForAll @IntRange(min = 1, max = 3) int dilation,
            @ForAll boolean depthwise) {
        Tensor x = Some.tensor(1, 17, 5);
        Tensor w = Some.tensor(2, 5, depthwise ? 1 : 5, kernel);
        Segments sequence = Segments.ofLengths(17);
        Tensor other = x.copy();
        Arrays.fill(other.array(), row * 5, 17 * 5, Float.NaN);
        Tensor before = conv(x, w, null, sequence, 1, dilation, depthwise ? 5 : 1, Padding.causal(kernel, dilation));
        Tensor after = conv(other, w, null, sequence, 1, dilation, depthwise ? 5 : 1, Padding.causal(kernel, dilation));
        Same.bits(before.slice(c, 0, 0, row), after.slice(c, 0, 0, row));
    }

    @Test
    void aSequenceShorterThanTheKernelGivesNoRows() {
        Conv1d operation = new Conv1d(Some.tensor(1, 7, 2), Some.tensor(2, 3, 2, 3), null,
                Segments.ofLengths(2, 3, 0, 2), 1, 1, 1, Padding.NONE);
        Segments outputs = operation.outputSegments();
        assertEquals(1, outputs.rows());
        assertEquals(0, outputs.length(0));
        assertEquals(1, outputs.length(1));
        assertEquals(1, c.run(operation).shape().dim(0));
        GradCheck.check(c, List.of(Some.tensor(1, 7, 2), Some.tensor(2, 3, 2, 3), Some.tensor(3, 3)),
                p -> conv(p.get(0), p.get(1), p.get(2), Segments.ofLengths(2, 3, 0, 2), 1, 1, 1, Padding.NONE));
    }

    @Test
    void paddingsKeepTheLengthAtStrideOne() {
        for (int kernel = 1; kernel < 6; kernel++) {
            for (int dilation = 1; dilation < 4; dilation++) {
                for (Padding padding : List.of(Padding.same(kernel, dilation), Padding.causal(kernel, dilation))) {
                    Segments outputs = new Conv1d(Some.tensor(1, 17, 2), Some.tensor(2, 3, 2, kernel), null, SEQUENCES,
                            1, dilation, 1, padding).outputSegments();
                    assertEquals(SEQUENCES.toString(), outputs.toString());
                }
            }
        }
        assertEquals(new Padding(1, 2), Padding.same(4, 1));
    }

    @Test
    void shapesAndSettingsThatDoNotFitAreNamed() {
        Tensor x = Some.tensor(1, 17, 6);
        assertThatThrownBy(() -> conv(x, Some.tensor(2, 4, 5, 3), null, SEQUENCES, 1, 1, 1, Padding.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("conv1d: x [17, 6], weight [4, 5, 3], 1 groups: 6 channels against 5");
        assertThatThrownBy(() -> conv(x, Some.tensor(2, 3, 3, 3), null, SEQUENCES, 1, 1, 2, Padding.NONE))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> conv(x, Some.tensor(2, 4, 6, 3), null, SEQUENCES, 0, 1, 1, Padding.NONE))
                .hasMessageContaining("stride 0");
        assertThatThrownBy(() -> conv(x, Some.tensor(2, 4, 6, 3), Some.tensor(3, 5), SEQUENCES, 1, 1, 1, Padding.NONE))
                .hasMessageContaining("bias [5]");
        assertThatThrownBy(
                () -> conv(Some.tensor(1, 16, 6), Some.tensor(2, 4, 6, 3), null, SEQUENCES, 1, 1, 1, Padding.NONE))
                .hasMessageContaining("17 rows");
    }
}
