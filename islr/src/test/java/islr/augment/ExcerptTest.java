package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.recognize.TestModels;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ExcerptTest {
    private static final int SIZE = Skeleton.ROWS * Skeleton.AXES;
    private static final Clip CLIP = TestModels.clip("clip", 7, 3);

    private static float[] frame(Clip clip, int frame) {
        return Arrays.copyOfRange(clip.landmarks(), clip.index(frame, 0), clip.index(frame, 0) + SIZE);
    }

    private static void assertFrames(Clip excerpt, int... frames) {
        assertThat(excerpt.frames()).isEqualTo(frames.length);
        for (int i = 0; i < frames.length; i++) {
            assertThat(Arrays.equals(frame(excerpt, i), frame(CLIP, frames[i]))).as("frame " + i).isTrue();
        }
    }

    @Test
    void aPartHasTheFramesBetweenItsEnds() {
        assertFrames(Excerpt.of(CLIP, 2, 6), 2, 3, 4, 5);
        assertFrames(Excerpt.of(CLIP, 6, 7), 6);
        assertThat(Excerpt.of(CLIP.with(ClipNote.IRISES), 1, 3).notes()).containsExactly(ClipNote.IRISES);
    }

    @Test
    void everySecondOrThirdFrameBeginsWithTheFirst() {
        assertFrames(Excerpt.every(CLIP, 2), 0, 2, 4, 6);
        assertFrames(Excerpt.every(CLIP, 3), 0, 3, 6);
        assertFrames(Excerpt.every(CLIP, 4), 0, 4);
        assertFrames(Excerpt.every(CLIP, 9), 0);
    }

    @Test
    void framesThatTheClipHasNotAreTold() {
        assertThatIllegalArgumentException().isThrownBy(() -> Excerpt.of(CLIP, 2, 8))
                .withMessage("excerpt: frames 2 to 7, every 1, of a clip of 7 frames");
        assertThatIllegalArgumentException().isThrownBy(() -> Excerpt.of(CLIP, -1, 8));
        assertThatIllegalArgumentException().isThrownBy(() -> Excerpt.of(CLIP, 3, 3));
        assertThatIllegalArgumentException().isThrownBy(() -> Excerpt.every(CLIP, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> Excerpt.every(TestModels.nothing("none", 0), 2));
    }
}
