package islr.train;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.ClipWriter;
import islr.data.SkeletonRows;
import islr.dataset.Progress;
import islr.dataset.SampleStore;
import islr.dataset.Split;
import islr.dataset.ToyClips;
import islr.synthetic.SyntheticDataSet;
import islr.synthetic.SyntheticSettings;
import islr.train.report.EpochMetrics;
import islr.train.report.Evaluation;
import islr.train.run.BestEpoch;
import islr.train.run.RunLock;
import islr.train.run.RunLog;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.weights.Safetensors;
import islr.weights.files.Durable;
import islr.weights.files.Killed;
import islr.weights.files.RecordedFiles;
import islr.weights.files.Step;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Every file is whole whenever the program ends, and what is on the disk is there after a power failure, too.
class DurableRunTest {
    private static final ToyClips CLIPS = new ToyClips(3, 2, 1);

    @TempDir
    private Path real;
    private final RecordedFiles files = new RecordedFiles();

    private static void train(Path folder) throws IOException, InterruptedException {
        RunPlan plan = Files.exists(folder.resolve("settings.json")) ? ToyRuns.resume(folder, CLIPS)
                : ToyRuns.begin(folder, CLIPS, "epochs=2", "units=4", "landmark_units=4");
        try (RunLock _ = plan.folder().lock()) {
            assertThat(ToyRuns.train(plan)).isEqualTo(Trainer.End.COMPLETE);
            RunLog log = plan.folder().log();
            log.add("a line");
            plan.folder().writeReport(CLIPS.recordings().subList(0, 1),
                    new Evaluation(new float[][] {{0.5f, 0.25f, 0.25f}}, new int[] {1}), CLIPS.signs()::name,
                    List.of("more"));
        }
    }

    @Test
    void allFilesOfARunAreForcedBeforeTheyTakeTheirPlaces() throws Exception {
        train(files.in(real));
        Durable.assertDurable(files.steps(), List.of("settings.json", "resume.safetensors", "model.safetensors",
                "best.safetensors", "metrics.jsonl", "log.txt", "predictions.csv", "confusions.csv", "report.txt"));
        int moves = 1 + 2 * 3 + bestEpochs(real) + 4;
        assertThat(files.steps()).filteredOn(step -> step.kind() == Step.Kind.MOVE).hasSize(moves);
    }

    /// After how many epochs of a run the best model was written.
    private static int bestEpochs(Path run) throws IOException {
        List<EpochMetrics> done = new ArrayList<>();
        int best = 0;
        for (String line : Files.readAllLines(run.resolve("metrics.jsonl"))) {
            done.add(EpochMetrics.fromJson(line));
            best += BestEpoch.USUAL.of(done).orElseThrow().epoch() == done.size() ? 1 : 0;
        }
        return best;
    }

    /// Of the many writes of a checkpoint the first and the last stand for all.
    @Test
    void aRunThatEndedAtAnyStepGoesOnToTheSameBits() throws Exception {
        Path undisturbed = Files.createDirectory(real.resolve("undisturbed"));
        train(files.in(undisturbed));
        List<Step> steps = files.steps();
        for (int step = 0; step < steps.size(); step++) {
            if (steps.subList(Math.max(0, step - 1), Math.min(steps.size(), step + 2)).stream()
                    .allMatch(near -> near.kind() == Step.Kind.WRITE)) {
                continue;
            }
            Path folder = Files.createDirectory(real.resolve("run-" + step));
            String when = step + ": " + steps.get(step);
            // The times in the metrics may take a digit less, and a file a write less.
            assertThat(killed(folder, step) || step >= steps.size() - 4).as(when).isTrue();
            for (String name : List.of("model.safetensors", "resume.safetensors")) {
                if (Files.exists(folder.resolve(name))) {
                    Safetensors.read(folder.resolve(name));
                }
            }
            train(folder);
            assertThat(ToyRuns.model(folder)).as(when).isEqualTo(ToyRuns.model(undisturbed));
            assertThat(ToyRuns.metrics(folder)).as(when).isEqualTo(ToyRuns.metrics(undisturbed));
            assertThat(names(folder)).as(when).isEqualTo(names(undisturbed));
        }
    }

    private static boolean killed(Path folder, int step) throws Exception {
        try {
            train(new RecordedFiles().killedAt(step).in(folder));
            return false;
        } catch (Killed e) {
            return true;
        }
    }

    private static List<String> names(Path folder) throws IOException {
        try (Stream<Path> all = Files.list(folder)) {
            return all.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @Test
    void clipsAreForcedBeforeTheyTakeTheirPlaces() throws IOException {
        ClipWriter.write(files.in(real).resolve("a.parquet"), CLIPS.read(2, SkeletonRows.ALL));
        Durable.assertDurable(files.steps(), List.of("a.parquet"));
    }

    @Test
    void soAreAllFilesOfADataSet() throws IOException {
        SyntheticDataSet.write(files.in(real).resolve("set"), new SyntheticSettings(5, 2, 1, 1, 1), (clips, of) -> {});
        Durable.assertDurable(files.steps(),
                List.of("1.parquet", "2.parquet", "sign_to_prediction_index_map.json", "train.csv"));
    }

    @Test
    void soArePreparedClips() throws Exception {
        RunSettings settings = ToyRuns.settings();
        TrainingClips.prepare(CLIPS, Split.usual(CLIPS), settings, 2, Optional.of(files.in(real)), Progress.NONE);
        // Whether anything can be written there is tried with a file without content.
        List<Step> steps = files.steps().subList(2, files.steps().size());
        Durable.assertDurable(steps, names(real));
        SampleStore kept = SampleStore.read(CLIPS, settings.features(), 1, Optional.of(real), Progress.NONE);
        assertThat(kept.samples()).hasSameSizeAs(CLIPS.recordings());
    }
}
