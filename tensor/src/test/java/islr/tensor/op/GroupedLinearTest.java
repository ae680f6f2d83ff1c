package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GroupedLinearTest {
    private final Compute c = Compute.cpu();

    private Tensor map(Tensor x, Tensor w, Tensor b, int groups) {
        return c.run(new GroupedLinear(x, w, b, groups));
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,3,5,1", "1,2,3,4", "3,17,1,2", "1,33,17,3", "5,2,130,2"})
    void gradientsAreThoseOfDifferences(int rows, int in, int out, int groups) {
        List<Tensor> all = List.of(Some.tensor(1, rows, groups * in), Some.tensor(2, groups * out, in),
                Some.tensor(3, groups * out));
        GradCheck.check(c, all, p -> map(p.get(0), p.get(1), p.get(2), groups));
        GradCheck.check(c, all.subList(0, 2), p -> map(p.get(0), p.get(1), null, groups));
    }

    @Property(tries = 40)
    void oneGroupIsALinearMap(@ForAll @IntRange(min = 1, max = 5) int rows, @ForAll @IntRange(min = 1, max = 70) int in,
            @ForAll @IntRange(min = 1, max = 70) int out) {
        Tensor x = Some.tensor(1, rows, in);
        Tensor w = Some.tensor(2, out, in);
        Tensor b = Some.tensor(3, out);
        // The worst of all these sizes is 9e-7.
        Same.near(1e-6, x.linear(c, w, b), map(x, w, b, 1));
    }

    @Property(tries = 40)
    void aGroupIsTheMapOfItsChannels(@ForAll @IntRange(min = 1, max = 5) int rows,
            @ForAll @IntRange(min = 1, max = 70) int in, @ForAll @IntRange(min = 1, max = 70) int out,
            @ForAll @IntRange(min = 1, max = 4) int groups) {
        Tensor x = Some.tensor(1, rows, groups * in);
        Tensor w = Some.tensor(2, groups * out, in);
        Tensor b = Some.tensor(3, groups * out);
        Tensor all = map(x, w, b, groups);
        for (int g = 0; g < groups; g++) {
            Tensor alone = map(x.slice(c, 1, g * in, (g + 1) * in), w.slice(c, 0, g * out, (g + 1) * out),
                    b.slice(c, 0, g * out, (g + 1) * out), 1);
            Same.bits(alone, all.slice(c, 1, g * out, (g + 1) * out), "group " + g);
        }
    }

    @Test
    void everyRowStandsForItself() {
        Tensor x = Some.tensor(1, 13, 34);
        Tensor w = Some.tensor(2, 66, 17);
        Tensor all = map(x, w, null, 2);
        for (int row = 0; row < 13; row++) {
            Same.bits(map(x.slice(c, 0, row, row + 1), w, null, 2), all.slice(c, 0, row, row + 1), "row " + row);
        }
    }

    @Test
    void whatDoesNotFitIsNamed() {
        Tensor w = Some.tensor(2, 6, 7);
        assertThatThrownBy(() -> map(Some.tensor(1, 3, 7), w, null, 2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grouped linear: x [3, 7], weight [6, 7], 2 groups: 7 against 14");
        assertThatThrownBy(() -> map(Some.tensor(1, 3, 28), w, null, 4)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grouped linear: the 6 rows of the weight do not divide into 4 groups");
        assertThatThrownBy(() -> map(Some.tensor(1, 3, 7), w, Some.tensor(3, 5), 1))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grouped linear: bias [5] does not fit weight [6, 7]: 5 against 6");
        assertThatThrownBy(() -> map(Some.tensor(1, 1, 3, 7), w, null, 1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("grouped linear: x [1, 3, 7], weight [6, 7]: both need two axes");
    }
}
