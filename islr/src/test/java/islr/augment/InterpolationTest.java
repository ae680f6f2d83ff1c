package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class InterpolationTest {
    private static final float NONE = Float.NaN;
    private static final int POINT = Skeleton.RIGHT_HAND + 8;

    /// @param x of one landmark in each frame; y and z follow from it
    private static Clip clip(int row, float... x) {
        float[] landmarks = new float[3 * x.length];
        for (int t = 0; t < x.length; t++) {
            landmarks[3 * t] = x[t];
            landmarks[3 * t + 1] = 2 * x[t] + 1;
            landmarks[3 * t + 2] = -x[t];
        }
        return new Clip("clip", SkeletonRows.of(row), landmarks);
    }

    @Test
    void aPointThatIsMissingBetweenTwoFramesIsOnTheStraightLine() {
        Clip before = clip(POINT, NONE, NONE, 0.2f, NONE, NONE, 0.8f, 0.3f, NONE, 0.5f, NONE);
        Clip after = clip(POINT, NONE, NONE, 0.2f, 0.4f, 0.6f, 0.8f, 0.3f, 0.4f, 0.5f, NONE);
        assertThat(Interpolation.of(before).landmarks()).containsExactly(after.landmarks(), within(1e-6f));
    }

    @Test
    void whatIsSeenKeepsItsBits() {
        Clip signer = SomeClips.signer(3);
        Clip filled = Interpolation.of(signer);
        int more = 0;
        for (int i = 0; i < filled.landmarks().length; i++) {
            if (!Float.isNaN(signer.landmarks()[i])) {
                assertThat(filled.landmarks()[i]).isEqualTo(signer.landmarks()[i]);
            } else {
                more += Float.isNaN(filled.landmarks()[i]) ? 0 : 1;
            }
        }
        assertThat(more).isPositive();
    }

    @Test
    void otherLandmarksThanThoseOfHandsStayMissing() {
        for (int row : new int[] {13, Skeleton.LEFT_WRIST, Skeleton.POSE + 32}) {
            Clip clip = clip(row, 0.1f, NONE, 0.3f);
            assertThat(Interpolation.of(clip).landmarks()).isEqualTo(clip.landmarks());
        }
    }

    @Test
    void aPointThatIsSeenOnceOrNeverStaysAsItIs() {
        for (Clip clip : new Clip[] {clip(POINT, NONE, 0.3f, NONE), clip(POINT, NONE, NONE), clip(POINT, 0.5f)}) {
            assertThat(Interpolation.of(clip).landmarks()).isEqualTo(clip.landmarks());
        }
    }

    @Test
    void itHappensAsOftenAsItsProbability() {
        SplittableRandom random = new SplittableRandom(1);
        Clip clip = clip(POINT, 0.1f, NONE, 0.3f);
        int filled = 0;
        for (int i = 0; i < 1000; i++) {
            Clip after = new Interpolation(0.3).apply(clip, random);
            filled += Arrays.equals(after.landmarks(), clip.landmarks()) ? 0 : 1;
        }
        assertThat(filled).isBetween(250, 350);
    }
}
