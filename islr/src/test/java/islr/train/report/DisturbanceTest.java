package islr.train.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.features.Mirror;
import islr.recognize.TestModels;
import java.util.Arrays;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DisturbanceTest {
    private static final int FACE_POINT = 33;
    /// The left hand is there but in every third frame; the right hand is not.
    private static final Clip CLIP = TestModels.clip("clip", 22, 5);

    @ParameterizedTest
    @EnumSource
    void aChangeGivesAnotherClipAndLeavesTheOriginalAsItIs(Disturbance change) {
        float[] before = CLIP.landmarks().clone();
        Clip noted = CLIP.with(ClipNote.IRISES);
        Clip changed = change.of(noted, 3);
        assertThat(Arrays.equals(CLIP.landmarks(), before)).isTrue();
        assertThat(Arrays.equals(changed.landmarks(), before)).isFalse();
        assertThat(changed.notes()).containsExactly(ClipNote.IRISES);
        assertThat(changed.name()).isEqualTo("clip");
    }

    @ParameterizedTest
    @EnumSource
    void theSameNumberGivesTheSameChangeAndAnotherNumberAnother(Disturbance change) {
        float[] changed = change.of(CLIP, 3).landmarks();
        assertThat(Arrays.equals(change.of(CLIP, 3).landmarks(), changed)).isTrue();
        boolean random = change == Disturbance.NOISE || change == Disturbance.HAND_MISSING;
        assertThat(IntStream.range(4, 9).anyMatch(i -> !Arrays.equals(change.of(CLIP, i).landmarks(), changed)))
                .isEqualTo(random);
    }

    /// The right hand of the clip, or what takes its place in the mirror.
    @ParameterizedTest
    @EnumSource
    void whatIsNeverSeenIsNotSeenAfterAChange(Disturbance change) {
        Clip changed = change.of(CLIP, 2);
        int hand = change == Disturbance.MIRRORED ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND;
        int seen = 0;
        for (int t = 0; t < changed.frames(); t++) {
            int from = changed.index(t, hand);
            for (int i = from; i < from + Skeleton.HAND_ROWS * Skeleton.AXES; i++) {
                seen += Float.isNaN(changed.landmarks()[i]) ? 0 : 1;
            }
        }
        assertThat(seen).isZero();
    }

    @ParameterizedTest
    @EnumSource
    void theShortestClipsAreChangedToo(Disturbance change) {
        for (int frames = 1; frames < 6; frames++) {
            assertThat(change.of(TestModels.clip("clip", frames, 1), 7).frames()).isPositive();
            assertThat(change.of(TestModels.nothing("clip", frames), 7).frames()).isPositive();
        }
    }

    @Test
    void atHalfSpeedThereIsAFrameBetweenAnyTwo() {
        Clip changed = Disturbance.HALF_SPEED.of(CLIP, 0);
        assertThat(changed.frames()).isEqualTo(43);
        for (int t = 0; t < 21; t++) {
            assertThat(changed.x(2 * t, FACE_POINT)).isEqualTo(CLIP.x(t, FACE_POINT));
            assertThat(changed.y(2 * t + 1, FACE_POINT))
                    .isCloseTo((CLIP.y(t, FACE_POINT) + CLIP.y(t + 1, FACE_POINT)) / 2, within(1e-6f));
        }
    }

    @Test
    void atDoubleSpeedEverySecondFrameIsLeft() {
        Clip changed = Disturbance.DOUBLE_SPEED.of(CLIP, 0);
        assertThat(changed.frames()).isEqualTo(11);
        assertThat(changed.x(10, FACE_POINT)).isEqualTo(CLIP.x(20, FACE_POINT));
    }

    /// A quarter of 22 frames is five and a half.
    @Test
    void aQuarterIsCutOff() {
        Clip first = Disturbance.FIRST_QUARTER_CUT.of(CLIP, 0);
        Clip last = Disturbance.LAST_QUARTER_CUT.of(CLIP, 0);
        assertThat(first.frames()).isEqualTo(17);
        assertThat(last.frames()).isEqualTo(17);
        assertThat(first.x(0, FACE_POINT)).isEqualTo(CLIP.x(5, FACE_POINT));
        assertThat(first.x(16, FACE_POINT)).isEqualTo(CLIP.x(21, FACE_POINT));
        assertThat(last.x(0, FACE_POINT)).isEqualTo(CLIP.x(0, FACE_POINT));
        assertThat(last.x(16, FACE_POINT)).isEqualTo(CLIP.x(16, FACE_POINT));
    }

    /// Of five frames in a row, one or two lack the left hand already.
    @Test
    void theHandThatIsSeenMoreOftenIsMissingInFiveFramesInARow() {
        for (Clip clip : new Clip[] {CLIP, Mirror.of(CLIP)}) {
            int hand = clip == CLIP ? Skeleton.LEFT_HAND : Skeleton.RIGHT_HAND;
            for (int number = 0; number < 20; number++) {
                Clip changed = Disturbance.HAND_MISSING.of(clip, number);
                int[] lost = IntStream.range(0, 22)
                        .filter(t -> !Float.isNaN(clip.x(t, hand)) && Float.isNaN(changed.x(t, hand))).toArray();
                assertThat(lost.length).isBetween(3, 4);
                assertThat(lost[lost.length - 1] - lost[0]).isLessThan(5);
                int first = lost[0];
                int[] missing = IntStream.range(first, Math.min(22, first + 4))
                        .filter(t -> Float.isNaN(changed.z(t, hand + 20))).toArray();
                assertThat(missing).hasSize(Math.min(4, 22 - first));
                assertThat(changed.x(first, FACE_POINT)).isEqualTo(clip.x(first, FACE_POINT));
            }
        }
    }

    @Test
    void theLostFramesAreNotAlwaysTheSame() {
        assertThat(IntStream.range(0, 20).mapToObj(number -> Disturbance.HAND_MISSING.of(CLIP, number)).map(
                clip -> IntStream.range(0, 22).filter(t -> Float.isNaN(clip.x(t, Skeleton.LEFT_HAND))).boxed().toList())
                .distinct().count()).isGreaterThan(4);
    }

    /// The shoulders, 0.4 apart, tremble by a hundredth.
    @Test
    void theNoiseIsAHundredthOfTheShoulders() {
        Clip changed = Disturbance.NOISE.of(CLIP, 1);
        double squares = 0;
        for (int t = 0; t < 22; t++) {
            for (int row = 0; row < Skeleton.FACE_ROWS; row++) {
                squares += Math.pow(changed.y(t, row) - CLIP.y(t, row), 2);
            }
        }
        assertThat(Math.sqrt(squares / 22 / Skeleton.FACE_ROWS)).isCloseTo(0.004, within(0.0002));
    }

    @Test
    void thePersonIsHalfAsLargeAndElsewhere() {
        Clip changed = Disturbance.SMALL_AND_ASIDE.of(CLIP, 0);
        int left = Skeleton.POSE + 11;
        int right = left + 1;
        assertThat(changed.x(4, left) - changed.x(4, right)).isCloseTo((CLIP.x(4, left) - CLIP.x(4, right)) / 2,
                within(1e-6f));
        assertThat(changed.y(4, left) - changed.y(4, FACE_POINT))
                .isCloseTo((CLIP.y(4, left) - CLIP.y(4, FACE_POINT)) / 2, within(1e-6f));
        double x = IntStream.range(0, 22).mapToDouble(t -> changed.x(t, left) + changed.x(t, right)).sum() / 44;
        double before = IntStream.range(0, 22).mapToDouble(t -> CLIP.x(t, left) + CLIP.x(t, right)).sum() / 44;
        assertThat(x).isCloseTo(before + 0.2, within(1e-5));
    }

    @Test
    void theMirroredClipIsThatOfTheOtherHand() {
        Clip changed = Disturbance.MIRRORED.of(CLIP, 0);
        assertThat(changed.x(1, Skeleton.RIGHT_HAND + 7)).isEqualTo(1 - CLIP.x(1, Skeleton.LEFT_HAND + 7));
        assertThat(changed.y(1, Skeleton.RIGHT_HAND + 7)).isEqualTo(CLIP.y(1, Skeleton.LEFT_HAND + 7));
    }
}
