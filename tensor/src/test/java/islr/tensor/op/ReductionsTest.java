package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Segments;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Tape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionsTest {
    private static final Segments SEQUENCES = Segments.ofLengths(7, 1, 0, 3, 6);
    private static final Segments FULL = Segments.ofLengths(7, 1, 3, 6);
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @CsvSource({"1,1,1", "2,3,5", "7,17,1", "1,33,2", "3,1,33", "2,130,1", "130,2,1"})
    void gradientsAlongEveryAxisAreThoseOfDifferences(int a, int b, int d) {
        Tensor x = Some.tensor(1, a, b, d);
        for (int axis = 0; axis < 3; axis++) {
            int at = axis;
            GradCheck.check(c, List.of(x), in -> in.getFirst().sum(c, at));
            GradCheck.check(c, List.of(x), in -> in.getFirst().mean(c, at - 3));
            GradCheck.check(c, List.of(Some.apart(2, a, b, d)), in -> in.getFirst().max(c, at));
            if (x.shape().dim(axis) > 1) {
                GradCheck.check(c, List.of(x), in -> in.getFirst().variance(c, at, false));
                GradCheck.check(c, List.of(x), in -> in.getFirst().variance(c, at, true));
            }
        }
        GradCheck.check(c, List.of(x), in -> in.getFirst().sum(c));
        GradCheck.check(c, List.of(x), in -> in.getFirst().mean(c));
    }

    @ParameterizedTest
    @CsvSource({"1,1", "2,1", "7,3", "17,1", "33,1"})
    void gradientsOfSegmentsAreThoseOfDifferences(int channels, int inner) {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), channels, inner);
        Segments weighted = SEQUENCES.withMultiplicity(Some.multiplicities(2, SEQUENCES.rows()));
        float[] weights = Some.tensor(3, FULL.rows()).toArray();
        GradCheck.check(c, List.of(x), in -> c.run(new Reductions.OfSegments(in.getFirst(), SEQUENCES, null, false)));
        GradCheck.check(c, List.of(x), in -> c.run(new Reductions.OfSegments(in.getFirst(), weighted, null, false)));
        GradCheck.check(c, List.of(x), in -> c.run(new Reductions.OfSegments(in.getFirst(), FULL, null, true)));
        GradCheck.check(c, List.of(x), in -> c.run(new Reductions.OfSegments(in.getFirst(),
                FULL.withMultiplicity(weighted.multiplicities()), null, true)));
        GradCheck.check(c, List.of(x), in -> c.run(new Reductions.OfSegments(in.getFirst(), FULL, weights, false)));
        GradCheck.check(c, List.of(x),
                in -> c.run(new Reductions.OfSegments(in.getFirst(), FULL, Some.multiplicities(4, FULL.rows()), true)));
        GradCheck.check(c, List.of(Some.apart(5, FULL.rows(), channels, inner)),
                in -> c.run(new Reductions.MaxOfSegments(in.getFirst(), FULL)));
    }

    @Property(tries = 40)
    void everyReductionIsItsDefinition(@ForAll @IntRange(min = 1, max = 9) int a,
            @ForAll @IntRange(min = 2, max = 70) int n, @ForAll @IntRange(min = 1, max = 9) int b) {
        Tensor x = Some.tensor(1, a, n, b).affine(c, 1, 0.5f);
        Tensor sum = Tensor.zeros(a, b);
        Tensor max = Tensor.zeros(a, b);
        Tensor variance = Tensor.zeros(a, b);
        for (int i = 0; i < a; i++) {
            for (int j = 0; j < b; j++) {
                double total = 0;
                float largest = Float.NEGATIVE_INFINITY;
                for (int t = 0; t < n; t++) {
                    total += x.get(i, t, j);
                    largest = Math.max(largest, x.get(i, t, j));
                }
                double squares = 0;
                for (int t = 0; t < n; t++) {
                    squares += Math.pow(x.get(i, t, j) - total / n, 2);
                }
                sum.array()[i * b + j] = (float) total;
                max.array()[i * b + j] = largest;
                variance.array()[i * b + j] = (float) (squares / n);
            }
        }
        Same.near(1e-5, sum, x.sum(c, 1));
        Same.near(1e-5, sum.scale(c, 1f / n), x.mean(c, -2));
        Same.bits(max, x.max(c, 1));
        Same.near(1e-5, variance, x.variance(c, 1, false));
        Same.near(1e-5, variance.scale(c, n / (n - 1f)), x.variance(c, 1, true));
        // The axis at the end of a shape goes through another kernel.
        Tensor last = x.permute(c, 0, 2, 1);
        Same.near(1e-5, sum, last.sum(c, 2));
        Same.bits(max, last.max(c, -1));
    }

    @Test
    void theSumOfAllIsTheSumOfTheSums() {
        Tensor x = Some.tensor(1, 7, 17, 3);
        assertEquals(x.sum(c, 0).sum(c, 0).sum(c, 0).item(), x.sum(c).item(), 1e-4);
        assertEquals(x.sum(c).item() / x.size(), x.mean(c).item(), 1e-6);
        assertEquals(Shape.scalar(), x.sum(c).shape());
        assertEquals(3, Tensor.scalar(3).sum(c).item());
    }

    @Test
    void segmentsAreReducedSequenceBySequence() {
        Tensor x = Some.tensor(1, SEQUENCES.rows(), 5);
        Tensor sums = c.run(new Reductions.OfSegments(x, SEQUENCES, null, false));
        Tensor means = c.run(new Reductions.OfSegments(x, SEQUENCES, null, true));
        for (int s = 0; s < SEQUENCES.count(); s++) {
            Tensor sequence = x.slice(c, 0, SEQUENCES.start(s), SEQUENCES.end(s));
            Same.near(1e-6, sequence.sum(c, 0), sums.view(s * 5, Shape.of(5)));
            if (SEQUENCES.length(s) > 0) {
                Same.near(1e-6, sequence.mean(c, 0), means.view(s * 5, Shape.of(5)));
            }
        }
        Tensor max = c.run(new Reductions.MaxOfSegments(x, FULL));
        for (int s = 0; s < FULL.count(); s++) {
            Same.bits(x.slice(c, 0, FULL.start(s), FULL.end(s)).max(c, 0), max.view(s * 5, Shape.of(5)));
        }
    }

    @Test
    void aSequenceWithoutRowsSumsToZeroAndHasNoMean() {
        Tensor x = Some.tensor(1, 3, 2);
        Segments sequences = Segments.ofLengths(3, 0);
        assertEquals(0, c.run(new Reductions.OfSegments(x, sequences, null, false)).get(1, 0));
        assertTrue(Float.isNaN(c.run(new Reductions.OfSegments(x, sequences, null, true)).get(1, 1)));
        assertThatThrownBy(() -> new Reductions.MaxOfSegments(x, sequences))
                .isInstanceOf(IllegalArgumentException.class).hasMessageContaining("sequence 1 has no rows");
    }

    @Test
    void aRowThatStandsForSeveralCountsThatOften() {
        float[] k = Some.multiplicities(2, SEQUENCES.rows());
        Tensor x = Some.tensor(1, SEQUENCES.rows(), 5);
        int[] lengths = new int[SEQUENCES.count()];
        java.util.ArrayList<Integer> copies = new java.util.ArrayList<>();
        for (int s = 0; s < SEQUENCES.count(); s++) {
            for (int row = SEQUENCES.start(s); row < SEQUENCES.end(s); row++) {
                for (int i = 0; i < k[row]; i++) {
                    copies.add(row);
                    lengths[s]++;
                }
            }
        }
        Tensor repeated = x.gather(c, copies.stream().mapToInt(row -> row).toArray());
        Segments longer = Segments.ofLengths(lengths);
        Segments weighted = SEQUENCES.withMultiplicity(k);
        Same.near(1e-6, c.run(new Reductions.OfSegments(repeated, longer, null, false)),
                c.run(new Reductions.OfSegments(x, weighted, null, false)));
        Tensor means = c.run(new Reductions.OfSegments(x, weighted, null, true));
        Tensor expected = c.run(new Reductions.OfSegments(repeated, longer, null, true));
        for (int s : new int[] {0, 1, 3, 4}) {
            Same.near(1e-6, expected.slice(c, 0, s, s + 1), means.slice(c, 0, s, s + 1));
        }
    }

    @Test
    void theGradientOfAMaximumGoesToTheFirstOfEqualNumbers() {
        Tensor x = Tensor.of(Shape.of(2, 4), 1, 3, 3, 2, -1, -1, -1, -2).parameter();
        assertArrayEquals(new float[] {0, 1, 0, 0, 1, 0, 0, 0},
                Tape.record(c, () -> x.max(c, 1).sum(c)).of(x).toArray());
        Tensor z = x.copy().parameter();
        assertArrayEquals(new float[] {1, 1, 0, 0, 0, 0, 0, 0},
                Tape.record(c, () -> c.run(new Reductions.MaxOfSegments(z.reshape(c, 4, 2), Segments.ofLengths(1, 3)))
                        .slice(c, 0, 0, 1).sum(c)).of(z).toArray());
    }

    @Test
    void aMaximumWithNanIsNanAndNegativeNumbersHaveOne() {
        assertTrue(Float.isNaN(Tensor.of(Shape.of(3), 1, Float.NaN, 2).max(c, 0).item()));
        assertTrue(Float.isNaN(Tensor.of(Shape.of(3, 1, 1), 1, Float.NaN, 2).max(c, 0).item()));
        assertEquals(-3, Tensor.of(Shape.of(3), -5, -3, -4).max(c, 0).item());
        assertEquals(Float.NEGATIVE_INFINITY,
                Tensor.of(Shape.of(2), Float.NEGATIVE_INFINITY, Float.NEGATIVE_INFINITY).max(c, 0).item());
    }

    @Test
    void whatCannotBeReducedIsNamed() {
        assertThatThrownBy(() -> Tensor.zeros(3, 0).max(c, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("max: axis 1 of [3, 0] is empty");
        assertThatThrownBy(() -> Some.tensor(1, 3).sum(c, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no axis 1");
        assertThatThrownBy(() -> new Reductions.OfSegments(Some.tensor(1, 16, 2), SEQUENCES, null, true))
                .hasMessageContaining("17 rows");
        assertThatThrownBy(() -> new Reductions.OfSegments(Some.tensor(1, 17, 2), SEQUENCES, new float[16], true))
                .hasMessageContaining("16 weights");
        assertArrayEquals(new float[] {0, 0, 0}, Tensor.zeros(3, 0).sum(c, 1).toArray());
    }
}
