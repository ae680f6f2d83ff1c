package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.ClipNote;
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
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class TrainingClipsTest {
    private static final RunSettings SETTINGS = ToyRuns.settings();
    private static final String ONE_SIGNER = "All clips to learn from are of one signer, a: expect much less on other "
            + "people.";

    private static TrainingClips prepare(ClipSource source, int threads, String... heldOut)
            throws IOException, InterruptedException {
        return TrainingClips.prepare(source, Split.of(source, List.of(heldOut), 42), SETTINGS, threads,
                Optional.empty(), Progress.NONE);
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
                "Only one clip to learn from for 2 of 3 signs: 'sign 0', 'sign 1'.", ONE_SIGNER);
    }

    @Test
    void notesOnClipsAreToldOnceWithTheirNames() throws Exception {
        ToyClips source = new ToyClips(3, 2, 2);
        for (int i = 1; i < 8; i += 2) {
            source.noted(i);
        }
        assertThat(prepare(source, 2, "b").remarks()).containsExactly(
                "Note: the iris points of the face (landmark_index 468 to 477) are left out: 4 of 12 clips. "
                        + "toy/1.parquet, toy/3.parquet, toy/5.parquet, …",
                ONE_SIGNER);
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
                "Preset gislr-64-small reads face (40 landmarks), which no clip shows: it is trained without.",
                ONE_SIGNER);
    }

    @Test
    void aClipInPixelsMovesNoStatisticAndIsNotLearntFrom() throws Exception {
        TrainingClips clips = prepare(new ToyClips(3, 2, 3).inPixels(4).inPixels(10), 2, "b");
        assertThat(clips.training()).hasSize(8);
        assertThat(clips.heldOut()).hasSize(9);
        assertThat(means(clips)).isEqualTo(means(prepare(new ToyClips(3, 2, 3).withoutHand(4), 2, "b")));
        assertThat(clips.remarks()).containsExactly(
                "Left out of training, because " + ClipNote.SCALE.text() + ": 1 of 18 clips. toy/4.parquet",
                "Note: " + ClipNote.SCALE.text() + ": 1 of 18 clips. toy/10.parquet", ONE_SIGNER);
    }

    @Test
    void whereMostClipsAreInPixelsAllAreLearntFrom() throws Exception {
        ToyClips source = new ToyClips(2, 3, 2);
        IntStream.range(0, 12).filter(i -> i != 3).forEach(source::inPixels);
        TrainingClips clips = prepare(source, 2, "b");
        assertThat(clips.training()).hasSize(8);
        assertThat(clips.remarks()).containsExactly(
                "Note: " + ClipNote.SCALE.text() + ": 11 of 12 clips. toy/0.parquet, toy/1.parquet, toy/2.parquet, …");
    }

    @Test
    void copiesOfHeldOutClipsAreNotLearntFrom() throws Exception {
        ToyClips source = new ToyClips(2, 3, 3).copied(6, 1).copied(7, 12).copied(2, 0);
        TrainingClips clips = prepare(source, 2, "b");
        assertThat(clips.heldOut()).hasSize(6);
        assertThat(clips.training()).hasSize(10);
        assertThat(clips.remarks()).containsExactly(
                "Left out of training, because they are the same as held-out clips: 2 of 18 clips. toy/1.parquet, "
                        + "toy/12.parquet. Is somebody of signer a, c the same person as signer b?",
                "Clips that are the same as another one: 3 of 18 clips. toy/0.parquet, toy/2.parquet");
    }

    @Test
    void aClipWithTwoSignsIsTold() throws Exception {
        assertThat(prepare(new ToyClips(2, 2, 3).copied(1, 4), 2, "b").remarks()).containsExactly(
                "Clips that are the same as another one: 1 of 12 clips. toy/1.parquet, toy/4.parquet",
                "The same clip with different signs: 1 clip. toy/1.parquet ('sign 0') and toy/4.parquet ('sign 1')",
                ONE_SIGNER);
    }

    @Test
    void anAccuracyAboutFewSignsIsTold() throws Exception {
        ToyClips source = new ToyClips(3, 3, 2);
        IntStream.of(0, 1, 12, 13, 8, 9).forEach(source::withoutHand);
        assertThat(prepare(source, 2, "b").remarks()).contains("No clip to learn from for 1 of 3 signs: 'sign 0'.",
                "Held out, but never in training, so that they cannot be recognised: 'sign 0'.",
                "The accuracy will be about 2 of 3 signs: the others have no clip that is held out.");
    }

    @Test
    void aSignWithNearlyAllClipsIsTold() throws Exception {
        ToyClips source = new ToyClips(3, 3, 4);
        IntStream.of(0, 1, 2, 4, 5, 6, 24, 25, 26, 28, 29, 30).forEach(source::withoutHand);
        assertThat(prepare(source, 2, "b").remarks())
                .contains("'sign 2' has 67 % of the clips to learn from; always to "
                        + "answer with it would be right for 33.3 % of the held-out clips.");
    }

    @Test
    void peopleOnBothSidesAreTold() throws Exception {
        TrainingClips clips = prepare(new ToyClips(3, 2, 5), 2, "20%");
        assertThat(clips.heldOut()).hasSize(6);
        assertThat(clips.training()).hasSize(24);
        assertThat(clips.remarks()).containsExactly("Clips of 2 signers are on both sides: the accuracy will be about "
                + "new clips of people it has seen, and much less is to be expected on others.");
        assertThat(prepare(new ToyClips(3, 2, 5), 2, "none").remarks())
                .containsExactly("Nothing is held out, so nothing will be known of how well it recognises new clips.");
    }
}
