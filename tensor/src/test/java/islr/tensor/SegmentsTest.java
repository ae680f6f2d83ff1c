package islr.tensor;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import org.junit.jupiter.api.Test;

class SegmentsTest {

    @Test
    void sequencesLieOneBehindTheOther() {
        Segments sequences = Segments.ofLengths(3, 0, 5);
        assertEquals(3, sequences.count());
        assertEquals(8, sequences.rows());
        assertEquals(0, sequences.start(0));
        assertEquals(3, sequences.end(0));
        assertEquals(3, sequences.start(1));
        assertEquals(3, sequences.start(2));
        assertEquals(0, sequences.length(1));
        assertEquals(5, sequences.length(2));
        assertEquals(8, sequences.end(2));
        assertEquals(Segments.ofLengths(4, 4, 4).toString(), Segments.uniform(3, 4).toString());
        assertEquals(0, Segments.ofLengths().count());
        assertEquals(0, Segments.ofLengths().rows());
    }

    @Test
    void aRowStandsForItselfUnlessSaidOtherwise() {
        Segments sequences = Segments.ofLengths(2, 1);
        assertEquals(1, sequences.multiplicity(2));
        assertNull(sequences.multiplicities());
        float[] k = {1, 4, 2};
        Segments weighted = sequences.withMultiplicity(k);
        assertEquals(4, weighted.multiplicity(1));
        assertSame(k, weighted.multiplicities(), "a sequence must not cost an array");
        assertEquals(3, weighted.rows());
        assertNull(sequences.withMultiplicity(new float[] {1, 1, 1}).multiplicities(), "all ones are as none");
    }

    @Test
    void numbersThatCannotBeAreRefused() {
        assertThatThrownBy(() -> Segments.ofLengths(3, -1)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segments: length -1 of segment 1 is negative");
        assertThatThrownBy(() -> Segments.ofLengths(7, Integer.MAX_VALUE, 5))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("segments: 2147483654 rows or more; there may be 2^31 - 1");
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
        Segments sequences = Segments.ofLengths(3, 5);
        sequences.requireRows("pooling", Some.tensor(1, 8, 2));
        assertThatThrownBy(() -> sequences.requireRows("pooling", Some.tensor(1, 7, 2)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage(
                        "pooling: x [7, 2] against segments of 8 rows in 2 sequences: the first axis must be the rows");
        assertThatThrownBy(() -> sequences.requireRows("pooling", Some.tensor(1, 8)))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
