package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.features.SomeLandmarks;
import islr.system.Sample;
import org.junit.jupiter.api.Test;

/// Two lips, a landmark or two of each hand, and the elbows.
class DominantHandFramesTest {
    private static final int FIRST_LIP = 61;
    private static final int LAST_LIP = 308;
    private static final int LEFT_WRIST = 468;
    private static final int RIGHT_WRIST = 522;
    private static final int LAST_RIGHT = 542;
    private static final int LEFT_ELBOW = 502;
    private static final int RIGHT_ELBOW = 503;
    private static final int RIGHT_THUMB_OF_THE_POSE = 511;

    /// Where each is in a row.
    private static final int LIPS = 0;
    private static final int HAND = 3 * 40;
    private static final int ARM = 3 * 61;
    private static final int NUMBER = 3 * 66;

    private static Sample frames(SomeLandmarks landmarks) {
        return new GislrFeatures(FeatureSet.DOMINANT_HAND, 8).of(landmarks.clip());
    }

    private static void assertHas(Sample sample, int frame, int at, float x, float y, float z) {
        assertThat(sample.values().get(frame, at)).isCloseTo(x, within(1e-7f));
        assertThat(sample.values().get(frame, at + 1)).isEqualTo(y);
        assertThat(sample.values().get(frame, at + 2)).isEqualTo(z);
    }

    /// Frames 1 and 3 have the right hand, with more coordinates than the left one, which is in frame 0.
    private static SomeLandmarks rightHanded() {
        SomeLandmarks clip = new SomeLandmarks(4).with(0, LEFT_WRIST, 0.6f, 0.5f, 0.4f);
        for (int t = 1; t <= 3; t += 2) {
            clip.with(t, FIRST_LIP, 0.1f, 0.2f, 0.3f).with(t, LAST_LIP, 0.3f, 0.4f, 0.1f)
                    .with(t, RIGHT_WRIST, 0.7f, 0.2f, 0.1f).with(t, LAST_RIGHT, 0.4f, 0.9f, 0.2f)
                    .with(t, LEFT_ELBOW, 0.05f, 0.05f, 0.05f).with(t, RIGHT_ELBOW, 0.8f, 0.6f, 0.5f)
                    .with(t, RIGHT_THUMB_OF_THE_POSE, 0.2f, 0.1f, 0.7f);
        }
        return clip;
    }

    /// x becomes 1 − x, y and z stay.
    @Test
    void aRightHandAndItsArmAreMirrored() {
        Sample sample = frames(rightHanded());
        for (int t = 0; t < 2; t++) {
            assertHas(sample, t, HAND, 0.3f, 0.2f, 0.1f);
            assertHas(sample, t, HAND + 3 * 20, 0.6f, 0.9f, 0.2f);
            assertHas(sample, t, ARM, 0.2f, 0.6f, 0.5f);
            assertHas(sample, t, ARM + 3 * 4, 0.8f, 0.1f, 0.7f);
        }
    }

    /// To the bit: 1 − (1 − 0.1) is another float than 0.1.
    @Test
    void lipsAreNotMirrored() {
        Sample sample = frames(rightHanded());
        assertThat(sample.values().get(0, LIPS)).isEqualTo(0.1f);
        assertThat(sample.values().get(0, LIPS + 1)).isEqualTo(0.2f);
        assertThat(sample.values().get(0, LIPS + 3 * 39)).isEqualTo(0.3f);
    }

    @Test
    void framesWithoutTheDominantHandAreDroppedAndTheOthersCountedFromTheFirst() {
        Sample sample = frames(rightHanded());
        assertThat(sample.rows()).isEqualTo(2);
        assertThat(sample.values().get(0, NUMBER)).isZero();
        assertThat(sample.values().get(1, NUMBER)).isEqualTo(2);
    }

    @Test
    void aLeftHandAndItsArmStayAsTheyAre() {
        Sample sample = frames(new SomeLandmarks(1).with(0, LEFT_WRIST, 0.1f, 0.5f, 0.4f)
                .with(0, LEFT_WRIST + 20, 0.3f, 0.6f, 0.7f).with(0, RIGHT_WRIST, 0.7f, 0.2f, 0.1f)
                .with(0, LEFT_ELBOW, 0.8f, 0.2f, 0.1f).with(0, RIGHT_ELBOW, 0.05f, 0.05f, 0.05f));
        assertThat(sample.values().get(0, HAND)).isEqualTo(0.1f);
        assertThat(sample.values().get(0, HAND + 3 * 20)).isEqualTo(0.3f);
        assertThat(sample.values().get(0, ARM)).isEqualTo(0.8f);
    }

    @Test
    void ofHandsWithEquallyManyCoordinatesTheLeftOneIsDominant() {
        Sample sample = frames(
                new SomeLandmarks(1).with(0, LEFT_WRIST, 0.1f, 0.5f, 0.4f).with(0, RIGHT_WRIST, 0.7f, 0.2f, 0.1f));
        assertThat(sample.values().get(0, HAND)).isEqualTo(0.1f);
    }
}
