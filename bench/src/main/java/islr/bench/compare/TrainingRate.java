package islr.bench.compare;

import islr.bench.Sizes;
import islr.bench.TrainingBatch;
import islr.nn.Parameters;
import islr.nn.train.KerasAdamW;
import islr.recognize.Presets;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Training;
import islr.system.gislr.Gislr;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.op.Losses;
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
            KerasAdamW optimizer = new KerasAdamW(parameters.trainable(), name -> Gislr.parts(preset.defaults(), name),
                    0, KerasAdamW.Options.DEFAULT);
            TrainingBatch batch = TrainingBatch.ofRealLengths();
            SplittableRandom random = new SplittableRandom(1);
            float smoothing = preset.defaults().get(Training.SMOOTHING).floatValue();
            double[] times = new double[STEPS];
            for (int step = -STEPS; step < STEPS; step++) {
                times[Math.max(0, step)] = Turns.time(() -> {
                    workspace.reset();
                    Compute training = c.training(random.split());
                    Gradients gradients = Tape.record(training,
                            () -> training.run(new Losses.CrossEntropy(model.logits(training, batch.samples()),
                                    batch.labels(), smoothing)));
                    optimizer.step(c, gradients, 1e-6);
                });
            }
            return 1000 * Sizes.BATCH_CLIPS / Turns.median(times);
        }
    }
}
