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

/// Steps of training on 64 ragged clips, as long as real ones.
final class TrainingRate {
    private static final int STEPS = 16;

    private TrainingRate() {}

    static double clipsPerSecond(int threads) throws Exception {
        Workspace workspace = Workspace.create();
        try (Parallel parallel = Parallel.threads(threads)) {
            Compute c = new Compute(KernelProvider.best(), parallel, workspace);
            Parameters parameters = Parameters.fresh(1);
            Preset preset = Presets.of("gislr-64");
            Model model = preset.architecture().model(preset.defaults(), Sizes.CLASSES, parameters);
            Recipe recipe = preset.architecture().recipe(preset.defaults(), model, parameters);
            recipe.begin(0, 1);
            TrainingBatch batch = RandomBatch.ofRealLengths(preset);
            SplittableRandom random = new SplittableRandom(1);
            double[] times = new double[STEPS];
            for (int step = -STEPS; step < STEPS; step++) {
                times[Math.max(0, step)] = Turns.time(() -> {
                    workspace.reset();
                    recipe.step(c.training(random.split()), batch);
                });
            }
            return 1000 * Sizes.BATCH_CLIPS / Turns.median(times);
        }
    }
}
