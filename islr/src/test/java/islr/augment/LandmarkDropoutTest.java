package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class LandmarkDropoutTest {
    private static final int[] ROWS = {0, 13, 468, 470, 489, 500, 501, 520, 522, 530, 542};

    private static Clip clip() {
        float[] frame = new float[3 * ROWS.length];
        Arrays.fill(frame, 0.25f);
        return SomeClips.still(4, SkeletonRows.of(ROWS), frame);
    }

    @Test
    void upToAShareOfTheLandmarksIsMissingInAllFrames() {
        SplittableRandom random = new SplittableRandom(1);
        int[] counts = new int[6];
        int[] often = new int[ROWS.length];
        for (int i = 0; i < 3000; i++) {
            // Half of eleven landmarks are five.
            Clip clip = new LandmarkDropout(0.5).apply(clip(), random);
            int missing = 0;
            for (int n = 0; n < ROWS.length; n++) {
                boolean gone = Float.isNaN(clip.x(0, ROWS[n]));
                for (int t = 0; t < 4; t++) {
                    assertThat(new boolean[] {Float.isNaN(clip.x(t, ROWS[n])), Float.isNaN(clip.y(t, ROWS[n])),
                        Float.isNaN(clip.z(t, ROWS[n]))}).containsOnly(gone);
                }
                missing += gone ? 1 : 0;
                often[n] += gone ? 1 : 0;
            }
            counts[missing]++;
        }
        assertThat(Arrays.stream(counts).boxed()).allSatisfy(count -> assertThat(count).isBetween(430, 570));
        // 2.5 of 11 on average.
        assertThat(Arrays.stream(often).boxed()).allSatisfy(count -> assertThat(count).isBetween(600, 765));
    }

    @Test
    void whereTheShareIsLessThanALandmarkNothingIsMissing() {
        Clip clip = clip();
        for (int seed = 0; seed < 20; seed++) {
            assertThat(new LandmarkDropout(0.09).apply(clip, new SplittableRandom(seed))).isSameAs(clip);
        }
    }
}
