package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;

import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.grad.GradCheck;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class ViewsTest {
    private final Compute c = Compute.cpu();

    @Test
    void gradientsAreThoseOfDifferences() {
        Tensor x = Some.tensor(1, 3, 5, 7);
        GradCheck.check(c, List.of(x), in -> in.getFirst().reshape(c, 7, -1));
        GradCheck.check(c, List.of(x), in -> in.getFirst().reshape(c, 105).square(c));
        for (int[] order : new int[][] {{0, 1, 2}, {0, 2, 1}, {1, 0, 2}, {1, 2, 0}, {2, 0, 1}, {2, 1, 0}}) {
            GradCheck.check(c, List.of(x), in -> in.getFirst().permute(c, order));
        }
        for (int axis = 0; axis < 3; axis++) {
            int a = axis;
            GradCheck.check(c, List.of(x), in -> in.getFirst().slice(c, a, 1, 3));
            GradCheck.check(c, List.of(x), in -> in.getFirst().slice(c, a, 0, 1));
            GradCheck.check(c, List.of(x, Some.tensor(2, x.shape().with(a, 2).toArray())),
                    in -> Tensor.concat(c, a, in.get(0), in.get(1), in.get(0)));
        }
        GradCheck.check(c, List.of(Some.tensor(1, 130)),
                in -> Tensor.concat(c, 0, in.getFirst().slice(c, 0, 17, 130), in.getFirst().slice(c, 0, 0, 33)));
    }

    /// Two slices of one tensor that overlap: their gradients are added where they do.
    @Test
    void overlappingSlicesAddTheirGradients() {
        GradCheck.check(c, List.of(Some.tensor(1, 17, 3)),
                in -> in.getFirst().slice(c, 0, 0, 11).multiply(c, in.getFirst().slice(c, 0, 5, 16)));
    }

    @Property(tries = 60)
    void aSliceOfAConcatIsTheOperand(@ForAll @Size(min = 1, max = 4) List<@IntRange(max = 9) Integer> widths,
            @ForAll @IntRange(max = 2) int axis, @ForAll @IntRange(min = 1, max = 7) int other) {
        List<Tensor> parts = new ArrayList<>();
        for (int width : widths) {
            parts.add(Some.tensor(parts.size(), Shape.of(other, 3, other).with(axis, width).toArray()));
        }
        Tensor whole = Tensor.concat(c, axis, parts.toArray(Tensor[]::new));
        int at = 0;
        for (Tensor part : parts) {
            Same.bits(part, whole.slice(c, axis, at, at + part.shape().dim(axis)));
            at += part.shape().dim(axis);
        }
        assertEquals(at, whole.shape().dim(axis));
    }

    @Property(tries = 60)
    void aConcatOfSlicesIsTheTensor(@ForAll @IntRange(max = 2) int axis, @ForAll @IntRange(max = 9) int first,
            @ForAll @IntRange(max = 9) int second) {
        Tensor x = Some.tensor(1, 9, 9, 9);
        int low = Math.min(first, second);
        int high = Math.max(first, second);
        Same.bits(x, Tensor.concat(c, axis, x.slice(c, axis, 0, low), x.slice(c, axis, low, high),
                x.slice(c, axis, high, 9)));
    }

    @Property(tries = 60)
    void permutingMovesEveryNumberToItsPlaceAndTheInverseMovesItBack(@ForAll @LongRange(min = 0, max = 1000) long seed,
            @ForAll @Size(min = 4, max = 4) List<@IntRange(min = 1, max = 6) Integer> sizes) {
        int[] order = Some.order(seed, 4);
        int[] back = new int[4];
        for (int i = 0; i < 4; i++) {
            back[order[i]] = i;
        }
        Tensor x = Some.tensor(1, sizes.stream().mapToInt(n -> n).toArray());
        Tensor y = x.permute(c, order);
        int[] at = new int[4];
        for (at[0] = 0; at[0] < sizes.get(0); at[0]++) {
            for (at[1] = 0; at[1] < sizes.get(1); at[1]++) {
                for (at[2] = 0; at[2] < sizes.get(2); at[2]++) {
                    for (at[3] = 0; at[3] < sizes.get(3); at[3]++) {
                        assertEquals(x.get(at), y.get(at[order[0]], at[order[1]], at[order[2]], at[order[3]]));
                    }
                }
            }
        }
        Same.bits(x, y.permute(c, back));
    }

    @Test
    void whatNeedsNoCopyIsShared() {
        Tensor x = Some.tensor(1, 5, 7);
        assertSame(x.array(), x.reshape(c, 35).array());
        assertSame(x.array(), x.slice(c, 0, 2, 4).array());
        assertEquals(14, x.slice(c, 0, 2, 4).offset());
        assertNotSame(x.array(), x.slice(c, 1, 2, 4).array());
        assertNotSame(x.array(), x.permute(c, 1, 0).array());
    }

    @Test
    void reshapeFindsTheSizeThatIsLeft() {
        Tensor x = Some.tensor(1, 4, 6);
        assertEquals(Shape.of(8, 3), x.reshape(c, -1, 3).shape());
        assertEquals(Shape.of(2, 3, 4), x.reshape(c, 2, -1, 4).shape());
        assertEquals(Shape.of(24), x.reshape(c, -1).shape());
        assertEquals(Shape.scalar(), Some.tensor(1, 1, 1).reshape(c).shape());
        assertEquals(Shape.of(0, 5), Tensor.zeros(5, 0).reshape(c, -1, 5).shape());
        assertThatThrownBy(() -> x.reshape(c, -1, 5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("reshape: x [4, 6] to [-1, 5]: 24 is not a multiple of 5");
        assertThatThrownBy(() -> x.reshape(c, 5, 5)).hasMessage("reshape: x [4, 6] to [5, 5]: 24 against 25");
        assertThatThrownBy(() -> x.reshape(c, -1, -1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void scalarsAndEmptyTensorsArePlacedToo() {
        assertEquals(Shape.scalar(), Tensor.scalar(3).permute(c).shape());
        assertEquals(Shape.of(0, 3), Tensor.zeros(3, 0).permute(c, 1, 0).shape());
        assertEquals(Shape.of(3, 0), Some.tensor(1, 3, 5).slice(c, 1, 5, 5).shape());
        assertEquals(Shape.of(0, 5), Some.tensor(1, 3, 5).slice(c, 0, 3, 3).shape());
    }

    @Test
    void placesThatAreNotThereAreNamed() {
        Tensor x = Some.tensor(1, 3, 5);
        assertThatThrownBy(() -> x.slice(c, 1, 2, 6)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("slice: 2 to 6 leaves axis 1 of [3, 5]");
        assertThatThrownBy(() -> x.slice(c, 1, -1, 3)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.slice(c, 1, 3, 2)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> x.slice(c, 2, 0, 1)).hasMessageContaining("no axis 2");
        assertThatThrownBy(() -> x.permute(c, 0, 0))
                .hasMessage("permute: [0, 0] does not name each axis of [3, 5] once");
        assertThatThrownBy(() -> x.permute(c, 1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Tensor.concat(c, 0)).hasMessageContaining("nothing");
        assertThatThrownBy(() -> Tensor.concat(c, 0, x, Some.tensor(2, 3, 4)))
                .hasMessage("concat: [3, 4] does not fit [3, 5]: only axis 0 may differ");
    }
}
