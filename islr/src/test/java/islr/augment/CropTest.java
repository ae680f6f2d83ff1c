package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CropTest {
    /// x is the number of the frame.
    private static Clip clock(int frames) {
        float[] landmarks = new float[3 * frames];
        for (int t = 0; t < frames; t++) {
            landmarks[3 * t] = t;
        }
        return new Clip("clock", SkeletonRows.of(13), landmarks);
    }

    @Test
    void someFramesAreMissingAtTheBeginningOrAtTheEnd() {
        SplittableRandom random = new SplittableRandom(1);
        Clip clip = clock(23);
        TreeMap<Integer, Integer> less = new TreeMap<>();
        for (int i = 0; i < 2000; i++) {
            Clip crop = new Crop(0.4).apply(clip, random);
            int first = (int) crop.x(0, 13);
            int behind = 22 - (int) crop.x(crop.frames() - 1, 13);
            assertThat(Math.min(first, behind)).isZero();
            assertThat(crop.frames()).isEqualTo(23 - first - behind);
            for (int t = 0; t < crop.frames(); t++) {
                assertThat(crop.x(t, 13)).isEqualTo(first + t);
            }
            less.merge(first - behind, 1, Integer::sum);
        }
        assertThat(less.keySet()).containsExactly(-4, -3, -2, -1, 0, 1, 2, 3, 4);
        assertThat(less.remove(0)).isBetween(1120, 1280);
        assertThat(less.values()).allSatisfy(count -> assertThat(count).isBetween(65, 135));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 4})
    void shortClipsStayWhole(int frames) {
        Clip clip = clock(frames);
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new Crop(1).apply(clip, new SplittableRandom(seed))).isSameAs(clip);
        }
        assertThat(new Crop(1).apply(clock(5), new SplittableRandom(1)).frames()).isEqualTo(4);
    }
}
