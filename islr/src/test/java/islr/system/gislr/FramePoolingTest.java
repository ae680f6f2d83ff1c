package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import org.junit.jupiter.api.Test;

/// The bins of a few frames of one landmark, counted out by hand.
class FramePoolingTest {
    private static final float MISSING = Float.NaN;

    /// Frames whose landmark has this x, y = 2x and no z.
    ///
    /// @param index the numbers of the frames
    private static KeptFrames kept(int[] index, float... x) {
        Tensor values = Tensor.of(Shape.of(x.length, 1, 3), new float[3 * x.length]);
        for (int t = 0; t < x.length; t++) {
            values.array()[3 * t] = x[t];
            values.array()[3 * t + 1] = 2 * x[t];
            values.array()[3 * t + 2] = MISSING;
        }
        return new KeptFrames(values, index);
    }

    /// Rows of x, y, z, the mean number of the frames, and 1: every row counts.
    private static float[] pooled(KeptFrames kept, int clipFrames, int size) {
        Sample sample = FramePooling.pool(Memory.heap(), kept, clipFrames, size);
        assertThat(sample.width()).isEqualTo(5);
        return sample.values().toArray();
    }

    @Test
    void fewerFramesThanBinsStayAsTheyAreAndMissingNumbersBecomeZero() {
        assertThat(pooled(kept(new int[] {0, 3}, 0.5f, MISSING), 9, 3)).containsExactly(0.5f, 1, 0, 0, 1, 0, 0, 0, 3,
                1);
    }

    /// Three frames for two bins: p = 2, so a bin takes 3. One frame is missing to 6 − 2 = 4, which is put behind; one
    /// more is copied on each side. Bins: 0 0 1 and 2 2 2.
    @Test
    void aBinIsTheMeanOfItsFramesAndOfTheirNumbers() {
        assertThat(pooled(kept(new int[] {0, 3, 5}, 1, 4, 7), 6, 2)).containsExactly(2, 4, 0, 1, 1, 7, 14, 0, 5, 1);
    }

    /// The same bins. Of 0 0 1 two frames are there, whose mean is 1 and not 2/3.
    @Test
    void aMissingNumberTakesNoPartInTheMean() {
        assertThat(pooled(kept(new int[] {0, 3, 5}, 1, MISSING, 7), 6, 2)).containsExactly(1, 2, 0, 1, 1, 7, 14, 0, 5,
                1);
        assertThat(pooled(kept(new int[] {0, 3, 5}, MISSING, 4, MISSING), 6, 2)).containsExactly(4, 8, 0, 1, 1, 0, 0, 0,
                5, 1);
    }

    /// Four frames for three bins: p = 2, and 6 − 4 = 2 are missing, one on each side, beside the copy that there is
    /// on each side anyway (3/2, rounded down). Bins: 0 0 0, 1 2 3, 3 3 3. The clip has more than 3² frames, so that
    /// nothing is repeated.
    @Test
    void whatIsMissingIsCopiedInHalvesFromBothEnds() {
        assertThat(pooled(kept(new int[] {0, 1, 2, 6}, 1, 2, 4, 9), 10, 3)).containsExactly(1, 2, 0, 0, 1, 5, 10, 0, 3,
                1, 9, 18, 0, 6, 1);
    }

    /// Three of four frames for three bins: each is repeated ⌊9/4⌋ = 2 times, as **all** frames of the clip say, to
    /// 0 0 1 1 2 2. p = 2, and nothing is missing. Bins: 0 0 0, 1 1 2, 2 2 2.
    @Test
    void aFewFramesAreRepeatedFirst() {
        assertThat(pooled(kept(new int[] {0, 1, 4}, 1, 4, 7), 4, 3)).containsExactly(1, 2, 0, 0, 1, 5, 10, 0, 2, 1, 7,
                14, 0, 4, 1);
    }
}
