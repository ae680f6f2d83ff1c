package islr.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ClipTest {
    private static float[] nothing(int numbers) {
        float[] landmarks = new float[numbers];
        Arrays.fill(landmarks, Float.NaN);
        return landmarks;
    }

    @Test
    void aClipTellsInHowManyFramesWhatIsSeen() {
        Clip clip = new Clip("me", nothing(3 * Skeleton.ROWS * Skeleton.AXES));
        assertThat(clip).hasToString("me: 3 frames; seen: face in 0, left hand in 0, pose in 0, right hand in 0");
        for (int frame = 0; frame < 3; frame++) {
            clip.landmarks()[clip.index(frame, Skeleton.LEFT_HAND - 1)] = 0.5f;
        }
        clip.landmarks()[clip.index(2, Skeleton.LEFT_HAND) + 1] = 0.5f;
        clip.landmarks()[clip.index(0, Skeleton.RIGHT_HAND) + 2] = 0.5f;
        clip.landmarks()[clip.index(1, Skeleton.ROWS - 1)] = 0;
        assertThat(clip).hasToString("me: 3 frames; seen: face in 3, left hand in 1, pose in 0, right hand in 2");
    }

    @Test
    void partsThatItDoesNotHoldAreLeftOut() {
        Clip clip = new Clip("hands", SkeletonRows.of(470, 530), new float[5 * 2 * 3]);
        assertThat(clip).hasToString("hands: 5 frames; seen: left hand in 5, right hand in 5");
    }
}
