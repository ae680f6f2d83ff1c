package islr.features;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.model.TestModels;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FeatureSetTest {
    private static final int LEFT_THUMB = 472;
    private static final int RIGHT_THUMB = 526;
    private static final int LEFT_ELBOW = 502;
    private static final int RIGHT_ELBOW = 503;

    @ParameterizedTest
    @EnumSource
    void theGroupsAreTheColumnsOneBehindTheOther(FeatureSet set) {
        int next = 0;
        for (LandmarkGroup group : set.groups()) {
            assertThat(group.first()).isEqualTo(next);
            next += group.count();
        }
        Features features = set.of(8);
        assertThat(features.columns()).isEqualTo(next);
        assertThat(features.of(TestModels.clip("", 5, 1)).values()).hasSize(8 * next * 3);
        assertThat(FeatureSet.of(set.id())).isEqualTo(set).isEqualTo(features.set());
    }

    @ParameterizedTest
    @EnumSource
    void aClipWithoutAHandIsPaddingAlone(FeatureSet set) {
        assertThat(set.of(8).of(TestModels.nothing("", 5)).kept()).isZero();
    }

    @Test
    void bothHandsKeepsFramesInWhichEitherWasSeenAndMirrorsNothing() {
        Clip clip = TestModels.clip("", 9, 3);
        // The left hand is in frames 0, 1, 3, 4, 6, 7; now a part of the right one is in frames 5 and 6.
        set(clip, 5, RIGHT_THUMB, 0.9f);
        set(clip, 6, RIGHT_THUMB, 0.8f);
        Frames frames = FeatureSet.BOTH_HANDS.of(16).of(clip);
        assertThat(frames.kept()).isEqualTo(7);
        assertThat(frames.index()).startsWith(0, 1, 3, 4, 5, 6, 7);
        assertColumn(frames, clip, 40 + LEFT_THUMB - 468, LEFT_THUMB);
        assertColumn(frames, clip, 61 + RIGHT_THUMB - 522, RIGHT_THUMB);
        assertColumn(frames, clip, 82, LEFT_ELBOW);
        assertColumn(frames, clip, 83, RIGHT_ELBOW);
        assertColumn(frames, clip, 0, LandmarkSets.lips()[0]);
    }

    private static void assertColumn(Frames frames, Clip clip, int column, int row) {
        for (int i = 0; i < frames.kept(); i++) {
            for (int axis = 0; axis < 3; axis++) {
                float expected = clip.landmarks()[clip.index((int) frames.index()[i], row) + axis];
                assertThat(frames.values()[frames.at(i, column) + axis])
                        .isEqualTo(Float.isNaN(expected) ? 0 : expected);
            }
        }
    }

    private static void set(Clip clip, int frame, int row, float value) {
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            clip.landmarks()[clip.index(frame, row) + axis] = value;
        }
    }

    @Test
    void whatDoesNotExistIsRefusedWithWhatDoes() {
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureSet.of("hands"))
                .withMessage("there are no features 'hands'; there are dominant-hand, both-hands");
        assertThatIllegalArgumentException().isThrownBy(() -> FeatureSet.BOTH_HANDS.of(1))
                .withMessage("features: 1 frames are not in 2 to 1024");
    }
}
