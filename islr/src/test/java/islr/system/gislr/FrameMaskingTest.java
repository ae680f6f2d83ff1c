package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.system.Sample;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameMaskingTest {
    private static final FrameRows ROWS = new FrameRows(1);

    /// Frames of one landmark, all of which count.
    private static Sample frames(int count) {
        Tensor values = Tensor.zeros(count, ROWS.width());
        for (int t = 0; t < count; t++) {
            values.array()[t * ROWS.width()] = t + 0.5f;
            values.array()[t * ROWS.width() + ROWS.index()] = t;
            values.array()[t * ROWS.width() + ROWS.mask()] = 1;
        }
        return new Sample(values);
    }

    private static float[] mask(Sample sample) {
        float[] mask = new float[sample.rows()];
        for (int t = 0; t < mask.length; t++) {
            mask[t] = sample.values().get(t, ROWS.mask());
        }
        return mask;
    }

    private static float[] masked(float... u) {
        return mask(new FrameMasking(1, 0.25f).masked(frames(4), u, Memory.heap()));
    }

    @Test
    void numbersUpToTheRateMaskTheirFrames() {
        assertThat(masked(0.1f, 0.25f, 0.26f, 0.9f)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void numbersThatTheOriginalDrawsForPaddingChangeNothing() {
        assertThat(masked(0.1f, 0.25f, 0.26f, 0.9f, 0.9f, 0.1f)).containsExactly(0, 0, 1, 1);
    }

    @Test
    void whereNoFrameWouldBeLeftNoneIsMasked() {
        assertThat(masked(0.1f, 0.25f, 0.1f, 0.1f, 0.9f, 0.9f)).containsExactly(1, 1, 1, 1);
    }

    @Test
    void theRestOfTheSampleAndTheSampleItselfStayAsTheyAre() {
        Sample before = frames(4);
        Sample after = new FrameMasking(1, 0.5f).masked(before, new float[] {0, 1, 0, 1}, Memory.heap());
        assertThat(mask(before)).containsOnly(1);
        for (int t = 0; t < 4; t++) {
            assertThat(after.values().get(t, 0)).isEqualTo(t + 0.5f);
            assertThat(after.values().get(t, ROWS.index())).isEqualTo(t);
        }
    }

    @Test
    void theSameSeedMasksTheSameFramesAndAboutAQuarterOfThem() {
        FrameMasking masking = new FrameMasking(1, 0.25f);
        float[] mask = mask(masking.apply(frames(1000), new SplittableRandom(7), Memory.heap()));
        assertThat(mask(masking.apply(frames(1000), new SplittableRandom(7), Memory.heap()))).isEqualTo(mask);
        assertThat(mask(masking.apply(frames(1000), new SplittableRandom(8), Memory.heap()))).isNotEqualTo(mask);
        int masked = 0;
        for (float m : mask) {
            masked += m == 0 ? 1 : 0;
        }
        assertThat(masked).isBetween(200, 300);
    }
}
