package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.data.Clip;
import islr.data.SkeletonRows;
import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.Presets;
import islr.system.Augmenting;
import islr.tensor.Parallel;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that changes clips at random, in every way that there is: disturbed and resumed it has the bits of one that
/// was not, and so it has with a cache.
class ChangedClipsRunTest {
    private static final RunSettings SETTINGS = ToyRuns.tiny(Presets.of("signs-small"), changes());

    private static String[] changes() {
        return Stream.concat(Stream.of("warm_up=1"), Augmenting.SETTINGS.stream().map(setting -> setting + "=0.5"))
                .toArray(String[]::new);
    }

    @TempDir
    private static Path undisturbed;

    @TempDir
    private Path folder;

    private static ToyClips source() {
        return new ToyClips(3, 2, 3);
    }

    private static RunPlan begin(Path run, RunSettings settings) throws IOException {
        return RunPlan.begin(settings, source(), Split.usual(source()), RunFolder.at(run));
    }

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        assertThat(ToyRuns.train(begin(undisturbed, SETTINGS))).isEqualTo(Trainer.End.COMPLETE);
    }

    private static void assertSameAsUndisturbed(Path run) throws IOException {
        assertThat(ToyRuns.model(run)).isEqualTo(ToyRuns.model(undisturbed));
        assertThat(ToyRuns.metrics(run)).hasSize(3).isEqualTo(ToyRuns.metrics(undisturbed));
    }

    /// In the first epoch, between epochs, and in the last one.
    @ParameterizedTest
    @ValueSource(ints = {2, 5, 10})
    void stoppedAndResumedItHasTheSameBits(int question) throws Exception {
        assertThat(ToyRuns.train(begin(folder, SETTINGS), 1, new StopAfter(question))).isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.train(ToyRuns.resume(folder, source()), 2, Progress.NONE)).isEqualTo(Trainer.End.COMPLETE);
        assertSameAsUndisturbed(folder);
    }

    @Test
    void withClipsFromTheCacheItHasTheSameBits() throws Exception {
        Path cache = folder.resolve("cache");
        for (String run : new String[] {"first", "second"}) {
            ToyClips source = source();
            RunPlan plan = RunPlan.begin(SETTINGS, source, Split.usual(source), RunFolder.at(folder.resolve(run)));
            TrainingClips clips = TrainingClips.prepare(source, plan.split(), SETTINGS, 2, Optional.of(cache),
                    Progress.NONE);
            assertThat(source.reads()).isEqualTo(run.equals("first") ? 18 : 0);
            try (Parallel parallel = Parallel.threads(1)) {
                ToyRuns.trainer(plan, clips, ToyRuns.compute(parallel), Progress.NONE).train();
            }
            assertSameAsUndisturbed(folder.resolve(run));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"mirror=0", "time_change=0.25", "body_change=0", "hand_change=0.25", "hand_loss=0",
        "stretch=0.25", "rotate=0", "frame_dropout=0"})
    void otherChangesGiveOtherBits(String change) throws Exception {
        String[] parts = change.split("=");
        ToyRuns.train(begin(folder, SETTINGS.with(parts[0], parts[1])));
        assertThat(ToyRuns.model(folder)).isNotEqualTo(ToyRuns.model(undisturbed));
    }

    /// z is in no sample, but changes of hands and bodies hand it on.
    @Test
    void clipsWithOtherContentAreNoticedEvenIfTheSamplesAreTheSame() throws Exception {
        assertThat(ToyRuns.train(begin(folder, SETTINGS), 1, new StopAfter(6))).isEqualTo(Trainer.End.STOPPED);
        ClipSource deeper = new ToyClips(3, 2, 3) {
            @Override
            public Clip read(int index, SkeletonRows rows) throws IOException {
                Clip clip = super.read(index, rows);
                for (int i = 2; i < clip.landmarks().length; i += 3) {
                    clip.landmarks()[i] *= 1.5f;
                }
                return clip;
            }
        };
        assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, deeper))).isInstanceOf(IOException.class)
                .hasMessageContaining("the content of the clips has changed since " + folder + " was begun");
    }
}
