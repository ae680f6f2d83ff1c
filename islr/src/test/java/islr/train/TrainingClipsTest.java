package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.features.FeatureSet;
import islr.features.Features;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TrainingClipsTest {
    private static final Features FEATURES = FeatureSet.DOMINANT_HAND.of(8);

    private static TrainingClips prepare(ClipSource source, int threads, String... heldOut)
            throws IOException, InterruptedException {
        return TrainingClips.prepare(source, Split.of(source, List.of(heldOut)), FEATURES, threads, Optional.empty(),
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
        List<StoredClip> one = prepare(source, 1, "b").training();
        List<StoredClip> four = prepare(source, 4, "b").training();
        assertThat(four).hasSameSizeAs(one);
        for (int i = 0; i < one.size(); i++) {
            assertThat(four.get(i).values()).isEqualTo(one.get(i).values());
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
        assertThat(clips.remarks()).containsExactly("Skipped without a hand in any frame: 2 of 12 clips.",
                "Skipped because they cannot be read: 1 of 12 clips. toy/2.parquet: it is broken",
                "Only one clip to learn from for 2 of 3 signs: 'sign 0', 'sign 1'.");
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
                .hasMessage("training: none of the 2 clips is left to train on; no hand was seen in any of them");
        assertThatThrownBy(() -> prepare(new ToyClips(1, 2, 1).unreadable(0), 2, "b")).isInstanceOf(IOException.class)
                .hasMessage("training: none of the 2 clips is left to train on; the first problem: toy/0.parquet: it "
                        + "is broken");
    }

    @Test
    void readingStopsWhenAsked() {
        ToyClips source = new ToyClips(10, 2, 10);
        assertThatThrownBy(() -> TrainingClips.prepare(source, Split.usual(source), FEATURES, 2, Optional.empty(),
                new StopAfter(3))).isInstanceOf(InterruptedException.class);
        assertThat(source.reads()).isLessThan(20);
    }
}
