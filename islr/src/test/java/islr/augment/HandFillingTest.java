package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class HandFillingTest {
    private static final float NONE = Float.NaN;
    private static final int LEFT = Skeleton.LEFT_HAND + 8;
    private static final int RIGHT = Skeleton.RIGHT_HAND + 8;
    /// Left hand, nose, right hand.
    private static final SkeletonRows ROWS = SkeletonRows.of(LEFT, Skeleton.NOSE, RIGHT);

    /// Frames of three points: x of each, y and z follow from it.
    private static Clip clip(SkeletonRows rows, float... x) {
        float[] landmarks = new float[3 * x.length];
        for (int i = 0; i < x.length; i++) {
            landmarks[3 * i] = x[i];
            landmarks[3 * i + 1] = x[i] + 1;
            landmarks[3 * i + 2] = -x[i];
        }
        return new Clip("clip", rows, landmarks);
    }

    @Test
    void aMissingHandIsTheMirrorImageOfTheOtherAboutTheNoseOfTheFrame() {
        Clip filled = HandFilling
                .of(clip(ROWS, 0.9f, 0.5f, NONE, NONE, 0.4f, 0.1f, 0.8f, 0.5f, 0.3f, NONE, 0.6f, NONE));
        assertThat(new float[] {filled.x(0, RIGHT), filled.y(0, RIGHT), filled.z(0, RIGHT)})
                .containsExactly(new float[] {0.1f, 1.9f, -0.9f}, within(1e-6f));
        assertThat(new float[] {filled.x(1, LEFT), filled.y(1, LEFT), filled.z(1, LEFT)})
                .containsExactly(new float[] {0.7f, 1.1f, -0.1f}, within(1e-6f));
        assertThat(new float[] {filled.x(0, LEFT), filled.x(1, RIGHT), filled.x(2, LEFT), filled.x(2, RIGHT)})
                .containsExactly(0.9f, 0.1f, 0.8f, 0.3f);
        assertThat(new float[] {filled.x(3, LEFT), filled.x(3, RIGHT)}).containsExactly(NONE, NONE);
    }

    @Test
    void withoutANoseItIsAboutTheMiddleOfTheShoulders() {
        SkeletonRows rows = SkeletonRows.of(LEFT, Skeleton.NOSE, Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER,
                RIGHT);
        Clip clip = clip(rows, 0.9f, NONE, 0.8f, 0.4f, NONE);
        assertThat(HandFilling.of(clip).x(0, RIGHT)).isCloseTo(0.3f, within(1e-6f));
        SkeletonRows less = SkeletonRows.of(LEFT, Skeleton.LEFT_SHOULDER, Skeleton.RIGHT_SHOULDER, RIGHT);
        assertThat(HandFilling.of(clip.only(less)).x(0, RIGHT)).isCloseTo(0.3f, within(1e-6f));
    }

    /// A hand of which one point is seen is not missing.
    @Test
    void aHandIsFilledAsAWhole() {
        Clip signer = SomeClips.signer(3);
        Clip none = SomeClips.without(signer, row -> row >= Skeleton.RIGHT_HAND);
        Clip point = SomeClips.without(signer, row -> row >= Skeleton.RIGHT_HAND && row != RIGHT);
        Clip filled = HandFilling.of(none);
        int seen = 0;
        for (int t = 0; t < signer.frames(); t++) {
            for (int i = 0; i < Skeleton.HAND_ROWS; i++) {
                float expected = 2 * signer.x(t, Skeleton.NOSE) - signer.x(t, Skeleton.LEFT_HAND + i);
                assertThat(filled.x(t, Skeleton.RIGHT_HAND + i)).isEqualTo(Float.valueOf(expected));
                seen += Float.isNaN(expected) ? 0 : 1;
            }
            if (!Float.isNaN(point.x(t, RIGHT))) {
                assertThat(HandFilling.of(point).x(t, RIGHT - 1)).isNaN();
            }
        }
        assertThat(seen).isPositive();
    }

    @Test
    void whereAHandIsNotHeldNothingIsFilled() {
        Clip clip = clip(SkeletonRows.of(LEFT, Skeleton.NOSE, RIGHT + 1), 0.9f, 0.5f, NONE);
        assertThat(HandFilling.of(clip).landmarks()).isEqualTo(clip.landmarks());
        Clip one = clip(SkeletonRows.of(LEFT, Skeleton.NOSE), 0.9f, 0.5f);
        assertThat(HandFilling.of(one).landmarks()).isEqualTo(one.landmarks());
    }

    @Test
    void itHappensAsOftenAsItsProbability() {
        SplittableRandom random = new SplittableRandom(1);
        Clip clip = clip(ROWS, 0.9f, 0.5f, NONE);
        int filled = 0;
        for (int i = 0; i < 1000; i++) {
            filled += Float.isNaN(new HandFilling(0.3).apply(clip, random).x(0, RIGHT)) ? 0 : 1;
        }
        assertThat(filled).isBetween(250, 350);
    }
}
