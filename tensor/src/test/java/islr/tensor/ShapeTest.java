package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import org.junit.jupiter.api.Test;

class ShapeTest {

    @Test
    void sizesAreCountedFromBothEnds() {
        Shape shape = Shape.of(2, 3, 5, 7);
        assertEquals(4, shape.rank());
        assertEquals(210, shape.size());
        assertEquals(2, shape.dim(0));
        assertEquals(7, shape.dim(3));
        assertEquals(7, shape.dim(-1));
        assertEquals(2, shape.dim(-4));
        assertEquals(2, shape.axis(-2));
        assertEquals(7, shape.columns());
        assertEquals(30, shape.rows());
        assertEquals(2 * 3, shape.before(2));
        assertEquals(1, shape.before(0));
        assertEquals(7, shape.after(2));
        assertEquals(1, shape.after(-1));
        assertEquals("[2, 3, 5, 7]", shape.toString());
    }

    @Test
    void aScalarHasOneNumberAndNoAxis() {
        assertEquals(0, Shape.scalar().rank());
        assertEquals(1, Shape.scalar().size());
        assertEquals(1, Shape.scalar().rows());
        assertEquals(1, Shape.scalar().columns());
        assertEquals(Shape.scalar(), Shape.of());
        assertThatThrownBy(() -> Shape.scalar().dim(0)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [] has no axis 0");
    }

    @Test
    void axesAreReplacedAndRemoved() {
        Shape shape = Shape.of(2, 3, 5);
        assertEquals(Shape.of(2, 3, 9), shape.with(-1, 9));
        assertEquals(Shape.of(3, 5), shape.without(0));
        assertEquals(Shape.of(2, 3), shape.without(-1));
        assertEquals(Shape.scalar(), Shape.of(4).without(0));
        assertEquals(Shape.of(2, 3, 5), shape, "unchanged");
    }

    @Test
    void shapesAreEqualWhenTheirSizesAre() {
        assertEquals(Shape.of(2, 3), Shape.of(2, 3));
        assertEquals(Shape.of(2, 3).hashCode(), Shape.of(2, 3).hashCode());
        assertNotEquals(Shape.of(2, 3), Shape.of(3, 2));
        assertNotEquals(Shape.of(6), Shape.of(2, 3));
        int[] sizes = {2, 3};
        Shape shape = Shape.of(sizes);
        sizes[0] = 9;
        shape.toArray()[1] = 9;
        assertArrayEquals(new int[] {2, 3}, shape.toArray());
    }

    @Test
    void sizesThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Shape.of(2, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("[2, -1]").hasMessageContaining("negative");
        assertThatThrownBy(() -> Shape.of(1 << 16, 1 << 15)).isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("more numbers");
        assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30, 1 << 30))
                .isInstanceOf(IllegalArgumentException.class);
        assertEquals(0, Shape.of(5, 0, 7).size());
    }

    @Test
    void anAxisThatIsNotThereIsNamed() {
        assertThatThrownBy(() -> Shape.of(2, 3).dim(2)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("shape [2, 3] has no axis 2");
        assertThatThrownBy(() -> Shape.of(2, 3).without(-3)).hasMessage("shape [2, 3] has no axis -3");
    }
}
