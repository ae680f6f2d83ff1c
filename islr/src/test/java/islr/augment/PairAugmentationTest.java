package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.Skeleton;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.function.DoubleFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What all changes that take something from another clip have in common.
class PairAugmentationTest {
    private static final List<DoubleFunction<PairAugmentation>> ALL = List.of(FaceMix::new, PartMix::new);

    private static final Map<String, Clip> CLIPS = SomeClips.all();

    /// Each clip with each of the same landmarks, itself too.
    static Stream<Arguments> pairs() {
        return ALL.stream()
                .flatMap(change -> CLIPS.keySet().stream()
                        .flatMap(clip -> CLIPS.keySet().stream()
                                .filter(other -> CLIPS.get(other).rows().equals(CLIPS.get(clip).rows()))
                                .map(other -> Arguments.of(change.apply(1), clip, other))));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void aChangeIsAFunctionOfBothClipsAndTheStream(PairAugmentation change, String name, String otherName) {
        Clip clip = CLIPS.get(name).with(ClipNote.IRISES);
        Clip other = CLIPS.get(otherName);
        float[] before = clip.landmarks().clone();
        float[] beforeOther = other.landmarks().clone();
        Clip once = change.apply(clip, other, new SplittableRandom(1));
        assertThat(clip.landmarks()).isEqualTo(before);
        assertThat(other.landmarks()).isEqualTo(beforeOther);
        assertThat(change.apply(clip, other, new SplittableRandom(1)).landmarks()).isEqualTo(once.landmarks());
        assertThat(once.frames()).isEqualTo(clip.frames());
        assertThat(once.rows()).isEqualTo(clip.rows());
        assertThat(once.name()).isEqualTo(clip.name());
        assertThat(once.notes()).isEqualTo(clip.notes());
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void onlyTheFaceChangesAndWhatIsMissingStaysMissing(PairAugmentation change, String name, String otherName) {
        Clip clip = CLIPS.get(name);
        Clip other = CLIPS.get(otherName);
        float[] after = change.apply(clip, other, new SplittableRandom(1)).landmarks();
        int[] rows = clip.rows().toArray();
        for (int i = 0; i < after.length; i++) {
            float before = clip.landmarks()[i];
            boolean face = Skeleton.Part.of(rows[i / Skeleton.AXES % rows.length]) == Skeleton.Part.FACE;
            if (Float.isInfinite(after[i]) || (face ? Float.isNaN(before) && !Float.isNaN(after[i])
                    : Float.floatToIntBits(before) != Float.floatToIntBits(after[i]))) {
                throw new AssertionError(i + ": " + after[i] + " instead of " + before);
            }
            int point = i / Skeleton.AXES * Skeleton.AXES;
            if (Float.isNaN(after[i]) != Float.isNaN(after[point])) {
                throw new AssertionError(i + ": one axis of a point is missing, another one is not");
            }
        }
    }

    @Test
    void nothingOfAChangeIsNoChangeAndAllOfItIsOne() {
        Clip clip = SomeClips.signer(3);
        Clip other = SomeClips.signer(2);
        for (DoubleFunction<PairAugmentation> change : ALL) {
            assertThat(change.apply(0).apply(clip, other, new SplittableRandom(1))).isSameAs(clip);
            assertThat(change.apply(1).apply(clip, other, new SplittableRandom(1)).landmarks())
                    .isNotEqualTo(clip.landmarks());
        }
    }

    @Test
    void aChangeHappensAsOftenAsItsProbability() {
        Clip clip = CLIPS.get("lips alone");
        Clip other = SomeClips.signer(2).only(clip.rows());
        for (DoubleFunction<PairAugmentation> change : ALL) {
            SplittableRandom random = new SplittableRandom(2);
            int changed = 0;
            for (int i = 0; i < 1000; i++) {
                changed += change.apply(0.3).apply(clip, other, random) == clip ? 0 : 1;
            }
            assertThat(changed).isBetween(250, 350);
        }
    }

    @Test
    void clipsOfOtherLandmarksAreRefused() {
        Clip lips = CLIPS.get("lips alone");
        for (DoubleFunction<PairAugmentation> change : ALL) {
            assertThatThrownBy(() -> change.apply(0).apply(lips, CLIPS.get("signer"), new SplittableRandom(1)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageStartingWith("pair of clips: '" + lips.name() + "' holds [")
                    .hasMessageEndingWith("all rows; both must hold the same landmarks");
        }
    }

    @Test
    void noTwoShareAStream() {
        assertThat(ALL.stream().map(change -> change.apply(1).stream())).doesNotHaveDuplicates();
    }
}
