package islr.draw;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.recognize.TestModels;
import org.junit.jupiter.api.Test;

class ClipSummaryTest {
    private static void put(Clip clip, int frame, int row, float x, float y) {
        int at = clip.index(frame, row);
        clip.landmarks()[at] = x;
        clip.landmarks()[at + 1] = y;
        clip.landmarks()[at + 2] = 0.1f;
    }

    /// Seven frames with shoulders 0.4 apart from frame 1 on; left hand in frames 1 to 4, right hand in 3.
    private static Clip clip() {
        Clip clip = TestModels.nothing("clip", 7);
        for (int frame = 1; frame < 7; frame++) {
            put(clip, frame, Skeleton.LEFT_SHOULDER, 0.7f, 0.5f);
            put(clip, frame, Skeleton.RIGHT_SHOULDER, 0.3f, 0.5f);
        }
        for (int frame = 1; frame < 5; frame++) {
            put(clip, frame, Skeleton.LEFT_HAND, 0.8f, 0.9f);
        }
        put(clip, 3, Skeleton.RIGHT_HAND, 0.2f, 0.1f);
        return clip;
    }

    @Test
    void missingHandsAreCounted() {
        ClipSummary summary = ClipSummary.of(clip());
        assertThat(summary.frames()).isEqualTo(7);
        assertThat(summary.leftHand()).isEqualTo(4);
        assertThat(summary.rightHand()).isEqualTo(1);
        assertThat(summary.neither()).isEqualTo(3);
        assertThat(summary.sentences().getFirst())
                .isEqualTo("7 frames; the left hand is missing in 3 (43 %); the right hand is missing in 6 (86 %); "
                        + "no hand at all in 3 (43 %).");
    }

    /// Frame 3 is the first in which all four are there: √(0.6² + 0.8²) = 1, and the shoulders are 0.4 apart.
    @Test
    void theDistanceOfTheWristsIsInShoulderWidths() {
        assertThat(ClipSummary.of(clip()).apart().orElseThrow()).isCloseTo(2.5, within(1e-6));
        assertThat(ClipSummary.of(clip()).sentences())
                .contains("The wrists are 2.5 shoulder widths apart at the start.");
    }

    /// Where a hand is missing, the pose's wrist stands for it.
    @Test
    void theWristOfAHandIsThatOfThePoseIfItMustBe() {
        Clip clip = clip();
        put(clip, 2, Skeleton.RIGHT_WRIST, 0.2f, 0.9f);
        put(clip, 2, Skeleton.LEFT_WRIST, 0, 0.1f);
        assertThat(ClipSummary.of(clip).apart().orElseThrow()).isCloseTo(1.5, within(1e-6));
    }

    @Test
    void whatIsSaidOfTheCoordinatesIsASentence() {
        ClipSummary summary = ClipSummary.of(clip().with(ClipNote.IRISES));
        assertThat(summary.sentences()).last().asString().startsWith("The iris points of the face").endsWith(".");
        ClipSummary nothing = ClipSummary.of(TestModels.nothing("clip", 1));
        assertThat(nothing.notes()).containsExactly(ClipNote.NO_HANDS);
        assertThat(nothing.apart()).isEmpty();
        assertThat(nothing.sentences())
                .containsExactly("1 frame; the left hand is never seen; the right hand is never seen.");
        assertThat(ClipSummary.of(TestModels.nothing("clip", 0)).sentences()).hasSize(1);
        assertThat(ClipSummary.of(TestModels.clip("clip", 2, 3)).sentences().getFirst())
                .isEqualTo("2 frames; the left hand is seen in all; the right hand is never seen.");
    }

    @Test
    void shouldersInOnePlaceGiveNoDistance() {
        Clip clip = clip();
        for (int frame = 1; frame < 7; frame++) {
            put(clip, frame, Skeleton.LEFT_SHOULDER, 0.3f, 0.5f);
        }
        assertThat(ClipSummary.of(clip).apart()).isEmpty();
    }
}
