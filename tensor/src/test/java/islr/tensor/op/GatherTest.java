package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.RowGradient;
import islr.tensor.grad.Tape;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GatherTest {
    private final Compute c = Compute.cpu();

    @ParameterizedTest
    @CsvSource({"1,1,1", "3,2,7", "7,5,3", "17,1,33", "2,130,5"})
    void gradientsAreThoseOfDifferences(int count, int channels, int uses) {
        int[] rows = Some.rows(3, uses, count);
        GradCheck.check(c, List.of(Some.tensor(1, count, channels)), in -> in.getFirst().gather(c, rows));
        GradCheck.check(c, List.of(Some.tensor(1, uses, channels)), in -> in.getFirst().scatter(c, count, rows));
        GradCheck.check(c, List.of(Some.tensor(1, count, channels)),
                in -> c.run(new Gather.Rows(in.getFirst(), rows, Some.multiplicities(2, uses))));
    }

    /// ⟨gather(x), y⟩ = ⟨x, scatter(y)⟩: each is the transpose of the other.
    @Property(tries = 60)
    void gatherAndScatterAreAdjoint(@ForAll @IntRange(min = 1, max = 40) int count,
            @ForAll @IntRange(min = 1, max = 40) int uses, @ForAll @IntRange(min = 1, max = 20) int channels,
            @ForAll @LongRange(min = 0, max = 1000) long seed) {
        int[] rows = Some.rows(seed, uses, count);
        Tensor x = Some.tensor(1, count, channels);
        Tensor y = Some.tensor(2, uses, channels);
        double left = x.gather(c, rows).multiply(c, y).sum(c).item();
        double right = x.multiply(c, y.scatter(c, count, rows)).sum(c).item();
        // Both add up to some uses·channels products of size 1.
        assertEquals(left, right, 1e-5 * Math.sqrt(uses * channels));
    }

    @Property(tries = 40)
    void gatherIsAProductWithAOneHotMatrix(@ForAll @IntRange(min = 1, max = 20) int count,
            @ForAll @IntRange(min = 1, max = 40) int uses, @ForAll @LongRange(min = 0, max = 1000) long seed) {
        int[] rows = Some.rows(seed, uses, count);
        Tensor oneHot = Tensor.zeros(uses, count);
        for (int i = 0; i < uses; i++) {
            oneHot.array()[i * count + rows[i]] = 1;
        }
        Tensor x = Some.tensor(1, count, 7);
        Tensor y = Some.tensor(2, uses, 7);
        Same.near(0, oneHot.matmul(c, x), x.gather(c, rows));
        Same.near(1e-6, oneHot.matmul(c, y, true, false), y.scatter(c, count, rows));
    }

    @Property(tries = 20)
    void scatteringWhatWasGatheredOnceGivesItBack(@ForAll @IntRange(min = 1, max = 70) int count,
            @ForAll @LongRange(min = 0, max = 1000) long seed) {
        int[] order = Some.order(seed, count);
        Tensor x = Some.tensor(1, count, 5);
        Same.bits(x, x.gather(c, order).scatter(c, count, order));
    }

    @Test
    void theRowsOfATableCanBeHadOneByOne() {
        Tensor table = Some.tensor(1, 7, 3).parameter();
        Tensor dy = Some.tensor(2, 4, 3);
        Tensor dz = Some.tensor(3, 2, 3);
        float[] k = {1, 4, 1, 2};
        Gradients g = Tape.record(c, () -> c.run(new Gather.Rows(table, new int[] {5, 2, 5, 0}, k)).multiply(c, dy)
                .sum(c).add(c, table.gather(c, 5, 6).multiply(c, dz).sum(c)));
        assertEquals(2, g.rows(table).size());
        RowGradient last = g.rows(table).get(0);
        RowGradient first = g.rows(table).get(1);
        assertArrayEquals(new int[] {5, 6}, last.rows());
        assertArrayEquals(new int[] {5, 2, 5, 0}, first.rows());
        Same.bits(dy, first.values());
        Same.bits(dz, last.values());
        Tensor dense = dy.scatter(c, 7, 5, 2, 5, 0).add(c, dz.scatter(c, 7, 5, 6));
        Same.near(1e-6, dense, g.of(table));
        assertEquals(List.of(), g.rows(Some.tensor(1, 7, 3)));

        // k equal rows of sum v have k·‖v/k‖² = ‖v‖²/k.
        double expected = 0;
        for (int i = 0; i < 4; i++) {
            for (int j = 0; j < 3; j++) {
                expected += dy.get(i, j) * dy.get(i, j) / k[i];
            }
        }
        assertEquals(expected, first.squaredNorm(), 1e-5 * expected);
    }

    @Test
    void aTableThatIsUsedOtherwiseTooGetsBothGradients() {
        GradCheck.check(c, List.of(Some.tensor(1, 5, 7)),
                in -> in.getFirst().gather(c, 4, 4, 0).matmul(c, in.getFirst(), false, true));
    }

    @Test
    void rowsThatAreNotThereAreNamed() {
        Tensor x = Some.tensor(1, 3, 5);
        assertThatThrownBy(() -> x.gather(c, 0, 3)).isInstanceOf(IndexOutOfBoundsException.class)
                .hasMessage("gather: row 3 of a table of 3 rows");
        assertThatThrownBy(() -> x.gather(c, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.scatter(c, 2, 0, 1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> x.scatter(c, 7, 0, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("2 row numbers");
        assertThatThrownBy(() -> Some.tensor(1, 3).gather(c, 0)).hasMessageContaining("two axes");
    }
}
