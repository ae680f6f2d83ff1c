package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.features.SomeLandmarks;
import islr.tensor.Memory;
import org.junit.jupiter.api.Test;

class BothHandsFramesTest {
    private static final int LEFT = 468;
    private static final int RIGHT = 522;

    /// No hand in frame 0; in frame 1 a mean of (0.1 + 0.2 − 0.6)/3 = −0.1; in frame 2 the right hand alone; in frame 3
    /// a left hand below 0 and a right one as much above; in frame 4 the right one further above.
    private static final SomeLandmarks CLIP = new SomeLandmarks(5).with(1, LEFT, 0.1f, 0.2f, -0.6f)
            .with(2, RIGHT + 20, 0.5f, 0.25f, 0).with(3, LEFT + 20, -0.25f, 0, 0).with(3, RIGHT, 0.25f, 0, 0)
            .with(4, LEFT, -0.25f, 0, 0).with(4, RIGHT, 0.5f, 0, 0);

    @Test
    void framesWhoseMeanOverAllCoordinatesOfBothHandsIsPositiveAreKeptUnderTheirNumbers() {
        assertThat(BothHandsFrames.withAPositiveMean(CLIP.clip(), Memory.heap()).index()).containsExactly(2, 4);
    }

    @Test
    void framesWithAHandAreCountedFromTheFirstOfThem() {
        assertThat(BothHandsFrames.withAHand(CLIP.clip(), Memory.heap()).index()).containsExactly(0, 1, 2, 3);
    }
}
