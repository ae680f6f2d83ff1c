package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import org.junit.jupiter.api.Test;

class PlacementTest {
    private static final SkeletonRows ROWS = SkeletonRows.of(Skeleton.POSE, SomeClips.SHOULDER, SomeClips.SHOULDER + 1);

    /// The middle of the shoulders is at (0.5, 0.6); it goes to (0.6, 0.4), and the nose, 0.1 to its left and 0.4 above
    /// it, to half of that.
    @Test
    void thePersonIsSmallerAboutTheMiddleOfTheShouldersAndMoved() {
        Clip clip = SomeClips.still(1, ROWS, 0.4f, 0.2f, -0.5f, 0.7f, 0.7f, 0.25f, 0.3f, 0.5f, 0.125f);
        assertThat(Placement.of(clip, 0.5, 0.1, -0.2).landmarks()).containsExactly(
                new float[] {0.55f, 0.2f, -0.25f, 0.7f, 0.45f, 0.125f, 0.5f, 0.35f, 0.0625f}, within(1e-6f));
        assertThat(clip.landmarks()[0]).isEqualTo(0.4f);
    }

    @Test
    void withoutShouldersItIsAboutAUsualPlace() {
        Clip clip = SomeClips.still(1, SkeletonRows.of(7, 9), 0.5f, 0.6f, 0.5f, 0.7f, 0.8f, 1);
        assertThat(Placement.of(clip, 2, 0, 0).landmarks()).containsExactly(new float[] {0.5f, 0.6f, 1, 0.9f, 1, 2},
                within(1e-6f));
    }

    @Test
    void whatIsMissingStaysMissing() {
        Clip clip = SomeClips.still(1, ROWS, Float.NaN, Float.NaN, Float.NaN, 0.7f, 0.7f, 0, 0.3f, 0.5f, 0);
        assertThat(Placement.of(clip, 0.5, 0.1, 0).landmarks()).startsWith(Float.NaN, Float.NaN, Float.NaN)
                .doesNotContain(Float.NaN, org.assertj.core.data.Index.atIndex(3));
    }
}
