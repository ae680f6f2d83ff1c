package islr.bench.compare;

import islr.bench.Sizes;
import islr.bench.TrainingBatch;
import islr.model.Gislr64;
import islr.nn.Parameters;
import islr.nn.train.KerasAdamW;
import islr.tensor.Compute;
import islr.tensor.Memory;
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
            Gislr64 model = new Gislr64(Gislr64.Settings.original(), parameters);
            KerasAdamW optimizer = new KerasAdamW(parameters.trainable(), Gislr64.keptApart(model.settings()), 0,
                    KerasAdamW.Options.DEFAULT);
            TrainingBatch batch = TrainingBatch.of(c.with(Memory.heap()), model, Sizes.Rows.BATCH.lengths());
            SplittableRandom random = new SplittableRandom(1);
            double[] times = new double[STEPS];
            for (int step = -STEPS; step < STEPS; step++) {
                times[Math.max(0, step)] = Turns.time(() -> {
                    workspace.reset();
                    Compute training = c.training(random.split());
                    Gradients gradients = Tape.record(c,
                            () -> c.run(new Losses.CrossEntropy(model.forward(training, batch.frames()), batch.labels(),
                                    Gislr64.LABEL_SMOOTHING)));
                    optimizer.step(c, gradients, 1e-6);
                });
            }
            return 1000 * Sizes.BATCH_CLIPS / Turns.median(times);
        }
    }
}
