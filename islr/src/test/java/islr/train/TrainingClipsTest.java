package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.dataset.ClipSource;
import islr.dataset.LabelledSample;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingClipsTest {
    private static final RunSettings SETTINGS = ToyRuns.settings();

    private static TrainingClips prepare(ClipSource source, int threads, String... heldOut)
            throws IOException, InterruptedException {
        return TrainingClips.prepare(source, Split.of(source, List.of(heldOut)), SETTINGS, threads, Optional.empty(),
                Progress.NONE);
    }

    private static float[] means(TrainingClips clips) {
        return clips.statistics().get("stats.left_hand.mean").toArray();
    }

    @Test
    void signersWhoAreHeldOutAreNotLearntFrom() throws Exception {
        TrainingClips clips = prepare(new ToyClips(3, 3, 2), 2, "b");
        assertThat(clips.training()).hasSize(12);
        assertThat(clips.heldOut()).hasSize(6);
        assertThat(clips.remarks()).isEmpty();
        assertThat(clips.statistics()).containsOnlyKeys("stats.lips.mean", "stats.lips.std", "stats.left_hand.mean",
                "stats.left_hand.std", "stats.pose.mean", "stats.pose.std");
    }

    @Test
    void theStatisticsAreThoseOfTheTrainingClipsAlone() throws Exception {
        float[] means = means(prepare(new ToyClips(3, 2, 2), 2, "b"));
        assertThat(means(prepare(new ToyClips(3, 2, 2).changed(7), 2, "b"))).isEqualTo(means);
        assertThat(means(prepare(new ToyClips(3, 1, 2), 2, "none"))).isEqualTo(means);
        assertThat(means(prepare(new ToyClips(3, 2, 2), 2, "none"))).isNotEqualTo(means);
        assertThat(means(prepare(new ToyClips(3, 2, 2).changed(1), 2, "b"))).isNotEqualTo(means);
    }

    @Test
    void theOrderDoesNotDependOnTheThreads() throws Exception {
        ToyClips source = new ToyClips(5, 2, 4);
        List<LabelledSample> one = prepare(source, 1, "b").training();
        List<LabelledSample> four = prepare(source, 4, "b").training();
        assertThat(four).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
            assertThat(four.get(i).sample().values().toArray()).isEqualTo(one.get(i).sample().values().toArray());
            assertThat(four.get(i).label()).isEqualTo(one.get(i).label());
        }
    }

    @Test
    void clipsThatTeachNothingAreSkippedAndCounted() throws Exception {
        ToyClips source = new ToyClips(3, 2, 2).withoutHand(0).withoutHand(7).unreadable(2);
        TrainingClips clips = prepare(source, 2, "b");
        assertThat(clips.training()).hasSize(4);
        assertThat(clips.heldOut()).hasSize(5);
        assertThat(clips.skipped()).containsExactlyInAnyOrder(source.recordings().get(0), source.recordings().get(2),
                source.recordings().get(7));
        assertThat(clips.remarks()).containsExactly("Skipped, because no hand was seen in any frame: 2 of 12 clips.",
                "Skipped because they cannot be read: 1 of 12 clips. toy/2.parquet: it is broken",
                "Only one clip to learn from for 2 of 3 signs: 'sign 0', 'sign 1'.");
    }

    @Test
    void notesOnClipsAreToldOnceWithTheirNames() throws Exception {
        ToyClips source = new ToyClips(3, 2, 2);
        for (int i = 1; i < 8; i += 2) {
            source.noted(i);
        }
        assertThat(prepare(source, 2, "b").remarks()).containsExactly(
                "Note: the iris points of the face (landmark_index 468 to 477) are left out: 4 of 12 clips. "
                        + "toy/1.parquet, toy/3.parquet, toy/5.parquet, …");
    }

    @Test
    void signsWithoutAClipAreNamedOnlyToThree() throws Exception {
        ToyClips source = new ToyClips(5, 2, 1);
        for (int i = 0; i < 4; i++) {
            source.withoutHand(i);
        }
        assertThat(prepare(source, 2, "b").remarks()).contains(
                "No clip to learn from for 4 of 5 signs: 'sign 0', 'sign 1', 'sign 2', ….",
                "Only one clip to learn from for 1 of 5 signs: 'sign 4'.");
    }

    @Test
    void whereNothingIsLeftThereIsNoTraining() {
        assertThatThrownBy(() -> prepare(new ToyClips(1, 2, 1).withoutHand(0), 2, "b")).isInstanceOf(IOException.class)
                .hasMessage("training: none of the 2 clips is left to train on; no hand was seen in any frame of any "
                        + "of them");
        assertThatThrownBy(() -> prepare(new ToyClips(1, 2, 1).unreadable(0), 2, "b")).isInstanceOf(IOException.class)
                .hasMessage("training: none of the 2 clips is left to train on; the first problem: toy/0.parquet: it "
                        + "is broken");
    }

    @Test
    void readingStopsWhenAsked() {
        ToyClips source = new ToyClips(10, 2, 10);
        assertThatThrownBy(() -> TrainingClips.prepare(source, Split.usual(source), SETTINGS, 2, Optional.empty(),
                new StopAfter(3))).isInstanceOf(InterruptedException.class);
        assertThat(source.reads()).isLessThan(20);
    }

    @Test
    void aPartOfTheBodyThatNoClipShowsIsToldInASentence() throws Exception {
        ToyClips faceless = new ToyClips(3, 2, 2) {
            @Override
            public Clip read(int index, SkeletonRows rows) throws IOException {
                Clip clip = super.read(index, rows);
                for (int t = 0; t < clip.frames(); t++) {
                    Arrays.fill(clip.landmarks(), clip.index(t, 0), clip.index(t, Skeleton.LEFT_HAND), Float.NaN);
                }
                return clip;
            }
        };
        assertThat(prepare(faceless, 2, "b").remarks()).containsExactly(
                "Preset gislr-64-small reads face (40 landmarks), which no clip shows: it is trained without.");
    }
}
