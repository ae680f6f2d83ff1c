package islr.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.recognize.ModelFile;
import islr.tensor.Parallel;
import islr.train.report.EpochMetrics;
import islr.train.run.BestEpoch;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Runs that keep their best epoch, end early, or go on for longer than they were to.
class LongerRunsTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 3);

    @TempDir
    private Path folder;

    private static RunPlan plan(Path folder, BestEpoch best, String... changes) throws IOException {
        return new RunPlan(ToyRuns.settings(changes), CLIPS, Split.usual(CLIPS), RunFolder.at(folder), best,
                Optional.empty(), Optional.empty(), Map.of()).begin();
    }

    /// Three epochs with a soup of two, made five: the mean of the last two, as of a run of five. The rate is the same
    /// in both.
    @Test
    void aSoupOfALongerRunIsThatOfItsLastEpochs(@TempDir Path other) throws Exception {
        String[] settings = {"epochs=3", "soup=2", "schedule=constant"};
        ToyRuns.train(plan(folder, BestEpoch.USUAL, settings));
        ToyRuns.train(resume(Map.of("epochs", "5")));
        settings[0] = "epochs=5";
        ToyRuns.train(plan(other, BestEpoch.USUAL, settings));
        ModelFile longer = ModelFile.read(folder.resolve("model.safetensors"));
        ModelFile.read(other.resolve("model.safetensors")).state().forEach(
                (name, tensor) -> assertThat(longer.state().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }

    private RunPlan resume(Map<String, String> asked) throws IOException {
        return RunPlan.resume(RunFolder.existing(folder), asked, (data, settings) -> CLIPS);
    }

    private List<EpochMetrics> epochs() throws IOException {
        List<EpochMetrics> epochs = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            epochs.add(EpochMetrics.fromJson(line));
        }
        return epochs;
    }

    private String epochOf(String model) throws IOException {
        return ModelFile.read(folder.resolve(model)).metadata().get("epochs_done");
    }

    @Test
    void theBestModelLiesBesideTheLast() throws Exception {
        List<byte[]> models = new ArrayList<>();
        ToyRuns.train(plan(folder, BestEpoch.USUAL, "epochs=8", "rate=0.03"), 1, new Progress() {
            @Override
            public void say(String line) {
                if (line.startsWith("epoch ")) {
                    models.add(model("model.safetensors"));
                }
            }
        });
        int best = BestEpoch.USUAL.of(epochs()).orElseThrow().epoch();
        assertThat(best).as("the test needs a run whose last epoch is not its best").isLessThan(8);
        assertThat(epochOf("best.safetensors")).isEqualTo(Integer.toString(best));
        assertThat(model("best.safetensors")).isEqualTo(models.get(best - 1));
        assertThat(model("model.safetensors")).isEqualTo(models.get(7)).isNotEqualTo(models.get(best - 1));
    }

    private byte[] model(String name) {
        try {
            return Files.readAllBytes(folder.resolve(name));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutHeldOutClipsThereIsNoBestModel() throws Exception {
        ToyRuns.train(
                RunPlan.begin(ToyRuns.settings(), CLIPS, Split.of(CLIPS, List.of("none"), 42), RunFolder.at(folder)));
        assertThat(folder.resolve("best.safetensors")).doesNotExist();
    }

    @Test
    void aProgramKilledBeforeItWroteTheBestModelWritesItWhenResumed() throws Exception {
        ToyRuns.train(plan(folder, BestEpoch.USUAL, "epochs=1"));
        byte[] best = Files.readAllBytes(folder.resolve("best.safetensors"));
        Files.delete(folder.resolve("best.safetensors"));
        ToyRuns.train(resume(Map.of()));
        assertThat(Files.readAllBytes(folder.resolve("best.safetensors"))).isEqualTo(best);
    }

    @Test
    void aRunEndsWhenItGetsNoBetter() throws Exception {
        BestEpoch patient = new BestEpoch(BestEpoch.Measure.ACCURACY, 3);
        assertThat(ToyRuns.train(plan(folder, patient, "epochs=60", "rate=0.03"))).isEqualTo(Trainer.End.COMPLETE);
        List<EpochMetrics> epochs = epochs();
        assertThat(epochs).hasSizeBetween(4, 59).hasSize(patient.of(epochs).orElseThrow().epoch() + 3);
        assertThat(ToyRuns.train(resume(Map.of()))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(epochs()).hasSameSizeAs(epochs);
        assertThat(ToyRuns.train(resume(Map.of("patience", "0")), 1, new StopAfterEpochs(2)))
                .isEqualTo(Trainer.End.STOPPED);
        assertThat(epochs()).hasSize(epochs.size() + 2);
    }

    @Test
    void aFinishedRunGoesOnAsTheLaterPartOfALongerOne() throws Exception {
        ToyRuns.train(plan(folder, BestEpoch.USUAL, "epochs=2"));
        RunPlan longer = resume(Map.of("epochs", "5"));
        try (Parallel parallel = Parallel.threads(1)) {
            Trainer trainer = ToyRuns.trainer(longer, ToyRuns.clips(longer), ToyRuns.compute(parallel), Progress.NONE);
            assertThat(trainer.changeOfRate())
                    .hasValue("This run was one of 2 epochs and is one of 5 now: its learning "
                            + "rate, 0.00500 in epoch 2, goes on with 0.00655, and falls until epoch 5.");
            assertThat(trainer.train()).isEqualTo(Trainer.End.COMPLETE);
            assertThat(trainer.changeOfRate()).isEmpty();
        }
        List<Double> rates = epochs().stream().map(EpochMetrics::rate).toList();
        Path other = folder.resolve("other");
        ToyRuns.train(plan(other, BestEpoch.USUAL, "epochs=5"));
        assertThat(rates).hasSize(5);
        assertThat(rates.subList(2, 5)).isEqualTo(
                Files.readAllLines(other.resolve("metrics.jsonl")).stream().skip(2).map(line -> rate(line)).toList());
        assertThat(ToyRuns.train(resume(Map.of()))).isEqualTo(Trainer.End.COMPLETE);
        assertThat(epochs()).hasSize(5);
    }

    private static double rate(String line) {
        try {
            return EpochMetrics.fromJson(line).rate();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void fewerEpochsThanAreDoneAreRefused() throws Exception {
        ToyRuns.train(plan(folder, BestEpoch.USUAL, "epochs=3"));
        byte[] before = Files.readAllBytes(folder.resolve("settings.json"));
        assertThatThrownBy(() -> resume(Map.of("epochs", "2"))).isInstanceOf(IllegalArgumentException.class)
                .hasMessage("resume: 2 epochs are asked for, and 3 are done already; ask for more, or start a new run");
        assertThat(Files.readAllBytes(folder.resolve("settings.json"))).isEqualTo(before);
    }

    /// Wants the work to end when some epochs are done.
    private static final class StopAfterEpochs implements Progress {
        private int epochs;

        StopAfterEpochs(int epochs) {
            this.epochs = epochs;
        }

        @Override
        public void say(String line) {
            epochs -= line.startsWith("epoch ") ? 1 : 0;
        }

        @Override
        public boolean isStopWanted() {
            return epochs == 0;
        }
    }
}
