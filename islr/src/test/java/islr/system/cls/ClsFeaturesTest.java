package islr.system.cls;

import static org.assertj.core.api.Assertions.assertThat;

import islr.features.SomeLandmarks;
import islr.system.Sample;
import org.junit.jupiter.api.Test;

class ClsFeaturesTest {
    private static final int NOSE_OF_THE_POSE = 489;
    private static final int FIRST_LIP = 61;
    private static final int LAST_OF_THE_LEFT_HAND = 488;
    private static final int LAST_OF_THE_RIGHT_HAND = 542;

    /// The clip's numbers are 1, 3 and 5, the 3 of a landmark that is not read and the 5 behind the last frame that is:
    /// mean 3, deviation √((4 + 0 + 4)/2) = 2.
    @Test
    void numbersAreInUnitsOfTheWholeClipAndMissingOnesZero() {
        Sample sample = new ClsFeatures(1).of(new SomeLandmarks(2).with(0, FIRST_LIP, 1)
                .with(0, NOSE_OF_THE_POSE, Float.NaN, 3).with(1, FIRST_LIP, 5).clip());
        float[] expected = new float[3 * 82];
        expected[0] = -1;
        assertThat(sample.values().toArray()).isEqualTo(expected);
    }

    /// 40 lips, 21 landmarks of the left hand, 21 of the right one; x, y, z of each. 1, 3, 5 become −1, 0, 1.
    @Test
    void lipsStandBeforeTheLeftHandAndThatBeforeTheRightOne() {
        Sample sample = new ClsFeatures(3).of(new SomeLandmarks(2).with(0, LAST_OF_THE_LEFT_HAND, Float.NaN, 5)
                .with(1, LAST_OF_THE_RIGHT_HAND, Float.NaN, Float.NaN, 1).with(1, FIRST_LIP, 3).clip());
        assertThat(sample.rows()).isEqualTo(2);
        assertThat(sample.values().get(0, 3 * 60 + 1)).isEqualTo(1);
        assertThat(sample.values().get(1, 3 * 81 + 2)).isEqualTo(-1);
        assertThat(sample.values().get(1, 0)).isZero();
    }

    @Test
    void whereNoTwoNumbersDifferAllAreZero() {
        for (SomeLandmarks clip : new SomeLandmarks[] {new SomeLandmarks(2), new SomeLandmarks(2).with(0, FIRST_LIP, 7),
            new SomeLandmarks(2).with(0, FIRST_LIP, 7, 7)}) {
            assertThat(new ClsFeatures(4).of(clip.clip()).values().toArray()).containsOnly(0);
        }
    }
}
