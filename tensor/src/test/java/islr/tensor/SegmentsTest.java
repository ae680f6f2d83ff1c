package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SegmentsTest {

    @Test
    void clipsLieOneBehindTheOther() {
        Segments clips = Segments.ofLengths(3, 0, 5);
        assertEquals(3, clips.count());
        assertEquals(8, clips.rows());
        assertEquals(0, clips.start(0));
        assertEquals(3, clips.end(0));
        assertEquals(3, clips.start(1));
        assertEquals(3, clips.start(2));
        assertEquals(0, clips.length(1));
        assertEquals(5, clips.length(2));
        assertEquals(8, clips.end(2));
        assertEquals(Segments.ofLengths(4, 4, 4).toString(), Segments.uniform(3, 4).toString());
        assertEquals(0, Segments.ofLengths().count());
        assertEquals(0, Segments.ofLengths().rows());
    }

    @Test
    void aRowStandsForItselfUnlessSaidOtherwise() {
        Segments clips = Segments.ofLengths(2, 1);
        assertEquals(1, clips.multiplicity(2));
        assertNull(clips.multiplicities());
        float[] k = {1, 4, 2};
        Segments weighted = clips.withMultiplicity(k);
        assertEquals(4, weighted.multiplicity(1));
        assertSame(k, weighted.multiplicities(), "a clip must not cost an array");
        assertEquals(3, weighted.rows());
        assertNull(clips.withMultiplicity(new float[] {1, 1, 1}).multiplicities(), "all ones are as none");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Segments.ofLengths(3, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segments: length -1 of segment 1 is negative");
        assertThatThrownBy(() -> Segments.ofLengths(Integer.MAX_VALUE, 1)).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> Segments.ofLengths(2).withMultiplicity(new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segments: 1 multiplicities for 2 rows: one a row is needed");
        assertThatThrownBy(() -> Segments.ofLengths(2).withMultiplicity(new float[] {1, 0}))
                .hasMessageContaining("cannot stand for 0.0");
        assertThatThrownBy(() -> Segments.ofLengths(2).withMultiplicity(new float[] {1, Float.NaN}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void aTensorMustHaveTheirRows() {
        Segments clips = Segments.ofLengths(3, 5);
        clips.requireRows("pooling", Some.tensor(1, 8, 2));
        assertThatThrownBy(() -> clips.requireRows("pooling", Some.tensor(1, 7, 2)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("pooling: x [7, 2] against segments of 8 rows in 2 clips: the first axis must be the rows");
        assertThatThrownBy(() -> clips.requireRows("pooling", Some.tensor(1, 8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
