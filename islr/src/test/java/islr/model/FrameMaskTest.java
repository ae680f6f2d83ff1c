package islr.model;

import static org.assertj.core.api.Assertions.assertThat;

import islr.features.Frames;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FrameMaskTest {
    /// Four frames and two of padding.
    private static final Frames CLIP = new Frames(new float[6 * 3],
            new float[] {0, 1, 2, 3, Frames.PADDING, Frames.PADDING}, 6, 1);

    @Test
    void withoutChanceAllButPaddingCounts() {
        assertThat(FrameMask.all(CLIP)).containsExactly(1, 1, 1, 1, 0, 0);
    }

    @Test
    void numbersUpToTheRateMaskTheirFrames() {
        assertThat(FrameMask.masked(CLIP, new float[] {0.1f, 0.25f, 0.26f, 0.9f, 0.9f, 0.1f}, 0.25f)).containsExactly(0,
                0, 1, 1, 0, 0);
    }

    @Test
    void whereNoFrameWouldBeLeftNoneIsMasked() {
        assertThat(FrameMask.masked(CLIP, new float[] {0.1f, 0.1f, 0.1f, 0.1f, 0.9f, 0.9f}, 0.25f)).containsExactly(1,
                1, 1, 1, 0, 0);
    }

    @Test
    void theSameSeedMasksTheSameFramesAndAboutAQuarterOfThem() {
        Frames long1000 = new Frames(new float[1000 * 3], new float[1000], 1000, 1);
        float[] mask = FrameMask.random(long1000, new SplittableRandom(7), 0.25f);
        assertThat(FrameMask.random(long1000, new SplittableRandom(7), 0.25f)).isEqualTo(mask);
        assertThat(FrameMask.random(long1000, new SplittableRandom(8), 0.25f)).isNotEqualTo(mask);
        int masked = 0;
        for (float m : mask) {
            masked += m == 0 ? 1 : 0;
        }
        assertThat(masked).isBetween(200, 300);
    }
}
