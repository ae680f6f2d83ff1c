package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.dataset.PhraseSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.SyntheticPhrases;
import islr.recognize.ModelHints;
import islr.recognize.Presets;
import islr.recognize.SpellerFile;
import islr.synthetic.SpellingSettings;
import islr.tensor.Parallel;
import islr.train.report.EpochMetrics;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.spelling.ConfidenceTargets;
import islr.train.spelling.SpelledSequences;
import islr.train.spelling.SpellingTask;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A run that learns phrases: with the same bits however it is interrupted, and on any number of threads.
class SpellingRunTest {
    /// Two signers to learn from with 7 sequences and one supplemental phrase each, one to be judged on.
    private static final PhraseSource SPELLERS = SyntheticPhrases.of(new SpellingSettings(3, 3, 10, 2, 4, 1));

    /// Batches of 4 make 5 steps an epoch: with 3 batches for a step of the optimiser, no epoch but the third ends
    /// with one.
    private static final List<String> SMALL = List.of("units=16", "blocks=1", "heads=2", "kernel=5", "decoder_heads=2",
            "decoder_units=12", "frames=40", "letters=8", "epochs=3", "batch=4", "accumulate=3", "warm_up=1",
            "rate=0.01");

    @TempDir
    private Path folder;

    @TempDir
    private Path other;

    private static RunPlan begin(Path folder, String... changes) throws Exception {
        RunSettings settings = RunSettings.of(Presets.speller("fingerspelling-2"));
        for (String change : Stream.concat(SMALL.stream(), Stream.of(changes)).toList()) {
            String[] parts = change.split("=");
            settings = settings.with(parts[0], parts[1]);
        }
        return RunPlan.begin(settings, SPELLERS, Split.usual(SPELLERS), RunFolder.at(folder));
    }

    private static RunPlan resume(Path folder) throws Exception {
        return RunPlan.resume(RunFolder.existing(folder), Map.of(), (_, _) -> SPELLERS);
    }

    private static Trainer.End train(RunPlan plan, int threads, Progress progress) throws Exception {
        try (Parallel parallel = Parallel.threads(threads); SpelledSequences sequences = SpelledSequences
                .prepare(SPELLERS, plan.split(), plan.settings(), threads, Optional.empty(), Progress.NONE)) {
            var compute = ToyRuns.compute(parallel);
            SpellingTask task = new SpellingTask(plan, sequences, ConfidenceTargets.NONE, compute, progress);
            return new Trainer(plan, task, compute, progress).train();
        }
    }

    private void assertSame() throws Exception {
        assertThat(ToyRuns.model(folder)).isEqualTo(ToyRuns.model(other));
        assertThat(ToyRuns.metrics(folder)).isEqualTo(ToyRuns.metrics(other)).hasSize(3);
    }

    @ParameterizedTest
    @ValueSource(ints = {3, 7, 11, 15})
    void stoppedAnywhereAndResumedGivesTheSameBits(int question) throws Exception {
        train(begin(other), 1, Progress.NONE);
        assertThat(train(begin(folder), 1, new StopAfter(question))).isEqualTo(Trainer.End.STOPPED);
        assertThat(train(resume(folder), 1, Progress.NONE)).isEqualTo(Trainer.End.COMPLETE);
        assertSame();
    }

    @ParameterizedTest
    @ValueSource(strings = {"ema=0.8", "part=one", "augment=none", "padding=none", "soup=2", "judged=2"})
    void everyKindOfTrainingGoesOnWithTheSameBitsOnAnotherNumberOfThreads(String setting) throws Exception {
        train(begin(other, setting), 2, Progress.NONE);
        assertThat(train(begin(folder, setting), 1, new StopAfter(9))).isEqualTo(Trainer.End.STOPPED);
        assertThat(ToyRuns.metrics(folder)).isNotEmpty();
        train(resume(folder), 2, Progress.NONE);
        assertSame();
    }

    @Test
    void whatWasLeftOverOfAnEpochBelongsToTheNextStep() throws Exception {
        train(begin(folder), 1, Progress.NONE);
        train(begin(other, "accumulate=5"), 1, Progress.NONE);
        assertThat(ToyRuns.model(folder)).isNotEqualTo(ToyRuns.model(other));
        try (var state = islr.weights.SafetensorsFile.open(folder.resolve("resume.safetensors"))) {
            assertThat(state.tensor("optimizer.step").item()).isEqualTo(5);
            assertThat(state.tensor("optimizer.accumulated").item()).isZero();
        }
    }

    @Test
    void theModelOfARunSaysWhatItIsAndWhomItHasSeen() throws Exception {
        train(begin(folder), 1, Progress.NONE);
        SpellerFile file = SpellerFile.read(folder.resolve("model.safetensors"), ModelHints.NONE);
        assertThat(file.preset().id()).isEqualTo("fingerspelling-2");
        assertThat(file.network().sizes().width()).isEqualTo(16);
        assertThat(file.trainedOn()).hasValue(List.of("1", "2"));
        assertThat(file.metadata()).containsEntry("epochs_done", "3");
    }

    @Test
    void anEpochTellsItsLossItsLettersAndTheScoreOfWhatIsHeldOut() throws Exception {
        train(begin(folder, "judged=2"), 1, Progress.NONE);
        List<EpochMetrics> epochs = new java.util.ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("metrics.jsonl"))) {
            epochs.add(EpochMetrics.fromJson(line));
        }
        assertThat(epochs).hasSize(3).allSatisfy(epoch -> {
            assertThat(epoch.trainLoss()).isBetween(0.1, 10.0);
            assertThat(epoch.trainTop1()).isBetween(0.0, 1.0);
            assertThat(epoch.heldOutTop1()).isNaN();
            // 18 sequences and one of each of two supplemental phrases.
            assertThat(epoch.clips()).isEqualTo(20);
        });
        assertThat(epochs.stream().map(EpochMetrics::heldOutScore).map(score -> Double.isNaN(score)))
                .containsExactly(true, false, false);
        assertThat(folder.resolve("best.safetensors")).exists();
    }
}
