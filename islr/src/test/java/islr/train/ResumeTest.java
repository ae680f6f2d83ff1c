package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.Presets;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that was disturbed and resumed has the bits of one that was not.
class ResumeTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);
    /// Nine clips to learn from make three steps an epoch; then the model is judged: four questions in each of three
    /// epochs.
    private static final int QUESTIONS = 12;

    @TempDir
    private static Path undisturbed;

    @TempDir
    private Path folder;

    @BeforeAll
    static void trainUndisturbed() throws Exception {
        StopAfter never = new StopAfter(0);
        assertThat(ToyRuns.train(ToyRuns.begin(undisturbed, CLIPS), 1, never)).isEqualTo(Trainer.End.COMPLETE);
        assertThat(never.asked()).isEqualTo(QUESTIONS);
    }

    static IntStream questions() {
        return IntStream.rangeClosed(1, QUESTIONS);
    }

    @ParameterizedTest
    @MethodSource("questions")
    void stoppedAnywhereAndResumedGivesTheSameBits(int question) throws Exception {
        assertThat(ToyRuns.train(ToyRuns.begin(folder, CLIPS), 1, new StopAfter(question)))
                .isEqualTo(Trainer.End.STOPPED);
        assertThat(folder.resolve("model.safetensors")).exists();
        assertThat(folder.resolve("resume.safetensors").toFile().exists()).isEqualTo(question > 4);
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        assertSameAsUndisturbed();
    }

    private void assertSameAsUndisturbed() throws IOException {
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(undisturbed));
        assertThat(ToyRuns.metrics(folder)).hasSize(3).isEqualTo(ToyRuns.metrics(undisturbed));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ema=0.8", "soup=2", "soup=3"})
    void aMeanOfWeightsGoesOnWithTheSameBits(String mean, @TempDir Path other) throws Exception {
        String[] settings = {mean, "ousm=1"};
        assertThat(ToyRuns.train(ToyRuns.begin(other, CLIPS, settings))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.train(ToyRuns.begin(folder, CLIPS, settings), 1, new StopAfter(6)))
                .isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(other)).isNotEqualTo(ToyRuns.model(undisturbed));
        assertThat(ToyRuns.metrics(folder)).isEqualTo(ToyRuns.metrics(other));
    }

    /// Three networks at once, mixed clips, and what other presets offer.
    @ParameterizedTest
    @ValueSource(strings = {"sixth-25 warm_up=1 augment=original mix=1 soup=2",
        "sixth-80 warm_up=1 augment=strong soup=0 ema=0.5 frozen=no", "gislr-32+mlp soup=2 every_sign=1",
        "cls mixup=0.5 face_mix=0.5 drop_last=yes", "features-mlp ema=0.8 rotate=1"})
    void everyKindOfTrainingGoesOnWithTheSameBits(String run, @TempDir Path other) throws Exception {
        String[] words = run.split(" ");
        RunSettings settings = ToyRuns.tiny(Presets.of(words[0]), Arrays.copyOfRange(words, 1, words.length));
        Path whole = other.resolve("whole");
        ToyRuns.train(begin(settings, whole));
        assertThat(ToyRuns.train(begin(settings, folder), 1, new StopAfter(5))).isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.metrics(folder)).isNotEmpty();
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS), 2, Progress.NONE)).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(whole));
        assertThat(ToyRuns.metrics(folder)).isEqualTo(ToyRuns.metrics(whole));
    }

    private static RunPlan begin(RunSettings settings, Path folder) throws IOException {
        return RunPlan.begin(settings, CLIPS, Split.usual(CLIPS), RunFolder.at(folder));
    }

    @Test
    void stoppedAfterEveryFifthQuestionItStillGetsThere() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, CLIPS);
        int times = 1;
        while (ToyRuns.train(plan, 1, new StopAfter(5)) == Trainer.End.STOPPED) {
            plan = ToyRuns.resume(folder, CLIPS);
            times++;
        }
        assertThat(times).isEqualTo(3);
        assertSameAsUndisturbed();
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void theNumberOfThreadsDoesNotMatter(int threads) throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, CLIPS), threads, Progress.NONE);
        assertSameAsUndisturbed();
    }

    @Test
    void theNumberOfThreadsMayChangeInBetween() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, CLIPS), 2, new StopAfter(6));
        ToyRuns.train(ToyRuns.resume(folder, CLIPS), 1, Progress.NONE);
        assertSameAsUndisturbed();
    }

    @Test
    void anotherSeedGivesOtherBits() throws Exception {
        ToyRuns.train(ToyRuns.begin(folder, CLIPS, "seed=43"));
        assertThat(ToyRuns.model(folder)).isNotEqualTo(ToyRuns.model(undisturbed));
    }

    @Test
    void aCompleteRunWritesAgainWhatIsMissing() throws Exception {
        copyUndisturbed();
        Files.delete(folder.resolve("model.safetensors"));
        Files.delete(folder.resolve("metrics.jsonl"));
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        assertSameAsUndisturbed();
    }

    private void copyUndisturbed() throws IOException {
        try (Stream<Path> files = Files.list(undisturbed)) {
            for (Path file : files.toList()) {
                Files.copy(file, folder.resolve(file.getFileName()));
            }
        }
    }

    @Test
    void withoutItsStateARunBeginsAgain() throws Exception {
        copyUndisturbed();
        Files.delete(folder.resolve("resume.safetensors"));
        ToyRuns.train(ToyRuns.resume(folder, CLIPS));
        assertSameAsUndisturbed();
    }

    @Test
    void aSingleFlippedBitInTheStateIsNoticed() throws Exception {
        copyUndisturbed();
        Path state = folder.resolve("resume.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        bytes[bytes.length - 100] ^= 1;
        Files.write(state, bytes);
        assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isInstanceOf(IOException.class)
                .hasMessage(state
                        + ": this run cannot go on from here: its content is not what was written; restore the file, "
                        + "or remove it to train this run from its beginning");
    }

    @Test
    void aStateThatEndsTooEarlyIsRefusedWithARemedy() throws Exception {
        copyUndisturbed();
        Path state = folder.resolve("resume.safetensors");
        byte[] bytes = Files.readAllBytes(state);
        for (int length : new int[] {0, 7, 100, bytes.length / 2, bytes.length - 1}) {
            Files.write(state, Arrays.copyOf(bytes, length));
            assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isInstanceOf(IOException.class)
                    .hasMessageContaining("this run cannot go on from here").hasMessageContaining("or remove it");
        }
    }

    @Test
    void aModelIsNoState() throws Exception {
        copyUndisturbed();
        Files.write(folder.resolve("resume.safetensors"), ToyRuns.model(folder));
        assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isInstanceOf(IOException.class)
                .hasMessageContaining("its metadata has no entry 'metrics'");
    }

    @Test
    void settingsThatWereChangedByHandAreNoticed() throws Exception {
        copyUndisturbed();
        Path settings = folder.resolve("settings.json");
        Files.writeString(settings, Files.readString(settings).replace("\"rate\" : 0.01", "\"rate\" : 0.02"));
        assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isInstanceOf(IOException.class)
                .hasMessageContaining("it was written with other settings than settings.json has now");
    }

    @Test
    void clipsWithOtherContentAreNoticed() throws Exception {
        copyUndisturbed();
        for (ToyClips other : new ToyClips[] {new ToyClips(3, 2, 3).changed(4), new ToyClips(3, 2, 3).unreadable(4)}) {
            assertThatThrownBy(() -> ToyRuns.train(ToyRuns.resume(folder, other))).isInstanceOf(IOException.class)
                    .hasMessageContaining("the content of the clips has changed since " + folder + " was begun");
        }
    }
}
