package islr.train;

import islr.model.Gislr64;
import islr.model.ModelFile;
import islr.model.SignList;
import islr.nn.Parameters;
import islr.nn.train.KerasAdamW;
import islr.nn.train.Schedule;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.Tape;
import islr.tensor.op.Losses;
import islr.weights.Checkpoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.BooleanSupplier;

/// Trains a model epoch by epoch and keeps the run folder up to date.
///
/// After each epoch it writes, in this order: the state to resume from, the model, the metrics. Every random draw is a function of the seed and of where
/// in the run it happens, so a run that was stopped and resumed has the bits of one that was not; so has a run on another number of threads.
public final class Trainer {
    private static final String MODEL = "model.";
    private static final String OPTIMIZER = "optimizer.";
    private static final String EPOCH = "epoch";
    private static final String METRICS = "metrics";

    private final TrainSettings settings;
    private final SignList signs;
    private final TrainingClips clips;
    private final RunFolder folder;
    private final Compute compute;
    private final Progress progress;
    private final Parameters parameters;
    private final Gislr64 model;
    private final KerasAdamW optimizer;
    private final Schedule rates;
    private final List<String> metrics = new ArrayList<>();
    private int epochsDone;

    /// How a run ended.
    public enum End {
        COMPLETE, STOPPED
    }

    /// A run from its beginning, or from the state in its folder.
    ///
    /// @param compute kernels and threads; memory is the trainer's own
    /// @throws IOException if the state in the folder cannot be used
    public Trainer(RunPlan plan, TrainingClips clips, Compute compute, Progress progress) throws IOException {
        this.settings = plan.settings();
        this.signs = plan.source().signs();
        this.clips = clips;
        this.folder = plan.folder();
        this.compute = compute;
        this.progress = progress;
        Optional<Checkpoint> state = folder.state();
        parameters = state.isPresent() ? Parameters.of(part(state.get().tensors(), MODEL)) : Parameters.fresh(settings.seed(), clips.statistics());
        model = new Gislr64(settings.model(signs.size()),
                new Gislr64.Dropouts((float) settings.get(Setting.DROPOUT), (float) settings.get(Setting.CLASSIFIER_DROPOUT)), parameters);
        optimizer = new KerasAdamW(parameters.trained(), Gislr64.keptApart(model.settings()), 0, KerasAdamW.Options.DEFAULT);
        rates = rates(settings);
        if (state.isPresent()) {
            optimizer.restore(part(state.get().tensors(), OPTIMIZER));
            epochsDone = Integer.parseInt(state.get().text(EPOCH));
            state.get().text(METRICS).lines().forEach(metrics::add);
            folder.writeMetrics(metrics);
        }
    }

    private static Schedule rates(TrainSettings settings) {
        int warmUp = Math.min(settings.whole(Setting.WARM_UP), settings.whole(Setting.EPOCHS) - 1);
        Schedule cosine = Schedule.cosine(settings.get(Setting.RATE), 0, settings.whole(Setting.EPOCHS) - warmUp);
        return warmUp == 0 ? cosine : Schedule.warmUp(settings.get(Setting.RATE) / (warmUp + 1), warmUp, cosine);
    }

    private static Map<String, Tensor> part(Map<String, Tensor> all, String prefix) {
        Map<String, Tensor> part = new LinkedHashMap<>();
        all.forEach((name, tensor) -> {
            if (name.startsWith(prefix)) {
                part.put(name.substring(prefix.length()), tensor);
            }
        });
        return part;
    }

    /// Number of trained numbers.
    public long parameterCount() {
        return parameters.trained().values().stream().mapToLong(Tensor::size).sum();
    }

    public int epochsDone() {
        return epochsDone;
    }

