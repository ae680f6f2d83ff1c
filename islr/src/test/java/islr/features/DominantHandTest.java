package islr.features;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.synthetic.SyntheticSettings;
import islr.synthetic.SyntheticSigners;
import islr.tensor.Memory;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DominantHandTest {
    private static final float MISSING = Float.NaN;
    private static final BodyFrame BODY = new BodyFrame(0.5f, 0.5f, 0.25f);
    private static final BodyFrame NOBODY = new BodyFrame(MISSING, MISSING, MISSING);

    /// One frame: the wrists of the pose, then a point of each hand.
    private static boolean isLeft(BodyFrame body, float leftWrist, float rightWrist, boolean left, boolean right) {
        float l = left ? 0.3f : MISSING;
        float r = right ? 0.3f : MISSING;
        return DominantHand.isLeft(SomePoints.of(1, 4, 0.4f, leftWrist, 0, 0.4f, rightWrist, 0, l, l, l, r, r, r), body,
                0, 1, 2, 3);
    }

    @ParameterizedTest
    @CsvSource({"0.4, 0.5, true, true, true", "0.5, 0.4, true, true, false", "0.4, 0.5, false, false, true",
        // A hand that is always seen outweighs the width of the shoulders, 0.25, by which the other one is higher.
        "0.5, 0.26, true, false, true", "0.5, 0.24, true, false, false", "0.26, 0.5, false, true, false",
        "0.24, 0.5, false, true, true", "0.5, 0.5, true, true, false"})
    void theHigherHandLeadsUnlessTheOtherIsSeenMoreOften(float leftWrist, float rightWrist, boolean left, boolean right,
            boolean expected) {
        assertThat(isLeft(BODY, leftWrist, rightWrist, left, right)).isEqualTo(expected);
    }

    @Test
    void whereNothingIsKnownOfTheBodyTheHandThatIsSeenLeads() {
        assertThat(isLeft(NOBODY, 0.9f, 0.1f, true, false)).isTrue();
        assertThat(isLeft(NOBODY, 0.1f, 0.9f, false, true)).isFalse();
        assertThat(isLeft(BODY, MISSING, 0.1f, true, false)).isTrue();
        assertThat(isLeft(BODY, 0.1f, MISSING, false, true)).isFalse();
    }

    /// The left hand is higher by 0.1 in two frames and lower by 0.3 in one; where a wrist is missing, it does not
    /// count.
    @Test
    void heightsCountAsAMeanOverTheFramesInWhichBothWristsAreSeen() {
        float[] frames = {0, 0.4f, 0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0.4f, 0, 0, 0.5f, 0, 0, 0, 0, 0, 0, 0, 0, 0.7f,
            0, 0, 0.4f, 0, 0, 0, 0, 0, 0, 0};
        assertThat(DominantHand.isLeft(SomePoints.of(3, 4, frames), BODY, 0, 1, 2, 3)).isFalse();
        frames[25] = MISSING;
        assertThat(DominantHand.isLeft(SomePoints.of(3, 4, frames), BODY, 0, 1, 2, 3)).isTrue();
    }

    private static boolean isLeft(Clip clip) {
        int[] rows = {Skeleton.POSE + 15, Skeleton.POSE + 16, Skeleton.LEFT_HAND, Skeleton.RIGHT_HAND,
            Skeleton.POSE + 11, Skeleton.POSE + 12};
        Points points = new Points(
                Selection.values(Memory.heap(), clip, IntStream.range(0, clip.frames()).toArray(), rows));
        return DominantHand.isLeft(points, BodyFrame.of(points, 4, 5), 0, 1, 2, 3);
    }

    @Test
    void aClipAndItsMirrorImageHaveDifferentAnswers() {
        SyntheticSigners signers = new SyntheticSigners(new SyntheticSettings(3, 8, 12, 1, 1));
        int left = 0;
        for (int i = 0; i < 96; i++) {
            Clip clip = signers.clip(i % 8, i / 8, 0);
            assertThat(isLeft(Mirror.of(clip))).as(clip.name()).isEqualTo(!isLeft(clip));
            left += isLeft(clip) ? 1 : 0;
        }
        assertThat(left).isBetween(1, 95);
    }

    /// In signs in which both hands do the same it is a matter of chance.
    @Test
    void itIsMostlyTheHandThatSignersLeadWith() {
        SyntheticSigners signers = new SyntheticSigners(new SyntheticSettings(3, 8, 12, 1, 1));
        int right = 0;
        for (int i = 0; i < 96; i++) {
            right += isLeft(signers.clip(i % 8, i / 8, 0)) == signers.leftHanded(i / 8) ? 1 : 0;
        }
        assertThat(right).isGreaterThan(64);
    }
}
