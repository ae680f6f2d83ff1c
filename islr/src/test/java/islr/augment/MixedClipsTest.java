package islr.augment;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.recognize.TestModels;
import org.junit.jupiter.api.Test;

class MixedClipsTest {
    private static final Clip A = TestModels.clip("a", 7, 1);

    @Test
    void aShareOfOneIsTheClipAndOfNoneTheOther() {
        Clip b = TestModels.clip("b", 7, 2);
        assertThat(MixedClips.of(A, b, 1).landmarks()).isEqualTo(A.landmarks());
        assertThat(MixedClips.of(A, b, 0).landmarks()).isEqualTo(b.landmarks());
    }

    @Test
    void landmarksAreMixedByTheirShares() {
        Clip b = TestModels.clip("b", 7, 2);
        float[] mixed = MixedClips.of(A, b, 0.25).landmarks();
        for (int i = 0; i < mixed.length; i++) {
            float expected = 0.25f * A.landmarks()[i] + 0.75f * b.landmarks()[i];
            assertThat(Float.isNaN(expected) ? Float.isNaN(mixed[i]) : Math.abs(mixed[i] - expected) < 1e-5).isTrue();
        }
    }

    /// The right hand is nowhere in A.
    @Test
    void whatOnlyOneOfThemHasIsThatOfThisOne() {
        Clip b = TestModels.clip("b", 7, 2);
        int hand = b.index(3, Skeleton.RIGHT_HAND);
        b.landmarks()[hand] = 0.7f;
        b.landmarks()[hand + 1] = 0.2f;
        b.landmarks()[hand + 2] = 0.1f;
        assertThat(MixedClips.of(A, b, 0.9).landmarks()[hand]).isEqualTo(0.7f);
        assertThat(MixedClips.of(b, A, 0.9).landmarks()[hand + 1]).isEqualTo(0.2f);
        assertThat(MixedClips.of(A, b, 0.9).landmarks()[hand + 3]).isNaN();
    }

    @Test
    void theOtherIsPlayedInTheTimeOfTheClip() {
        for (int frames : new int[] {1, 2, 20}) {
            Clip other = TestModels.clip("b", frames, 3);
            Clip mixed = MixedClips.of(A, other, 0);
            assertThat(mixed.frames()).isEqualTo(A.frames());
            int nose = Skeleton.POSE;
            if (frames > 1) {
                assertThat(mixed.x(6, nose)).isBetween(0f, 1f);
            }
            assertThat(MixedClips.of(other, A, 1).frames()).isEqualTo(frames);
        }
    }

    @Test
    void otherLandmarksAreNamed() {
        Clip few = A.only(SkeletonRows.of(1, 2, 3));
        assertThatThrownBy(() -> MixedClips.of(A, few, 0.5)).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("mixed clips: a has 543 landmarks, clip has 3, and not the same ones".replace("clip has",
                        few.name() + " has"));
    }
}
