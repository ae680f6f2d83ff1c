package islr.train;

import islr.dataset.ClipSource;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// Runs of a model that trains in a moment.
public final class ToyRuns {
    private ToyRuns() {}

    /// @param changes `key=value`
    public static RunSettings settings(String... changes) {
        RunSettings settings = RunSettings.of(Presets.of("gislr-64-small"));
        for (String change : List.of("frames=8", "units=16", "landmark_units=12", "heads=2", "blocks=1", "epochs=3",
                "batch=4", "rate=0.01")) {
            settings = with(settings, change);
        }
        for (String change : changes) {
            settings = with(settings, change);
        }
        return settings;
    }

    private static RunSettings with(RunSettings settings, String change) {
        String[] parts = change.split("=");
        return settings.with(parts[0], parts[1]);
    }

    /// A preset small enough to train in a moment.
    public static RunSettings tiny(Preset preset, String... changes) {
        RunSettings settings = new RunSettings(preset, TestModels.tiny(preset));
        for (String change : Stream.concat(Stream.of("epochs=3", "batch=4", "rate=0.01"), Stream.of(changes))
                .toList()) {
            settings = with(settings, change);
        }
        return settings;
    }

    /// A new run, the last signer held out.
    public static RunPlan begin(Path folder, ClipSource source, String... changes) throws IOException {
        return RunPlan.begin(settings(changes), source, Split.usual(source), RunFolder.at(folder));
    }

    public static RunPlan resume(Path folder, ClipSource source) throws IOException {
        return RunPlan.resume(RunFolder.existing(folder), Map.of(), (data, settings) -> source);
    }

    public static TrainingClips clips(RunPlan plan) throws IOException, InterruptedException {
        return TrainingClips.prepare(plan.clips(), plan.split(), plan.settings(), 2, Optional.empty(), Progress.NONE);
    }

    /// The trainer of a run that learns signs.
    public static Trainer trainer(RunPlan plan, TrainingClips clips, Compute compute, Progress progress)
            throws IOException {
        return new Trainer(plan, new SignTask(plan, clips, compute, progress), compute, progress);
    }

    public static Trainer.End train(RunPlan plan) throws IOException, InterruptedException {
        return train(plan, 1, Progress.NONE);
    }

    public static Trainer.End train(RunPlan plan, int threads, Progress progress)
            throws IOException, InterruptedException {
        try (Parallel parallel = Parallel.threads(threads)) {
            return trainer(plan, clips(plan), compute(parallel), progress).train();
        }
    }

    public static Compute compute(Parallel parallel) {
        return new Compute(KernelProvider.best(), parallel, Memory.heap());
    }

    public static byte[] model(Path folder) throws IOException {
        return Files.readAllBytes(folder.resolve("model.safetensors"));
    }

    /// The lines of a run's metrics without the times, which differ from run to run.
    public static List<String> metrics(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("metrics.jsonl")).stream()
                .map(line -> line.replaceFirst(",\"seconds\":[0-9.E-]+", "")).toList();
    }
}
