package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;

class Conv2dTest {
    private final Compute c = Compute.cpu();

    @Property(tries = 100)
    void itIsTheDefinition(@ForAll @IntRange(min = 1, max = 4) int in, @ForAll @IntRange(min = 1, max = 17) int out,
            @ForAll @IntRange(min = 4, max = 23) int points, @ForAll @IntRange(min = 1, max = 4) int wide,
            @ForAll @IntRange(max = 2) int half, @ForAll @IntRange(min = 1, max = 3) int stride,
            @ForAll @IntRange(max = 2) int padding) {
        Segments sequences = Segments.ofLengths(11, 0, 1, 4);
        int tall = 2 * half + 1;
        Tensor x = Some.tensor(1, sequences.rows(), points * in);
        Tensor w = Some.tensor(2, out, in, tall, wide);
        Tensor bias = Some.tensor(3, out);
        Conv2d convolution = new Conv2d(x, w, bias, sequences, stride, padding);
        int points2 = (points + 2 * padding - wide) / stride + 1;
        Tensor expected = Tensor.zeros(sequences.rows(), points2 * out);
        for (int s = 0; s < sequences.count(); s++) {
            for (int row = sequences.start(s); row < sequences.end(s); row++) {
                for (int p = 0; p < points2; p++) {
                    for (int o = 0; o < out; o++) {
                        double sum = bias.get(o);
                        for (int a = 0; a < tall; a++) {
                            int other = row + a - half;
                            for (int b = 0; b < wide; b++) {
                                int point = p * stride + b - padding;
                                for (int i = 0; i < in && other >= sequences.start(s) && other < sequences.end(s)
                                        && point >= 0 && point < points; i++) {
                                    sum += w.get(o, i, a, b) * (double) x.get(other, point * in + i);
                                }
                            }
                        }
                        expected.array()[(row * points2 + p) * out + o] = (float) sum;
                    }
                }
            }
        }
        Same.near(1e-5, expected, c.run(convolution));
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Segments sequences = Segments.ofLengths(9, 0, 1, 3);
        for (int stride = 1; stride <= 2; stride++) {
            int step = stride;
            GradCheck.check(c, List.of(Some.tensor(1, 13, 5 * 2), Some.tensor(2, 3, 2, 3, 3), Some.tensor(3, 3)),
                    in -> c.run(new Conv2d(in.get(0), in.get(1), in.get(2), sequences, step, 1)));
            GradCheck.check(c, List.of(Some.tensor(1, 13, 5 * 2), Some.tensor(2, 3, 2, 1, 2)),
                    in -> c.run(new Conv2d(in.get(0), in.get(1), null, sequences, step, 0)));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Segments four = Segments.ofLengths(4);
        Tensor x = Some.tensor(1, 4, 6);
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 3, 2, 3), null, four, 1, 1), "the third of them odd");
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 3, 3), null, four, 1, 1), "weight [5, 3, 3] four");
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 4, 3, 3), null, four, 1, 1),
                "6 columns are no multiple of 4 channels");
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 3, 3, 3), null, four, 1, 0),
                "2 points are fewer than the kernel's");
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 3, 3, 3), null, four, 0, 1), "stride 0");
        assertRefused(() -> new Conv2d(x, Some.tensor(2, 5, 3, 3, 3), Some.tensor(3, 4), four, 1, 1), "bias [4]");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
