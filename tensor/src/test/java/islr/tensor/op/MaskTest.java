package islr.tensor.op;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import islr.tensor.Segments;
import islr.tensor.op.Mask.Place;
import org.junit.jupiter.api.Test;

class MaskTest {
    private static final float HIDDEN = Float.NEGATIVE_INFINITY;
    /// Row 1 of a sequence of 4 keys whose first key is row 3 of the batch, and whose first query is row 5.
    private static final Place PLACE = new Place(6, 1, 3, 4, 20);

    /// The scores 1, 2, 3, 4 of that place, with something around them that no mask may touch.
    private static float[] masked(Mask mask) {
        float[] scores = {-1, 1, 2, 3, 4, -1};
        mask.apply(PLACE, scores, 1);
        return scores;
    }

    @Test
    void withoutAMaskScoresStayAsTheyAre() {
        assertArrayEquals(new float[] {-1, 1, 2, 3, 4, -1}, masked(Mask.none()));
    }

    @Test
    void aCausalMaskHidesWhatComesLaterInTheSequence() {
        assertArrayEquals(new float[] {-1, 1, 2, HIDDEN, HIDDEN, -1}, masked(Mask.causal()));
    }

    @Test
    void keyPaddingHidesKeysByTheirRowInTheBatch() {
        boolean[] visible = {false, false, false, true, false, true, false, false};
        assertArrayEquals(new float[] {-1, 1, HIDDEN, 3, HIDDEN, -1}, masked(new Mask.KeyPadding(visible)));
        assertArrayEquals(new float[] {-1, 1, 2 - 1e9f, 3, 4 - 1e9f, -1}, masked(new Mask.KeyPadding(visible, -1e9f)));
    }

    @Test
    void aQueryShiftMovesAllScoresOfAQuery() {
        assertArrayEquals(new float[] {-1, 3, 4, 5, 6, -1},
                masked(new Mask.QueryShift(new float[] {0, 0, 0, 0, 0, 0, 2, 0})));
        // In float32 scores of ordinary size vanish beside 10⁹, as they do in Keras; large ones do not.
        assertArrayEquals(new float[] {-1, -1e9f, -1e9f, -1e9f, -1e9f, -1},
                masked(new Mask.QueryShift(new float[] {0, 0, 0, 0, 0, 0, -1e9f, 0})));
        float[] scores = {1000, 5};
        new Mask.QueryShift(new float[] {-1e9f}).apply(new Place(0, 0, 0, 2, 0), scores, 0);
        assertArrayEquals(new float[] {-999_999_000f, -1e9f}, scores);
    }

    @Test
    void anAdditiveMaskIsOneMatrixAClipOrOneForAll() {
        float[] bias = new float[40];
        for (int i = 0; i < bias.length; i++) {
            bias[i] = 10 * i;
        }
        assertArrayEquals(new float[] {-1, 241, 252, 263, 274, -1}, masked(new Mask.Additive(bias, false)));
        assertArrayEquals(new float[] {-1, 41, 52, 63, 74, -1}, masked(new Mask.Additive(bias, true)));
    }

    @Test
    void masksAddUp() {
        boolean[] visible = {false, false, false, true, false, true, true, false};
        assertArrayEquals(new float[] {-1, 1, -8, HIDDEN, HIDDEN, -1},
                masked(Mask.causal().and(new Mask.KeyPadding(visible, -10))));
        assertArrayEquals(new float[] {-1, 1, -8, HIDDEN, HIDDEN, -1},
                masked(new Mask.KeyPadding(visible, -10).and(Mask.causal())));
    }

    @Test
    void aMaskForOtherRowsIsRefused() {
        assertThatThrownBy(
                () -> new Mask.KeyPadding(new boolean[8]).check(Segments.ofLengths(5), Segments.ofLengths(9)))
                .isInstanceOf(IllegalArgumentException.class).hasMessage("key padding mask: 8 entries for 9 keys");
        assertThatThrownBy(() -> new Mask.QueryShift(new float[8]).check(Segments.ofLengths(5), Segments.ofLengths(8)))
                .hasMessage("query shift mask: 8 entries for 5 queries");
        assertThatThrownBy(() -> Mask.causal().and(new Mask.KeyPadding(new boolean[8])).check(Segments.ofLengths(5),
                Segments.ofLengths(9))).hasMessageContaining("8 entries for 9 keys");
        assertThatThrownBy(
                () -> new Mask.Additive(new float[20], false).check(Segments.ofLengths(2, 3), Segments.ofLengths(4, 5)))
                .hasMessage("additive mask: 20 entries for 23 scores");
        assertThatThrownBy(
                () -> new Mask.Additive(new float[12], true).check(Segments.ofLengths(3, 4), Segments.ofLengths(4, 3)))
                .hasMessageContaining("sequence 1 has 4 queries and 3 keys");
        assertThatThrownBy(() -> new Mask.QueryShift(new float[8]).and(Mask.none()).check(Segments.ofLengths(5),
                Segments.ofLengths(8))).hasMessageContaining("queries");
    }
}
