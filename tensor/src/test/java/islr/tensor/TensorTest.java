package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import islr.tensor.kernel.LargeArray;
import java.util.Random;
import org.junit.jupiter.api.Test;

class TensorTest {

    @Test
    void numbersLieInRowMajorOrder() {
        Tensor x = Tensor.of(Shape.of(2, 3), 0, 1, 2, 10, 11, 12);
        assertEquals(11, x.get(1, 1));
        assertEquals(2, x.get(0, 2));
        assertEquals(6, x.size());
        assertEquals(7, Tensor.scalar(7).item());
        assertEquals(7, Tensor.scalar(7).get());
        assertEquals("Tensor[2, 3]\n[[0, 1, 2],\n [10, 11, 12]]", x.toString());
    }

    @Test
    void anArrayIsNotCopiedButACopyIs() {
        float[] numbers = {1, 2, 3};
        Tensor x = Tensor.of(Shape.of(3), numbers);
        assertSame(numbers, x.array());
        Tensor copy = x.copy();
        assertNotSame(numbers, copy.array());
        numbers[1] = 9;
        assertEquals(9, x.get(1));
        assertEquals(2, copy.get(1));
    }

    @Test
    void aViewSharesAPart() {
        Tensor x = Some.tensor(1, 4, 3);
        Tensor part = x.view(3, Shape.of(2, 3));
        assertSame(x.array(), part.array());
        assertEquals(x.get(2, 1), part.get(1, 1));
        assertEquals(x.get(2, 1), part.view(3, Shape.of(3)).get(1));
        assertArrayEquals(new float[] {x.get(1, 0), x.get(1, 1)}, x.view(3, Shape.of(2)).toArray());
        assertEquals(x.get(2, 0), x.view(6, Shape.scalar()).item());
        assertThatThrownBy(() -> x.view(7, Shape.of(2, 3))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("view: [2, 3] from 7 leaves the 12 numbers of [4, 3]");
        assertThatThrownBy(() -> x.view(-1, Shape.of(2))).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> part.view(1, Shape.of(2, 3))).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aParameterSharesItsNumbersAndKeepsPacksBesideThem() {
        Tensor x = Some.tensor(1, 4, 3);
        Tensor p = x.parameter();
        assertTrue(p.isParameter());
        assertFalse(x.isParameter());
        assertSame(x.array(), p.array());
        assertNotNull(p.packs());
        assertNull(x.packs());
        assertFalse(p.view(0, Shape.of(3)).isParameter());
        assertFalse(p.copy().isParameter());
        x.changed(); // without packs there is nothing to forget
    }

    @Test
    void packsAreForgottenWhenAParameterChanged() {
        Tensor p = Some.tensor(1, 4, 3).parameter();
        assertNull(p.packs().get(true, 8));
        LargeArray.Piece panels = p.packs().room(true, 2);
        p.packs().keep(true, 8, panels);
        assertSame(panels, p.packs().get(true, 8));
        assertNull(p.packs().get(true, 16), "made by kernels of another width");
        assertNull(p.packs().get(false, 8), "of the transpose");
        p.packs().keep(false, 8, panels);
        p.changed();
        assertNull(p.packs().get(true, 8));
        assertNull(p.packs().get(false, 8));
        assertSame(panels, p.packs().room(true, 2), "the room stays");
        assertNotSame(panels, p.packs().room(true, 3), "for as many numbers");
    }

    @Test
    void randomNumbersComeFromTheGeneratorAndAreNormal() {
        Tensor x = Tensor.randn(new Random(5), 100, 100);
        Same.bits(x, Tensor.randn(new Random(5), 100, 100));
        double mean = 0;
        double square = 0;
        for (float number : x.toArray()) {
            mean += number / 1e4;
            square += number * number / 1e4;
        }
        assertEquals(0, mean, 0.05);
        assertEquals(1, square, 0.05);
    }

    @Test
    void whatDoesNotFitIsNamed() {
        assertThatThrownBy(() -> Tensor.of(Shape.of(2, 3), 1, 2, 3)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("tensor: 3 numbers for shape [2, 3], which has 6");
        assertThatThrownBy(() -> Some.tensor(1, 2, 3).get(1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("1 indices");
        assertThatThrownBy(() -> Some.tensor(1, 2, 3).get(0, 3)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Some.tensor(1, 2, 3).get(-1, 0)).isInstanceOf(IndexOutOfBoundsException.class);
        assertThatThrownBy(() -> Some.tensor(1, 2, 3).item()).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("item: shape [2, 3] has 6 numbers, not one");
    }
}
