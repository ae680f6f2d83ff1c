package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import islr.data.Clip;
import islr.data.SkeletonRows;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class FaceMixTest {
    private static final float NONE = Float.NaN;
    /// Two points of the face and the nose of the pose.
    private static final SkeletonRows ROWS = SkeletonRows.of(3, 7, 489);

    private static Clip mixed(Clip clip, Clip other) {
        return new FaceMix(1).apply(clip, other, new SplittableRandom(1));
    }

    /// Two frames; x from 1 to 3, y from 10 to 14, z from 0 to 1.
    private static Clip first() {
        return new Clip("first", ROWS, new float[] {1, 10, 0, 2, 11, 0.5f, 7, 7, 7, 2, 14, 1, 3, 12, 0.25f, 8, 8, 8});
    }

    /// Two frames; x from −4 to 0, y from 0 to 1, z from 5 to 7.
    private static Clip other() {
        return new Clip("other", ROWS, new float[] {-4, 0, 5, -2, 0.25f, 6, 0, 0, 0, -3, 1, 7, 0, 0.5f, 5.5f, 0, 0, 0});
    }

    @Test
    void theOtherFaceIsFittedIntoTheBoxOfTheFirst() {
        assertThat(mixed(first(), other()).landmarks()).containsExactly(
                new float[] {1, 10, 0, 2, 11, 0.5f, 7, 7, 7, 1.5f, 14, 1, 3, 12, 0.25f, 8, 8, 8}, within(1e-6f));
    }

    /// Three frames come to two, of which the middle one is left out.
    @Test
    void theOtherFaceIsBroughtToTheFramesOfTheFirst() {
        float[] longer = new float[27];
        System.arraycopy(other().landmarks(), 0, longer, 0, 9);
        System.arraycopy(new float[] {-2, 0.5f, 6, -1, 0.5f, 6, 0, 0, 0}, 0, longer, 9, 9);
        System.arraycopy(other().landmarks(), 9, longer, 18, 9);
        Clip three = new Clip("three", ROWS, longer);
        assertThat(mixed(first(), three).landmarks()).containsExactly(mixed(first(), Stretch.to(three, 2)).landmarks(),
                within(0f));
        assertThat(mixed(three, first()).frames()).isEqualTo(3);
    }

    @Test
    void anAxisWithoutExtentStaysTheFirsts() {
        Clip flat = other();
        for (int i = 2; i < 18; i += 3) {
            flat.landmarks()[i] = 5;
        }
        Clip mixed = mixed(first(), flat);
        for (int i = 2; i < 18; i += 3) {
            assertThat(mixed.landmarks()[i]).isEqualTo(first().landmarks()[i]);
        }
        assertThat(mixed.landmarks()[9]).isEqualTo(1.5f);
        Clip back = mixed(flat, first());
        for (int i = 2; i < 18; i += 3) {
            assertThat(back.landmarks()[i]).isEqualTo(5);
        }
    }

    /// What is missing counts for no box.
    @Test
    void aPointIsThereWhereBothClipsShowIt() {
        Clip other = other();
        other.landmarks()[9] = other.landmarks()[10] = other.landmarks()[11] = NONE;
        Clip clip = first();
        clip.landmarks()[3] = clip.landmarks()[4] = clip.landmarks()[5] = NONE;
        // x of the other from −4 to 0 as before, y from 0 to 0.5, z from 5 to 6.
        assertThat(mixed(clip, other).landmarks()).containsExactly(
                new float[] {1, 10, 0, NONE, NONE, NONE, 7, 7, 7, NONE, NONE, NONE, 3, 14, 0.5f, 8, 8, 8},
                within(1e-6f));
    }

    @Test
    void aClipWithoutAFaceChangesNothing() {
        Clip none = SomeClips.without(other(), row -> row < 468);
        Clip first = first();
        assertThat(mixed(first, none)).isSameAs(first);
        assertThat(mixed(none, first)).isSameAs(none);
        SkeletonRows nose = SkeletonRows.of(489);
        Clip pose = first.only(nose);
        assertThat(mixed(pose, other().only(nose))).isSameAs(pose);
    }
}
