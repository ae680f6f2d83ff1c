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

class DisentangledScoresTest {
    private final Compute c = Compute.cpu();

    /// Rows of distances, several for one row, in no order.
    private static int[] distances(int reach, int rows) {
        int[] distances = new int[2 * reach + 1];
        for (int i = 0; i < distances.length; i++) {
            distances[i] = (7 * i + 3) % rows;
        }
        return distances;
    }

    @Property(tries = 150)
    void theyAreTheDefinition(@ForAll @IntRange(min = 1, max = 4) int heads,
            @ForAll @IntRange(min = 1, max = 19) int width, @ForAll @IntRange(min = 1, max = 37) int longest,
            @ForAll @IntRange(min = 1, max = 40) int rows, @ForAll @IntRange(max = 1000) int seed) {
        Segments sequences = Segments.ofLengths(longest, 0, 1, (longest + 1) / 2);
        int channels = heads * width;
        int reach = longest + seed % 3;
        int[] distances = distances(reach, rows);
        Tensor q = Some.tensor(seed, sequences.rows(), channels);
        Tensor k = Some.tensor(seed + 1, sequences.rows(), channels);
        Tensor p = Some.tensor(seed + 2, rows, channels);
        Tensor r = Some.tensor(seed + 3, rows, channels);
        Heads all = new Heads(channels, heads, sequences, sequences);
        Tensor expected = Tensor.zeros(all.scores());
        for (int s = 0; s < sequences.count(); s++) {
            for (int h = 0; h < heads; h++) {
                for (int i = 0; i < sequences.length(s); i++) {
                    for (int j = 0; j < sequences.length(s); j++) {
                        int row = distances[reach + i - j];
                        double sum = 0;
                        for (int d = h * width; d < (h + 1) * width; d++) {
                            sum += q.get(sequences.start(s) + i, d) * (double) p.get(row, d)
                                    + k.get(sequences.start(s) + j, d) * (double) r.get(row, d);
                        }
                        expected.array()[all.scoresAt(s, h) + i * sequences.length(s) + j] = (float) (0.3 * sum);
                    }
                }
            }
        }
        Same.near(1e-5, expected, c.run(new DisentangledScores(q, k, p, r, all, distances, 0.3f)));
    }

    @Test
    void gradientsAreThoseOfDifferences() {
        Segments sequences = Segments.ofLengths(4, 0, 1, 3);
        for (int heads = 1; heads <= 3; heads++) {
            Heads all = new Heads(6, heads, sequences, sequences);
            GradCheck.check(c,
                    List.of(Some.tensor(1, 8, 6), Some.tensor(2, 8, 6), Some.tensor(3, 5, 6), Some.tensor(4, 5, 6)),
                    in -> c.run(new DisentangledScores(in.get(0), in.get(1), in.get(2), in.get(3), all, distances(4, 5),
                            0.7f)));
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Segments sequences = Segments.ofLengths(4);
        Heads heads = new Heads(6, 2, sequences, sequences);
        Tensor x = Some.tensor(1, 4, 6);
        assertRefused(x, Some.tensor(2, 5, 4), heads, distances(3, 5), "position keys [5, 4]");
        assertRefused(x, Some.tensor(2, 5, 6), heads, distances(2, 5),
                "5 distances for a sequence of 4 rows; an odd number from 7 on is needed");
        assertRefused(x, Some.tensor(2, 5, 6), heads, new int[8], "8 distances");
        assertRefused(x, Some.tensor(2, 5, 6), heads, distances(3, 6), "a distance has row 5 of 5");
        Heads others = new Heads(6, 2, sequences, Segments.ofLengths(5));
        assertThatThrownBy(() -> new DisentangledScores(x, Some.tensor(3, 5, 6), Some.tensor(2, 5, 6),
                Some.tensor(2, 5, 6), others, distances(4, 5), 1)).isInstanceOf(IllegalArgumentException.class);
    }

    private static void assertRefused(Tensor x, Tensor positions, Heads heads, int[] distances, String message) {
        assertThatThrownBy(() -> new DisentangledScores(x, x, positions, positions, heads, distances, 1))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining(message);
    }
}
