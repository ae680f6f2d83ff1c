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

class RotaryTest {
    private final Compute c = Compute.cpu();

    @Property(tries = 100)
    void itIsTheDefinition(@ForAll @IntRange(min = 1, max = 4) int heads, @ForAll @IntRange(min = 1, max = 19) int half,
            @ForAll @IntRange(max = 1000) int seed) {
        Segments sequences = Segments.ofLengths(17, 0, 1, 5);
        int width = 2 * half;
        Tensor x = Some.tensor(seed, sequences.rows(), heads * width);
        Tensor cos = Some.tensor(seed + 1, 17, width);
        Tensor sin = Some.tensor(seed + 2, 17, width);
        Tensor expected = Tensor.zeros(x.shape().toArray());
        for (int s = 0; s < sequences.count(); s++) {
            for (int t = 0; t < sequences.length(s); t++) {
                for (int i = 0; i < heads * width; i++) {
                    boolean first = i % width < half;
                    int row = sequences.start(s) + t;
                    float other = first ? -x.get(row, i + half) : x.get(row, i - half);
                    expected.array()[row * heads * width + i] = x.get(row, i) * cos.get(t, i % width)
                            + other * sin.get(t, i % width);
                }
            }
        }
        Same.near(1e-6, expected, c.run(new Rotary(x, cos, sin, heads, sequences)));
    }

    /// A turn by the angle t·φ: the product of two rows depends on their distance alone.
    @Test
    void productsDependOnTheDistanceAlone() {
        Segments sequences = Segments.ofLengths(40);
        Tensor cos = Tensor.zeros(40, 6);
        Tensor sin = Tensor.zeros(40, 6);
        for (int t = 0; t < 40; t++) {
            for (int i = 0; i < 6; i++) {
                cos.array()[6 * t + i] = (float) Math.cos(t / (1.0 + i % 3));
                sin.array()[6 * t + i] = (float) Math.sin(t / (1.0 + i % 3));
            }
        }
        Tensor q = rows(Some.tensor(1, 1, 6), 40);
        Tensor k = rows(Some.tensor(2, 1, 6), 40);
        Tensor products = c.run(new Rotary(q, cos, sin, 1, sequences)).matmul(c,
                c.run(new Rotary(k, cos, sin, 1, sequences)), false, true);
        Same.near(1e-5, products.slice(c, 0, 0, 20).slice(c, 1, 5, 25),
                products.slice(c, 0, 7, 27).slice(c, 1, 12, 32));
    }

    private Tensor rows(Tensor row, int count) {
        return row.gather(c, new int[count]);
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Segments sequences = Segments.ofLengths(4, 0, 1, 3);
        GradCheck.check(c, List.of(Some.tensor(1, 8, 12)),
                in -> c.run(new Rotary(in.getFirst(), Some.tensor(2, 5, 4), Some.tensor(3, 5, 4), 3, sequences)));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Segments four = Segments.ofLengths(4);
        Tensor x = Some.tensor(1, 4, 6);
        assertRefused(() -> new Rotary(x, Some.tensor(2, 3, 6), Some.tensor(2, 3, 6), 1, four),
                "sequence 0 has 4 rows, the tables 3");
        assertRefused(() -> new Rotary(x, Some.tensor(2, 4, 3), Some.tensor(2, 4, 3), 2, four), "6 channels against 6");
        assertRefused(() -> new Rotary(x, Some.tensor(2, 4, 4), Some.tensor(2, 4, 4), 2, four), "6 channels against 8");
        assertRefused(() -> new Rotary(x, Some.tensor(2, 4, 6), Some.tensor(2, 5, 6), 1, four),
                "tables [4, 6] and [5, 6]");
        assertRefused(() -> new Rotary(x, Some.tensor(2, 4, 6), Some.tensor(2, 4, 6), 1, Segments.ofLengths(3)),
                "rotary: x [4, 6]");
    }

    private static void assertRefused(org.assertj.core.api.ThrowableAssert.ThrowingCallable made, String message) {
        assertThatThrownBy(made).isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
