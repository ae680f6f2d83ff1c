package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.features.Mirror;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What all changes of clips have in common.
class ClipAugmentationTest {
    private static final List<DoubleFunction<ClipAugmentation>> ALL = List.of(MirrorImage::new, TimeChange::new,
            BodyChange::new, HandChange::new, HandLoss::new);

    private static final Map<String, Clip> CLIPS = SomeClips.all();

    static Stream<Arguments> changesAndClips() {
        return ALL.stream().flatMap(change -> CLIPS.keySet().stream().map(clip -> Arguments.of(change.apply(1), clip)));
    }

    static Stream<ClipAugmentation> without() {
        return ALL.stream().map(change -> change.apply(0));
    }

    @ParameterizedTest
    @MethodSource("changesAndClips")
    void aChangeIsAFunctionOfClipAndStream(ClipAugmentation change, String name) {
        Clip clip = CLIPS.get(name).with(ClipNote.IRISES);
        float[] before = clip.landmarks().clone();
        for (int seed = 0; seed < 3; seed++) {
            Clip once = change.apply(clip, new SplittableRandom(seed));
            assertThat(clip.landmarks()).as("the clip itself").isEqualTo(before);
            Clip again = change.apply(clip, new SplittableRandom(seed));
            assertThat(again.landmarks()).isEqualTo(once.landmarks());
            assertThat(once.frames()).isEqualTo(clip.frames());
            assertThat(once.name()).isEqualTo(clip.name());
            assertThat(once.notes()).isEqualTo(clip.notes());
            if (!(change instanceof MirrorImage)) {
                assertThat(once.rows()).isEqualTo(clip.rows());
            }
        }
    }

    /// But for the hands that are lost, and for what another tempo shows of a landmark that is missing in some frames.
    @ParameterizedTest
    @MethodSource("changesAndClips")
    void whatIsMissingStaysMissingAndNumbersStayNumbers(ClipAugmentation change, String name) {
        Clip clip = CLIPS.get(name);
        for (int seed = 0; seed < 8; seed++) {
            Clip changed = change.apply(clip, new SplittableRandom(seed));
            for (int row : clip.rows().toArray()) {
                int there = change instanceof MirrorImage ? Mirror.partner(row) : row;
                int seen = 0;
                int shown = 0;
                boolean canBeLost = change instanceof HandLoss && isHand(row);
                for (int t = 0; t < clip.frames(); t++) {
                    boolean before = !Float.isNaN(clip.x(t, row));
                    boolean after = isThere(changed, t, there);
                    seen += before ? 1 : 0;
                    shown += after ? 1 : 0;
                    if (after != before && !(change instanceof TimeChange) && !(canBeLost && before)) {
                        throw new AssertionError(
                                "%s in frame %d: was there: %s".formatted(Skeleton.name(row), t, before));
                    }
                }
                if (seen == 0 || seen == clip.frames() && !(change instanceof HandLoss)) {
                    assertThat(shown).as(Skeleton.name(row)).isEqualTo(seen);
                }
            }
        }
    }

    /// All of its coordinates, or none.
    private static boolean isThere(Clip clip, int frame, int row) {
        boolean there = Float.isFinite(clip.x(frame, row));
        if (there != Float.isFinite(clip.y(frame, row)) || there != Float.isFinite(clip.z(frame, row))
                || there == Float.isNaN(clip.x(frame, row))) {
            throw new AssertionError("%s in frame %d: %s, %s, %s".formatted(Skeleton.name(row), frame,
                    clip.x(frame, row), clip.y(frame, row), clip.z(frame, row)));
        }
        return there;
    }

    private static boolean isHand(int row) {
        Skeleton.Part part = Skeleton.Part.of(row);
        return part == Skeleton.Part.LEFT_HAND || part == Skeleton.Part.RIGHT_HAND;
    }

    @ParameterizedTest
    @MethodSource("without")
    void nothingOfAChangeIsNoChange(ClipAugmentation change) {
        Clip clip = CLIPS.get("some of a signer");
        for (int seed = 0; seed < 3; seed++) {
            float[] landmarks = change.apply(clip, new SplittableRandom(seed)).landmarks();
            for (int i = 0; i < landmarks.length; i++) {
                float before = clip.landmarks()[i];
                if (Float.isNaN(before) ? !Float.isNaN(landmarks[i]) : !(Math.abs(landmarks[i] - before) <= 1e-6f)) {
                    throw new AssertionError(i + ": " + landmarks[i] + " instead of " + before);
                }
            }
        }
    }

    @Test
    void otherStreamsGiveOtherClips() {
        Clip clip = SomeClips.signer(3);
        for (DoubleFunction<ClipAugmentation> some : ALL.subList(1, ALL.size())) {
            ClipAugmentation change = some.apply(1);
            assertThat(change.apply(clip, new SplittableRandom(1)).landmarks())
                    .isNotEqualTo(change.apply(clip, new SplittableRandom(2)).landmarks())
                    .isNotEqualTo(clip.landmarks());
        }
    }

    @Test
    void noTwoShareAStream() {
        assertThat(ALL.stream().map(change -> change.apply(1).stream())).hasSize(5).doesNotHaveDuplicates()
                .doesNotContain("order");
    }
}
