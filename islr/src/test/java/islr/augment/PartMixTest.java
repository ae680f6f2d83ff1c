package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class PartMixTest {
    private static final float NONE = Float.NaN;
    private static final int CHEEK = 50;
    /// Both corners of the lips, a point of the cheek, the nose of the pose.
    private static final SkeletonRows ROWS = SkeletonRows.of(CHEEK, 61, 291, 489);

    private static Clip mixed(Clip clip, Clip other) {
        return new PartMix(1).apply(clip, other, new SplittableRandom(1));
    }

    /// Frames of two corners of the lips.
    private static Clip clip(float... corners) {
        float[] landmarks = new float[corners.length * 2];
        for (int t = 0; t < landmarks.length / 12; t++) {
            System.arraycopy(corners, 6 * t, landmarks, 12 * t + 3, 6);
            for (int i = 0; i < 3; i++) {
                landmarks[12 * t + i] = corners.length + i;
                landmarks[12 * t + 9 + i] = t - i;
            }
        }
        return new Clip("clip of " + corners.length, ROWS, landmarks);
    }

    private static float[] corners(Clip clip) {
        return clip.only(SkeletonRows.of(61, 291)).landmarks();
    }

    /// The first lips are 2 wide, the others 4 wide in one frame and closed in the other: on average √(½·4²) wide.
    @Test
    void theOtherLipsAreWhereTheFirstAreAndAsLarge() {
        Clip first = clip(1, 1, 0, 3, 1, 2, 2, 5, 0, 4, 5, 0);
        Clip other = clip(8, 8, 8, 8, 12, 12, 0, 0, 1, 0, 0, 1);
        float half = (float) (2 / Math.sqrt(2));
        assertThat(corners(mixed(first, other))).containsExactly(
                new float[] {2, 1 - half, 1 - half, 2, 1 + half, 1 + half, 3, 5, 0, 3, 5, 0}, within(1e-6f));
    }

    @Test
    void allButTheLipsStaysTheFirsts() {
        Clip first = clip(1, 1, 0, 3, 1, 2);
        Clip mixed = mixed(first, clip(0, 0, 0, 0, 1, 0));
        SkeletonRows others = SkeletonRows.of(CHEEK, 489);
        assertThat(mixed.only(others).landmarks()).isEqualTo(first.only(others).landmarks());
        assertThat(corners(mixed)).isNotEqualTo(corners(first));
    }

    @Test
    void theOtherLipsAreBroughtToTheFramesOfTheFirst() {
        Clip one = clip(0, 0, 0, 2, 0, 0);
        Clip opening = clip(0, 0, 0, 1, 0, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 3, 0, 0);
        assertThat(corners(mixed(one, opening))).containsExactly(new float[] {0, 0, 0, 2, 0, 0}, within(1e-6f));
        float[] three = corners(mixed(opening, one));
        assertThat(three).hasSize(18);
        assertThat(three[3] - three[0]).isCloseTo(three[15] - three[12], within(1e-6f));
    }

    @Test
    void aPointIsThereWhereBothClipsShowIt() {
        Clip first = clip(1, 1, 0, 3, 1, 0, NONE, NONE, NONE, NONE, NONE, NONE, 1, 1, 0, 3, 1, 0);
        Clip other = clip(1, 1, 0, 1, 3, 0, 1, 1, 0, 1, 3, 0, NONE, NONE, NONE, NONE, NONE, NONE);
        assertThat(corners(mixed(first, other))).containsExactly(
                new float[] {2, 0, 0, 2, 2, 0, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE, NONE},
                within(1e-6f));
    }

    @Test
    void lipsThatAreNotSeenOrHaveNoExtentChangeNothing() {
        Clip lips = clip(1, 1, 0, 3, 1, 0);
        Clip none = clip(NONE, NONE, NONE, NONE, NONE, NONE);
        Clip point = clip(2, 1, 0, 2, 1, 0);
        for (Clip other : new Clip[] {none, point}) {
            assertThat(mixed(lips, other)).isSameAs(lips);
            assertThat(mixed(other, lips)).isSameAs(other);
        }
        SkeletonRows nose = SkeletonRows.of(489);
        Clip pose = lips.only(nose);
        assertThat(mixed(pose, pose)).isSameAs(pose);
    }
}
