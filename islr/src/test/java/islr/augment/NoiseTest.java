package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.recognize.TestModels;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class NoiseTest {
    private static final Clip CLIP = TestModels.clip("clip", 30, 3);

    /// The shoulders of the test's clips are 0.4 ± 0.01 apart.
    @Test
    void theNoiseIsNormalAndAsLargeAsItShouldBe() {
        Clip noisy = Noise.of(CLIP, 0.05, new SplittableRandom(7));
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            double sum = 0;
            double squares = 0;
            int within = 0;
            int count = 0;
            for (int i = axis; i < CLIP.landmarks().length; i += Skeleton.AXES) {
                if (!Float.isNaN(CLIP.landmarks()[i])) {
                    double noise = noisy.landmarks()[i] - CLIP.landmarks()[i];
                    sum += noise;
                    squares += noise * noise;
                    within += Math.abs(noise) < 0.05 * 0.4 ? 1 : 0;
                    count++;
                }
            }
            assertThat(sum / count).isCloseTo(0, within(0.001));
            assertThat(Math.sqrt(squares / count)).isCloseTo(0.05 * 0.4, within(0.0008));
            assertThat((double) within / count).isCloseTo(0.683, within(0.03));
        }
    }

    @Test
    void aLandmarkGetsTheSameNoiseWhateverElseTheClipHolds() {
        SkeletonRows some = SkeletonRows.of(3, 470, 489, 500, 501, 540);
        Clip noisy = Noise.of(CLIP, 0.01, new SplittableRandom(9)).only(some);
        assertThat(Noise.of(CLIP.only(some), 0.01, new SplittableRandom(9)).landmarks()).isEqualTo(noisy.landmarks());
    }

    @Test
    void aMissingLandmarkStaysMissing() {
        Clip noisy = Noise.of(CLIP, 0.01, new SplittableRandom(8));
        for (int i = 0; i < CLIP.landmarks().length; i++) {
            assertThat(Float.isNaN(noisy.landmarks()[i])).isEqualTo(Float.isNaN(CLIP.landmarks()[i]));
        }
    }
}
