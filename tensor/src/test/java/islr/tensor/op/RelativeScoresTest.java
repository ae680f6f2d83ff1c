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

class RelativeScoresTest {
    private final Compute c = Compute.cpu();

    @Property(tries = 100)
    void theyAreTheDefinition(@ForAll @IntRange(min = 1, max = 4) int heads,
            @ForAll @IntRange(min = 1, max = 19) int width, @ForAll @IntRange(min = 1, max = 150) int longest,
            @ForAll @IntRange(max = 3) int spare, @ForAll @IntRange(max = 1000) int seed) {
        Segments sequences = Segments.ofLengths(longest, 0, 1, (longest + 1) / 2);
        int channels = heads * width;
        int reach = longest - 1 + spare;
        Tensor q = Some.tensor(seed, sequences.rows(), channels);
        Tensor p = Some.tensor(seed + 1, 2 * reach + 1, channels);
        Heads all = new Heads(channels, heads, sequences, sequences);
        Tensor expected = Tensor.zeros(all.scores());
        for (int s = 0; s < sequences.count(); s++) {
            int length = sequences.length(s);
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < length; i++) {
                    for (int j = 0; j < length; j++) {
                        double sum = 0;
                        for (int d = h * width; d < (h + 1) * width; d++) {
                            sum += q.get(sequences.start(s) + i, d) * (double) p.get(reach - (i - j), d);
                        }
                        expected.array()[all.scoresAt(s, h) + i * length + j] = (float) (0.3 * sum);
                    }
                }
            }
        }
        Same.near(1e-5, expected, c.run(new RelativeScores(q, p, all, 0.3f)));
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Segments sequences = Segments.ofLengths(4, 0, 1, 3);
        for (int heads = 1; heads <= 3; heads++) {
            Heads all = new Heads(6, heads, sequences, sequences);
            GradCheck.check(c, List.of(Some.tensor(1, 8, 6), Some.tensor(2, 9, 6)),
                    in -> c.run(new RelativeScores(in.get(0), in.get(1), all, 0.7f)));
        }
    }

    /// Sequences of several blocks of queries.
    @Test
    void gradientsOfLongSequencesAreThoseOfDifferences() {
        Segments sequences = Segments.ofLengths(67, 3);
        Heads all = new Heads(2, 1, sequences, sequences);
        GradCheck.check(c, List.of(Some.tensor(1, 70, 2), Some.tensor(2, 133, 2)),
                in -> c.run(new RelativeScores(in.get(0), in.get(1), all, 0.1f)));
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Segments four = Segments.ofLengths(4);
        Heads heads = new Heads(6, 2, four, four);
        Tensor x = Some.tensor(1, 4, 6);
        assertRefused(x, Some.tensor(2, 7, 4), heads, "positions [7, 4]");
        assertRefused(x, Some.tensor(2, 5, 6), heads,
                "5 distances for a sequence of 4 rows; an odd number from 7 on is needed");
        assertRefused(x, Some.tensor(2, 8, 6), heads, "8 distances");
        assertRefused(x, Some.tensor(2, 9, 6), new Heads(6, 2, four, Segments.ofLengths(5)),
                "sequence 0 has 4 queries and 5 keys");
    }

    private static void assertRefused(Tensor x, Tensor positions, Heads heads, String message) {
        assertThatThrownBy(() -> new RelativeScores(x, positions, heads, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
