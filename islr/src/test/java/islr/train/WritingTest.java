package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.dataset.Progress;
import islr.dataset.ToyClips;
import islr.tensor.Parallel;
import islr.train.run.RunFolder;
import islr.train.run.RunLock;
import islr.train.run.RunPlan;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Whatever cannot be written, what was written before is whole, and the run goes on from there.
class WritingTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);

    @TempDir
    private Path folder;

    /// At the beginning of the second epoch puts a folder in the place of a file, which then cannot be written.
    private record InTheWay(Path file, Path aside) implements Progress {
        @Override
        public void begin(String what, int total, String unit) {
            if (what.startsWith("epoch 2/")) {
                try {
                    Files.move(file, aside);
                    Files.createDirectory(file);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            }
        }

        void clear() throws IOException {
            Files.delete(file);
            Files.move(aside, file);
        }
    }

    @ParameterizedTest
    @CsvSource({"resume.safetensors, 1", "model.safetensors, 2", "metrics.jsonl, 2"})
    void aFileThatCannotBeWrittenCostsAtMostAnEpoch(String name, int epochs, @TempDir Path undisturbed)
            throws Exception {
        ToyRuns.train(ToyRuns.begin(undisturbed, CLIPS));
        RunPlan plan = ToyRuns.begin(folder, CLIPS);
        InTheWay inTheWay = new InTheWay(folder.resolve(name), folder.resolve("aside"));
        try (Parallel parallel = Parallel.sequential()) {
            Trainer trainer = ToyRuns.trainer(plan, ToyRuns.clips(plan), ToyRuns.compute(parallel), inTheWay);
            assertThatThrownBy(trainer::train).isInstanceOf(IOException.class)
                    .hasMessageContaining(name + ": cannot be written");
            assertThat(trainer.epochsDone()).isEqualTo(epochs);
        }
        inTheWay.clear();
        assertThat(RunFolder.existing(folder).state(plan.settings()).orElseThrow().metrics().size()).isEqualTo(epochs);
        assertThat(ToyRuns.metrics(folder)).hasSize(1);
        assertThat(ToyRuns.train(ToyRuns.resume(folder, CLIPS))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(undisturbed));
        assertThat(ToyRuns.metrics(folder)).isEqualTo(ToyRuns.metrics(undisturbed));
    }

    @Test
    void numbersThatGrowBeyondAllBoundsDoNotReachTheFolder() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, CLIPS, "rate=10", "blocks=8", "epochs=50");
        assertThatThrownBy(() -> ToyRuns.train(plan)).isInstanceOf(ArithmeticException.class)
                .hasMessageContaining("start a new run with a lower rate");
        assertThat(folder.resolve("model.safetensors")).doesNotExist();
    }

    @Test
    void whatAKilledProgramLeftIsRemoved() throws Exception {
        RunPlan plan = ToyRuns.begin(folder, CLIPS);
        Path leftover = Files.writeString(folder.resolve(".islr-0123456789abcdef.part"), "half");
        try (RunLock _ = plan.folder().lock()) {
            assertThat(leftover).doesNotExist();
            assertThat(folder.resolve("settings.json")).exists();
        }
    }

    @Test
    void twoProgramsDoNotTrainTheSameRun() throws Exception {
        RunFolder run = ToyRuns.begin(folder, CLIPS).folder();
        try (RunLock _ = run.lock()) {
            assertThatThrownBy(run::lock).isInstanceOf(IOException.class)
                    .hasMessage(folder + ": another program is training this run at this moment");
        }
        run.lock().close();
    }
}
