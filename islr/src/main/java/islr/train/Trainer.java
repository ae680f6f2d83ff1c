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
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// Trains a model epoch by epoch and keeps the run folder up to date.
///
/// After each epoch it writes, in this order: the state to resume from, the model, the metrics. Every random draw is a
/// function of the seed and of where in the run it happens, so a run that was stopped and resumed has the bits of one
/// that was not; so has a run on another number of threads.
public final class Trainer {
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
        rates = rates(settings);
        Optional<RunState> state = folder.state(settings);
        try {
            parameters = state.isPresent() ? Parameters.of(state.get().model())
                    : Parameters.fresh(settings.seed(), clips.statistics());
            model = new Gislr64(settings.model(signs.size()),
                    new Gislr64.Dropouts((float) settings.get(Setting.DROPOUT),
                            (float) settings.get(Setting.CLASSIFIER_DROPOUT)),
                    parameters);
            optimizer = new KerasAdamW(parameters.trainable(), Gislr64.keptApart(model.settings()), 0,
                    KerasAdamW.Options.DEFAULT);
            if (state.isPresent()) {
                optimizer.restore(state.get().optimizer());
            }
        } catch (IllegalArgumentException e) {
            throw folder.unusable(e);
        }
        requireSameClips();
        if (state.isPresent()) {
            metrics.addAll(state.get().metrics());
            folder.writeMetrics(metrics);
        }
    }

    /// The fingerprint of a source tells apart its lists of clips; whether the clips themselves have changed, or some
    /// can no longer be read, their statistics tell.
    private void requireSameClips() throws IOException {
        for (Map.Entry<String, Tensor> of : clips.statistics().entrySet()) {
            if (!Arrays.equals(of.getValue().toArray(), parameters.state().get(of.getKey()).toArray())) {
                throw new IOException("resume: the content of the clips has changed since " + folder.path()
                        + " was begun; a run goes on only with the same clips (restore them, or start a new run)");
            }
        }
    }

    private static Schedule rates(TrainSettings settings) {
        int warmUp = Math.min(settings.whole(Setting.WARM_UP), settings.whole(Setting.EPOCHS) - 1);
        Schedule cosine = Schedule.cosine(settings.get(Setting.RATE), 0, settings.whole(Setting.EPOCHS) - warmUp);
        return warmUp == 0 ? cosine : Schedule.warmUp(settings.get(Setting.RATE) / (warmUp + 1), warmUp, cosine);
    }

    /// Number of trained numbers.
    public long parameterCount() {
        return parameters.trainable().values().stream().mapToLong(Tensor::size).sum();
    }

    /// How many epochs are done, in this program and before, and can be gone on from.
    public int epochsDone() {
        return metrics.size();
    }

    public boolean isComplete() {
        return epochsDone() >= settings.whole(Setting.EPOCHS);
    }

    /// Trains until all epochs are done or whoever watches wants it to stop. Either way the model so far is in the
    /// folder.
    ///
    /// @throws IOException if something cannot be written; what was written before is as it was
    /// @throws ArithmeticException if the numbers have become too large; likewise
    public End train() throws IOException {
        if (isComplete()) {
            // The last program may have been killed before it wrote the model.
            writeModel();
            return End.COMPLETE;
        }
        int epochs = settings.whole(Setting.EPOCHS);
        Workspace workspace = Workspace.create();
        try (Batches batches = new Batches(model, compute.with(Memory.heap()), clips.training(), settings)) {
            while (!isComplete()) {
                long start = System.nanoTime();
                double rate = rates.at(epochsDone());
                optimizer.decay(settings.decay(rate));
                Sums sums = new Sums();
                progress.begin("epoch " + (epochsDone() + 1) + "/" + epochs, clips.training().size(), "clips");
                try {
                    for (Iterator<Batches.Batch> rest = batches.epoch(epochsDone()); rest.hasNext();) {
                        workspace.reset();
                        step(compute.with(workspace), rest.next(), rate, sums);
                        if (progress.isStopWanted()) {
                            throw new InterruptedException("stopped in an epoch");
                        }
                    }
                } finally {
                    progress.end();
                }
                finishEpoch(rate, sums, start);
            }
        } catch (InterruptedException e) {
            requireFinite();
            writeModel();
            return End.STOPPED;
        }
        return End.COMPLETE;
    }

    private static final class Sums {
        private double loss;
        private int right;
        private int clips;
    }

    private void step(Compute c, Batches.Batch batch, double rate, Sums sums) {
        Compute training = c.training(Streams.of(settings.seed(), "dropout", epochsDone(), batch.number()));
        Tensor[] logits = new Tensor[1];
        Gradients gradients = Tape.record(c, () -> {
            logits[0] = model.forward(training, batch.frames());
            return c.run(new Losses.CrossEntropy(logits[0], batch.labels(), (float) settings.get(Setting.SMOOTHING)));
        });
        float loss = gradients.loss().item();
        if (!Float.isFinite(loss)) {
            throw new ArithmeticException("training: the loss of epoch " + (epochsDone() + 1) + ", step "
                    + (batch.number() + 1) + " is no number; start a new run with a lower rate (--set rate=...)");
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

    /// Numbers that are none must not take the place of good ones in the folder.
    private void requireFinite() {
        for (Map.Entry<String, Tensor> named : parameters.trainable().entrySet()) {
            for (float value : named.getValue().toArray()) {
                if (!Float.isFinite(value)) {
                    throw new ArithmeticException(
                            "training: '" + named.getKey() + "' has grown beyond all bounds in epoch "
                                    + (epochsDone() + 1) + "; start a new run with a lower rate (--set rate=...)");
                }
            }
        }
    }

    private void finishEpoch(double rate, Sums sums, long start) throws IOException, InterruptedException {
        requireFinite();
        Evaluation heldOut = evaluate();
        EpochMetrics epoch = new EpochMetrics(epochsDone() + 1, rate, sums.loss / sums.clips,
                (double) sums.right / sums.clips, heldOut.loss(), heldOut.top(1), heldOut.top(5), sums.clips,
                (System.nanoTime() - start) / 1e9);
        List<String> withThis = new ArrayList<>(metrics);
        withThis.add(epoch.toJson());
        folder.writeState(new RunState(withThis, parameters.state(), optimizer.state()).toCheckpoint(settings));
        metrics.add(withThis.getLast());
        writeModel();
        folder.writeMetrics(metrics);
        progress.say(line(epoch));
    }

    private String line(EpochMetrics epoch) {
        String trained = String.format(Locale.ROOT, "epoch %d/%d  loss %.3f  right %.1f %%", epoch.epoch(),
                settings.whole(Setting.EPOCHS), epoch.trainLoss(), 100 * epoch.trainTop1());
        String heldOut = clips.heldOut().isEmpty() ? ""
                : String.format(Locale.ROOT, "  held out: loss %.3f  right %.1f %%  among five %.1f %%",
                        epoch.heldOutLoss(), 100 * epoch.heldOutTop1(), 100 * epoch.heldOutTop5());
        return trained + heldOut + String.format(Locale.ROOT, "  %.1f s", epoch.seconds());
    }

    private void writeModel() throws IOException {
        Map<String, String> more = new LinkedHashMap<>();
        settings.toMap().forEach((key, value) -> more.put("training." + key, value));
        more.put("training.epochs_done", Integer.toString(epochsDone()));
        ModelFile.write(folder.model(), model.settings(), parameters.state(), signs, more);
    }

    /// What the model says of the held-out clips.
    ///
    /// @throws InterruptedException if whoever watches wants it to stop
    public Evaluation evaluate() throws InterruptedException {
        return Evaluation.of(model, compute, clips.heldOut(), progress);
    }
}
