package islr.system.gislr;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.features.LandmarkSets;
import islr.recognize.TestModels;
import islr.system.Sample;
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
        GislrFeatures features = new GislrFeatures(set, 8);
        assertThat(features.points()).isEqualTo(set.columns()).isEqualTo(next);
        Sample sample = features.of(TestModels.clip("clip", 5, 1));
        assertThat(sample.width()).isEqualTo(features.width()).isEqualTo(3 * next + 2);
        assertThat(sample.rows()).isBetween(1, 5);
        assertThat(Gislr.FEATURES.parse(set.id())).isEqualTo(set);
    }

    @ParameterizedTest
    @EnumSource
    void aClipWithoutAHandGivesNoRow(FeatureSet set) {
        assertThat(new GislrFeatures(set, 8).of(TestModels.nothing("nothing", 5)).isEmpty()).isTrue();
    }

    @Test
    void bothHandsKeepsFramesInWhichEitherWasSeenAndMirrorsNothing() {
        Clip clip = TestModels.clip("clip", 9, 3);
        // The left hand is in frames 0, 1, 3, 4, 6, 7; now a part of the right one is in frames 5 and 6.
        set(clip, 5, RIGHT_THUMB, 0.9f);
        set(clip, 6, RIGHT_THUMB, 0.8f);
        Sample frames = new GislrFeatures(FeatureSet.BOTH_HANDS, 16).of(clip);
        assertThat(frames.rows()).isEqualTo(7);
        assertThat(index(frames)).containsExactly(0, 1, 3, 4, 5, 6, 7);
        assertColumn(frames, clip, 40 + LEFT_THUMB - 468, LEFT_THUMB);
        assertColumn(frames, clip, 61 + RIGHT_THUMB - 522, RIGHT_THUMB);
        assertColumn(frames, clip, 82, LEFT_ELBOW);
        assertColumn(frames, clip, 83, RIGHT_ELBOW);
        assertColumn(frames, clip, 0, LandmarkSets.lips()[0]);
    }

    /// A landmark of one hand may lie left of or above the picture, where coordinates are negative.
    @Test
    void positiveHandsDropsFramesWhoseMeanIsNotPositiveAndCountsFromTheClipsStart() {
        Clip clip = TestModels.clip("clip", 6, 3);
        for (int row = Skeleton.LEFT_HAND; row < Skeleton.LEFT_HAND + 21; row++) {
            set(clip, 0, row, -0.1f);
            set(clip, 1, row, 0);
        }
        Sample frames = new GislrFeatures(FeatureSet.POSITIVE_HANDS, 16).of(clip);
        assertThat(index(frames)).containsExactly(3, 4);
        assertThat(index(new GislrFeatures(FeatureSet.BOTH_HANDS, 16).of(clip))).containsExactly(0, 1, 3, 4);
    }

    private static float[] index(Sample sample) {
        FrameRows rows = new FrameRows((sample.width() - 2) / 3);
        float[] index = new float[sample.rows()];
        for (int t = 0; t < index.length; t++) {
            index[t] = sample.values().get(t, rows.index());
        }
        return index;
    }

    private static void assertColumn(Sample frames, Clip clip, int column, int row) {
        float[] index = index(frames);
        for (int i = 0; i < frames.rows(); i++) {
            for (int axis = 0; axis < 3; axis++) {
                float expected = clip.landmarks()[clip.index((int) index[i], row) + axis];
                assertThat(frames.values().get(i, 3 * column + axis)).isEqualTo(Float.isNaN(expected) ? 0 : expected);
            }
        }
    }

    private static void set(Clip clip, int frame, int row, float value) {
        for (int axis = 0; axis < Skeleton.AXES; axis++) {
            clip.landmarks()[clip.index(frame, row) + axis] = value;
        }
    }
}