    /// Trains until all epochs are done or `stop` says so; it is asked after every step. Either way the model so far is in the folder.
    ///
    /// @throws IOException if something cannot be written, or the loss is no number any more; what was written before is as it was
    public End train(BooleanSupplier stop) throws IOException {
        int epochs = settings.whole(Setting.EPOCHS);
        Workspace workspace = Workspace.create();
        try (Batches batches = new Batches(model, compute.with(Memory.heap()), clips.training(), settings)) {
            while (epochsDone < epochs) {
                long start = System.nanoTime();
                double rate = rates.at(epochsDone);
                optimizer.decay(settings.get(Setting.DECAY) * rate);
                Sums sums = new Sums();
                progress.begin("epoch " + (epochsDone + 1) + "/" + epochs, clips.training().size(), "clips");
                try {
                    for (Iterator<Batches.Batch> rest = batches.epoch(epochsDone); rest.hasNext();) {
                        workspace.reset();
                        step(compute.with(workspace), rest.next(), rate, sums);
                        if (stop.getAsBoolean()) {
                            writeModel();
                            return End.STOPPED;
                        }
                    }
                } finally {
                    progress.end();
                }
                finishEpoch(rate, sums, start);
            }
        }
        return End.COMPLETE;
    }

    private static final class Sums {
        private double loss;
        private int right;
        private int clips;
    }

    private void step(Compute c, Batches.Batch batch, double rate, Sums sums) throws IOException {
        Compute training = c.training(Streams.of(settings.seed(), "dropout", epochsDone, batch.number()));
        Tensor[] logits = new Tensor[1];
        Gradients gradients = Tape.record(c, () -> {
            logits[0] = model.forward(training, batch.frames());
            return c.run(new Losses.CrossEntropy(logits[0], batch.labels(), (float) settings.get(Setting.SMOOTHING)));
        });
        float loss = gradients.loss().item();
        if (!Float.isFinite(loss)) {
            throw new IOException("training: the loss of epoch " + (epochsDone + 1) + ", step " + (batch.number() + 1)
                    + " is no number; start again with a lower rate (--set rate=...)");
        }
        int n = batch.labels().length;
        sums.loss += (double) loss * n;
        sums.clips += n;
        for (int i = 0; i < n; i++) {
            sums.right += Metrics.argmax(logits[0].slice(c, 0, i, i + 1).toArray()) == batch.labels()[i] ? 1 : 0;
        }
        optimizer.step(c, gradients, rate);
        progress.at(sums.clips, String.format(Locale.ROOT, "loss %.3f", sums.loss / sums.clips));
    }

    private void finishEpoch(double rate, Sums sums, long start) throws IOException {
        Evaluation heldOut = Evaluation.of(model, compute, clips.heldOut());
        epochsDone++;
        EpochMetrics epoch = new EpochMetrics(epochsDone, rate, sums.loss / sums.clips, (double) sums.right / sums.clips, heldOut.loss(), heldOut.top(1),
                heldOut.top(5), sums.clips, (System.nanoTime() - start) / 1e9);
        metrics.add(epoch.toJson());
        writeState();
        writeModel();
        folder.writeMetrics(metrics);
        progress.say(line(epoch));
    }

    private String line(EpochMetrics epoch) {
        String trained = String.format(Locale.ROOT, "epoch %d/%d  loss %.3f  right %.1f %%", epoch.epoch(), settings.whole(Setting.EPOCHS),
                epoch.trainLoss(), 100 * epoch.trainTop1());
        String heldOut = clips.heldOut().isEmpty() ? ""
                : String.format(Locale.ROOT, "  held out: loss %.3f  right %.1f %%  among five %.1f %%", epoch.heldOutLoss(), 100 * epoch.heldOutTop1(),
                        100 * epoch.heldOutTop5());
        return trained + heldOut + String.format(Locale.ROOT, "  %.1f s", epoch.seconds());
    }

    private void writeState() throws IOException {
        SequencedMap<String, Tensor> state = new LinkedHashMap<>();
        parameters.state().forEach((name, tensor) -> state.put(MODEL + name, tensor));
        optimizer.state().forEach((name, tensor) -> state.put(OPTIMIZER + name, tensor));
        folder.writeState(new Checkpoint(state, Map.of(EPOCH, Integer.toString(epochsDone), METRICS, String.join("\n", metrics))));
    }

    private void writeModel() throws IOException {
        Map<String, String> more = new LinkedHashMap<>();
        settings.toMap().forEach((key, value) -> more.put("training." + key, value));
        more.put("training.epochs_done", Integer.toString(epochsDone));
        ModelFile.write(folder.model(), model.settings(), parameters.state(), signs, more);
    }

    /// What the model says of the held-out clips.
    public Evaluation evaluate() {
        return Evaluation.of(model, compute, clips.heldOut());
    }
}
