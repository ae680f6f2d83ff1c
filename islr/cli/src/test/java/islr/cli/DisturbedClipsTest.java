package islr.cli;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.SignList;
import islr.data.Skeleton;
import islr.data.SkeletonRows;
import islr.dataset.Progress;
import islr.dataset.ToyClips;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.TestModels;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.train.report.Disturbance;
import islr.train.report.Robustness;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
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

    /// Moved away from there, they would look like landmarks that were seen.
    @Test
    void landmarksAtTheOriginAreMissingAlsoInAChangedClip() throws Exception {
        ToyClips missing = new ToyClips(5, 3, 2);
        ToyClips zeros = new ToyClips(5, 3, 2) {
            @Override
            public Clip read(int index, SkeletonRows rows) throws IOException {
                Clip clip = super.read(index, rows);
                for (int i = 0; i < clip.landmarks().length; i++) {
                    clip.landmarks()[i] = Float.isNaN(clip.landmarks()[i]) ? 0 : clip.landmarks()[i];
                }
                return clip;
            }
        };
        try (Recognizer recognizer = recognizer()) {
            List<Robustness> both = new ArrayList<>();
            for (ToyClips clips : List.of(missing, zeros)) {
                JudgedClips judged = JudgedClips.of(clips, SIGNERS, IntStream.range(0, 5).toArray(), recognizer, 2,
                        Progress.NONE);
                both.add(DisturbedClips.judge(judged, recognizer, 2, Progress.NONE).orElseThrow());
            }
            assertThat(both.get(1)).isEqualTo(both.get(0));
        }
    }

    /// A mirrored clip holds the partners of the landmarks that were read.
    @Test
    void aModelThatLooksAtOneSideGetsTheOtherFromTheMirror() throws Exception {
        ToyClips clips = new ToyClips(5, 3, 2) {
            @Override
            public Clip read(int index, SkeletonRows rows) throws IOException {
                return super.read(index, rows).only(rows);
            }
        };
        try (Recognizer recognizer = new Recognizer(new SignOfOneToe(Skeleton.POSE + 31), 1)) {
            JudgedClips judged = JudgedClips.of(clips, SIGNERS, IntStream.range(0, 5).toArray(), recognizer, 2,
                    Progress.NONE);
            Robustness robustness = DisturbedClips.judge(judged, recognizer, 2, Progress.NONE).orElseThrow();
            assertThat(robustness.changes().getLast())
                    .isEqualTo(new Robustness.Change(Disturbance.MIRRORED, robustness.unchanged()));
            assertThat(robustness.unchanged()).isEqualTo(6);
        }
    }

    /// Answers with sign 0 if one toe is there.
    private record SignOfOneToe(int toe) implements Classifier {
        @Override
        public SignList signs() {
            return new ToyClips(5, 1, 1).signs();
        }

        @Override
        public SkeletonRows rows() {
            return SkeletonRows.of(toe);
        }

        @Override
        public Scores scores(Compute c, Clip clip) {
            float seen = Float.isNaN(clip.x(0, toe)) ? 0 : 1;
            return new Scores(Optional.of(Tensor.of(Shape.of(5), seen, 1 - seen, 0, 0, 0)), Optional.empty(),
                    OptionalDouble.empty(), "");
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
