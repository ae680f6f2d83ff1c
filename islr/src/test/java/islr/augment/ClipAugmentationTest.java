package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import islr.features.Mirror;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What all changes of clips have in common.
class ClipAugmentationTest {
    /// What a change may do that others may not.
    private enum May {
        /// Exchange left and right.
        MIRROR,
        /// Show other times than those of the frames.
        CHANGE_TIMES,
        /// Have another number of frames.
        CHANGE_FRAMES,
        /// Fill in hands that are missing.
        FILL_HANDS,
        /// Take hands away.
        LOSE_HANDS,
        /// Take anything away.
        LOSE_ANYTHING,
        /// Do the same whatever the random numbers are, if it happens.
        BE_CONSTANT
    }

    /// A change of any amount, and what it may do.
    private record Kind(DoubleFunction<ClipAugmentation> change, Set<May> may) {
        static Kind of(DoubleFunction<ClipAugmentation> change, May... may) {
            return new Kind(change, Set.of(may));
        }

        boolean loses(int row) {
            return may.contains(May.LOSE_ANYTHING) || may.contains(May.LOSE_HANDS) && isHand(row);
        }

        boolean fills(int row) {
            return may.contains(May.FILL_HANDS) && isHand(row);
        }

        boolean keepsTimes() {
            return !may.contains(May.CHANGE_TIMES) && !may.contains(May.CHANGE_FRAMES);
        }

        @Override
        public String toString() {
            return change.apply(1).stream();
        }
    }

    private static final List<Kind> ALL = List.of(Kind.of(Interpolation::new, May.FILL_HANDS, May.BE_CONSTANT),
            Kind.of(HandFilling::new, May.FILL_HANDS, May.BE_CONSTANT),
            Kind.of(MirrorImage::new, May.MIRROR, May.BE_CONSTANT), Kind.of(TimeChange::new, May.CHANGE_TIMES),
            Kind.of(Stretch::new, May.CHANGE_FRAMES), Kind.of(Crop::new, May.CHANGE_FRAMES), Kind.of(BodyChange::new),
            Kind.of(HandChange::new), Kind.of(Rotation::new), Kind.of(Scaling::new), Kind.of(Shear::new),
            Kind.of(Shift::new), Kind.of(HandLoss::new, May.LOSE_HANDS), Kind.of(PartCutout::new, May.LOSE_ANYTHING),
            Kind.of(LandmarkDropout::new, May.LOSE_ANYTHING), Kind.of(FrameDropout::new, May.CHANGE_FRAMES));

    private static final Map<String, Clip> CLIPS = SomeClips.all();

    static Stream<Arguments> changesAndClips() {
        return ALL.stream().flatMap(kind -> CLIPS.keySet().stream().map(clip -> Arguments.of(kind, clip)));
    }

    static Stream<Kind> kinds() {
        return ALL.stream();
    }

    @ParameterizedTest
    @MethodSource("changesAndClips")
    void aChangeIsAFunctionOfClipAndStream(Kind kind, String name) {
        ClipAugmentation change = kind.change.apply(1);
        Clip clip = CLIPS.get(name).with(ClipNote.IRISES);
        float[] before = clip.landmarks().clone();
        for (int seed = 0; seed < 3; seed++) {
            Clip once = change.apply(clip, new SplittableRandom(seed));
            assertThat(clip.landmarks()).as("the clip itself").isEqualTo(before);
            Clip again = change.apply(clip, new SplittableRandom(seed));
            assertThat(again.landmarks()).isEqualTo(once.landmarks());
            if (!kind.may.contains(May.CHANGE_FRAMES)) {
                assertThat(once.frames()).isEqualTo(clip.frames());
            } else if (clip.frames() > 0) {
                assertThat(once.frames()).isPositive();
            }
            assertThat(once.name()).isEqualTo(clip.name());
            assertThat(once.notes()).isEqualTo(clip.notes());
            if (!kind.may.contains(May.MIRROR)) {
                assertThat(once.rows()).isEqualTo(clip.rows());
            }
        }
    }

    /// But for what a change is there to take away or to fill in, and for what other times show of a landmark that is
    /// missing in some frames.
    @ParameterizedTest
    @MethodSource("changesAndClips")
    void whatIsMissingStaysMissingAndNumbersStayNumbers(Kind kind, String name) {
        Clip clip = CLIPS.get(name);
        for (int seed = 0; seed < 8; seed++) {
            Clip changed = kind.change.apply(1).apply(clip, new SplittableRandom(seed));
            for (int row : clip.rows().toArray()) {
                int there = kind.may.contains(May.MIRROR) ? Mirror.partner(row) : row;
                boolean[] before = seen(clip, row);
                boolean[] after = seen(changed, there);
                for (int t = 0; kind.keepsTimes() && t < before.length; t++) {
                    boolean may = before[t] ? kind.loses(row) : kind.fills(row);
                    if (after[t] != before[t] && !may) {
                        throw new AssertionError(
                                "%s in frame %d: was there: %s".formatted(Skeleton.name(row), t, before[t]));
                    }
                }
                if (count(before) == 0 && !kind.fills(row)) {
                    assertThat(count(after)).as(Skeleton.name(row)).isZero();
                }
                if (count(before) == before.length && !kind.loses(row)) {
                    assertThat(count(after)).as(Skeleton.name(row)).isEqualTo(changed.frames());
                }
            }
        }
    }

    private static boolean[] seen(Clip clip, int row) {
        boolean[] seen = new boolean[clip.frames()];
        for (int t = 0; t < seen.length; t++) {
            seen[t] = isThere(clip, t, row);
        }
        return seen;
    }

    private static int count(boolean... some) {
        int count = 0;
        for (boolean each : some) {
            count += each ? 1 : 0;
        }
        return count;
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
    @MethodSource("kinds")
    void nothingOfAChangeIsNoChange(Kind kind) {
        Clip clip = CLIPS.get("some of a signer");
        for (int seed = 0; seed < 3; seed++) {
            float[] landmarks = kind.change.apply(0).apply(clip, new SplittableRandom(seed)).landmarks();
            assertThat(landmarks).hasSameSizeAs(clip.landmarks());
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
        for (Kind kind : ALL) {
            ClipAugmentation change = kind.change.apply(1);
            if (!kind.may.contains(May.BE_CONSTANT)) {
                assertThat(change.apply(clip, new SplittableRandom(1)).landmarks()).as(change.stream())
                        .isNotEqualTo(change.apply(clip, new SplittableRandom(2)).landmarks())
                        .isNotEqualTo(clip.landmarks());
            }
        }
    }

    @Test
    void noTwoShareAStream() {
        assertThat(ALL.stream().map(Kind::toString)).hasSize(ALL.size()).doesNotHaveDuplicates()
                .doesNotContain("order");
    }
}
