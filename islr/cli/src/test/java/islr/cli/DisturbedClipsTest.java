package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.Progress;
import islr.dataset.ToyClips;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.train.report.Disturbance;
import islr.train.report.Robustness;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DisturbedClipsTest {
    private static final List<String> SIGNERS = List.of("a", "b", "c");

    @TempDir
    private Path folder;

    private Recognizer recognizer() throws Exception {
        return new Recognizer(
                ModelFile.read(TestModels.write(folder.resolve("model.safetensors"))).classifier(Optional.empty()), 1);
    }

    /// For the accuracy, and for all changes together; one in which nothing is seen is not changed.
    @Test
    void everyClipIsReadTwice() throws Exception {
        ToyClips clips = new ToyClips(5, 3, 2).withoutHand(11);
        try (Recognizer recognizer = recognizer()) {
            JudgedClips judged = JudgedClips.of(clips, SIGNERS, IntStream.range(0, 5).toArray(), recognizer, 2,
                    Progress.NONE);
            assertThat(clips.reads()).isEqualTo(30);
            Robustness robustness = DisturbedClips.judge(judged, recognizer, 3, Progress.NONE).orElseThrow();
            assertThat(clips.reads()).isEqualTo(30 + 29);
            assertThat(robustness.clips()).isEqualTo(29);
            assertThat(robustness.changes()).extracting(Robustness.Change::disturbance)
                    .containsExactly(Disturbance.values());
        }
    }

    /// Its answers are wrong.
    @Test
    void aClipThatCannotBeReadAnyMoreCountsAsWrong() throws Exception {
        ToyClips clips = new ToyClips(5, 3, 2);
        try (Recognizer recognizer = recognizer()) {
            JudgedClips judged = JudgedClips.of(clips, SIGNERS, IntStream.range(0, 5).toArray(), recognizer, 2,
                    Progress.NONE);
            IntStream.range(0, 30).forEach(clips::unreadable);
            Robustness robustness = DisturbedClips.judge(judged, recognizer, 2, Progress.NONE).orElseThrow();
            assertThat(robustness.unchanged()).isPositive();
            assertThat(robustness.changes()).hasSize(Disturbance.values().length)
                    .allMatch(change -> change.right() == 0);
        }
    }

    @Test
    void whoWantsToStopGetsNothing() throws Exception {
        ToyClips clips = new ToyClips(5, 3, 2);
        try (Recognizer recognizer = recognizer()) {
            JudgedClips judged = JudgedClips.of(clips, SIGNERS, IntStream.range(0, 5).toArray(), recognizer, 2,
                    Progress.NONE);
            assertThat(DisturbedClips.judge(judged, recognizer, 2, new Stopping())).isEmpty();
        }
    }

    /// Wants to stop after three clips.
    private static final class Stopping implements Progress {
        private int done;

        @Override
        public void at(int now, String state) {
            done = now;
        }

        @Override
        public boolean isStopWanted() {
            return done == 3;
        }
    }
}
