package islr.bench.compare;

import islr.bench.RandomBatch;
import islr.bench.Sizes;
import islr.nn.Parameters;
import islr.recognize.Presets;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Recipe;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import java.util.SplittableRandom;

/// Steps of training on ragged clips.
final class TrainingRate {
    private TrainingRate() {}

    /// GISLR-64 on 64 clips as long as real ones.
    static double clipsPerSecond(int threads) throws Exception {
        Preset preset = Presets.of("gislr-64");
        return clipsPerSecond(preset, RandomBatch.ofRealLengths(preset), threads, 16);
    }

    /// @param steps that are counted, after as many that are not
    static double clipsPerSecond(Preset preset, TrainingBatch batch, int threads, int steps) throws Exception {
        Workspace workspace = Workspace.create();
        try (Parallel parallel = Parallel.threads(threads)) {
            Compute c = new Compute(KernelProvider.best(), parallel, workspace);
            Parameters parameters = Parameters.fresh(1);
            Model model = preset.architecture().model(preset.defaults(), Sizes.CLASSES, parameters);
            Recipe recipe = preset.architecture().recipe(preset.defaults(), model, parameters);
            recipe.begin(0, 1);
            SplittableRandom random = new SplittableRandom(1);
            double[] times = new double[steps];
            for (int step = -steps; step < steps; step++) {
                times[Math.max(0, step)] = Turns.time(() -> {
                    workspace.reset();
                    recipe.step(c.training(random.split()), batch);
                });
            }
            return 1000 * batch.size() / Turns.median(times);
        }
    }
}
