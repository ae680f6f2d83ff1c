package islr.system.sixth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.recognize.TestModels;
import islr.system.Sample;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SixthFeaturesTest {
    /// Frames with a left hand, or with nothing.
    private static Clip clip(int hands, int others) {
        Clip clip = TestModels.clip("clip", hands + others, 1);
        for (int t = 0; t < hands + others; t++) {
            int from = clip.index(t, Skeleton.LEFT_HAND);
            if (t >= others) {
                Arrays.fill(clip.landmarks(), from, from + 3 * Skeleton.HAND_ROWS, 0.1f + t % 7);
            } else {
                Arrays.fill(clip.landmarks(), from, from + 3 * Skeleton.HAND_ROWS, Float.NaN);
            }
        }
        return clip;
    }

    @ParameterizedTest
    @CsvSource({"25, 25, 25", "26, 25, 13", "49, 25, 24", "50, 25, 16", "75, 25, 18", "124, 25, 24", "80, 80, 80",
        "81, 80, 40", "124, 80, 62", "160, 80, 53", "1, 25, 1"})
    void ofLongClipsEveryKthFrameIsTaken(int hands, int frames, int expected) {
        int[] kept = SixthFeatures.kept(clip(hands, 3), frames);
        assertThat(kept).hasSize(expected);
        int step = hands <= frames ? 1 : hands / frames + 1;
        assertThat(kept).containsExactly(IntStream.range(0, expected).map(i -> 3 + (i + 1) * step - 1).toArray());
    }

    @Test
    void withoutAHandThereIsNoRow() {
        assertThat(new SixthFeatures(25).of(TestModels.nothing("nothing", 5)).isEmpty()).isTrue();
        assertThat(new SixthFeatures(25).of(clip(0, 4)).isEmpty()).isTrue();
    }

    @Test
    void eachAxisHasMeanZeroAndDeviationOneOverWhatIsThere() {
        Clip clip = clip(9, 2);
        Sample sample = new SixthFeatures(25).of(clip);
        assertThat(sample.width()).isEqualTo(300);
        for (int axis = 0; axis < 3; axis++) {
            double sum = 0;
            double squares = 0;
            int count = 0;
            for (int row = 0; row < sample.rows(); row++) {
                for (int point = 0; point < 100; point++) {
                    // The right hand is missing.
                    boolean there = point < 21 || point >= 42;
                    float v = sample.values().get(row, 3 * point + axis);
                    assertThat(there || v == 0).isTrue();
                    sum += v;
                    squares += (double) v * v;
                    count += there ? 1 : 0;
                }
            }
            assertThat(sum / count).isCloseTo(0, within(1e-5));
            assertThat(squares / count).isCloseTo(1, within(1e-4));
        }
    }

    @Test
    void aMeanOfWhichALandmarkIsMissingIsMissing() {
        Clip clip = clip(4, 0);
        clip.landmarks()[clip.index(2, 33)] = Float.NaN;
        Sample sample = new SixthFeatures(25).of(clip);
        assertThat(sample.values().get(2, 3 * 96)).isZero();
        assertThat(sample.values().get(2, 3 * 96 + 1)).isNotZero();
        assertThat(sample.values().get(1, 3 * 96)).isNotZero();
    }

    @Test
    void whereNothingDiffersTheNumbersAreZero() {
        float[] same = new float[2 * Skeleton.ROWS * 3];
        Arrays.fill(same, 0.25f);
        assertThat(new SixthFeatures(25).of(new Clip("same", same)).values().toArray()).containsOnly(0);
    }
}
