package islr.train;

import islr.dataset.Progress;
import islr.internal.Streams;
import islr.nn.Parameters;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.system.Architecture;
import islr.system.Model;
import islr.system.Recipe;
import islr.system.StepResult;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.train.calibration.HeldOut;
import islr.train.report.EpochMetrics;
import islr.train.report.Evaluation;
import islr.train.report.Metrics;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.RunState;
import islr.train.run.StartingModel;
import islr.train.run.UsedModel;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/// Trains a model epoch by epoch and keeps the run folder up to date.
///
/// After each epoch it writes, in this order: the state to resume from, the model (also as the best one, if it is), the
/// metrics. Every random draw is a function of the seed and of where in the run it happens, so a run that was stopped
/// and resumed has the bits of one that was not; so has a run on another number of threads.
public final class Trainer {
    /// So many times the loss of guessing.
    private static final int DIVERGED = 10;

    private final RunPlan plan;
    private final RunSettings settings;
    private final TrainingClips clips;
    private final RunFolder folder;
    private final Compute compute;
    private final Progress progress;
    private final Parameters parameters;
    private final Model model;
    private final Recipe recipe;
    private final Optional<Teacher> teacher;
    private final String samples;
    /// Numbers that a step allocates, if that is known.
    private long reserved;
    /// How many epochs this run was to have when its state was written.
    private final int before;
    private final List<String> metrics = new ArrayList<>();
    /// The same as numbers.
    private final List<EpochMetrics> epochs = new ArrayList<>();

    /// How a run ended.
    public enum End {
        COMPLETE, STOPPED
    }

    /// A run from its beginning, or from the state in its folder.
    ///
    /// @param compute kernels and threads; memory is the trainer's own
    /// @throws IOException if the state in the folder cannot be used
    public Trainer(RunPlan plan, TrainingClips clips, Compute compute, Progress progress) throws IOException {
        Objects.requireNonNull(plan, "plan");
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(compute, "compute");
        Objects.requireNonNull(progress, "progress");
        this.plan = plan;
        this.settings = plan.settings();
        this.clips = clips;
        this.folder = plan.folder();
        this.compute = compute;
        this.progress = progress;
        samples = clips.checksum();
        Optional<RunState> state = folder.state(settings);
        before = state.map(RunState::planned).orElse(settings.epochs());
        Architecture architecture = settings.preset().architecture();
        teacher = Teacher.of(plan, compute);
        try {
            parameters = state.isPresent() ? Parameters.of(state.get().model()) : first();
            model = architecture.model(settings.values(), plan.source().signs().size(), parameters);
            recipe = architecture.recipe(settings.values(), model, parameters);
            if (state.isPresent()) {
                recipe.restore(state.get().recipe());
            }
        } catch (IllegalArgumentException e) {
            throw folder.unusable(e);
        }
        if (state.isPresent()) {
            requireSameClips(state.get());
            metrics.addAll(state.get().metrics());
            for (String line : metrics) {
                epochs.add(EpochMetrics.fromJson(line));
            }
            folder.writeMetrics(metrics);
        }
    }

    /// Random numbers, or those of a model that the run starts from, its statistics included: they belong to its
    /// weights.
    private Parameters first() throws IOException {
        if (plan.start().isEmpty()) {
            return Parameters.fresh(settings.seed(), clips.statistics());
        }
        UsedModel used = plan.start().get();
        StartingModel start = new StartingModel(used.name(), used.open(settings));
        progress.say(start.description(plan.source().signs()));
        return Parameters.of(start.tensors(settings, plan.source().signs()));
    }

    /// The fingerprint of a source tells apart its lists of clips; whether the clips themselves have changed, or some
    /// can no longer be read, their content tells. (Runs that were begun before the checksum existed have the
    /// statistics only.)
    private void requireSameClips(RunState state) throws IOException {
        boolean same = state.samples().map(samples::equals).orElseGet(() -> clips.statistics().entrySet().stream()
                .allMatch(of -> Arrays.equals(of.getValue().toArray(), parameters.state().get(of.getKey()).toArray())));
        if (!same) {
            throw new IOException("resume: the content of the clips has changed since " + folder.path()
                    + " was begun; a run goes on only with the same clips (restore them, or start a new run)");
        }
    }

    /// Makes room for steps that allocate so many numbers, see [MemoryNeed#step()].
    public void reserve(long numbers) {
        reserved = numbers;
    }

    /// Number of trainable numbers.
    public long parameterCount() {
        return parameters.trainable().values().stream().mapToLong(Tensor::size).sum();
    }

    /// How many epochs are done, in this program and before, and can be gone on from.
    public int epochsDone() {
        return metrics.size();
    }

    /// All epochs are done, or the run ended early, see [islr.train.run.BestEpoch].
    public boolean isComplete() {
        return epochsDone() >= settings.epochs() || plan.best().endsAfter(epochs);
    }

    /// The best epoch so far; empty if nothing is held out.
    public Optional<EpochMetrics> best() {
        return plan.best().of(epochs);
    }

    /// The last epoch.
    public Optional<EpochMetrics> last() {
        return epochs.isEmpty() ? Optional.empty() : Optional.of(epochs.getLast());
    }

    /// What becomes of the learning rate, if the run has another number of epochs now than before; a sentence.
    public Optional<String> changeOfRate() {
        if (epochs.isEmpty() || isComplete() || before == settings.epochs()) {
            return Optional.empty();
        }
        return Optional.of(String.format(Locale.ROOT,
                "This run was one of %,d epochs and is one of %,d now: its learning rate, %.3g in epoch %,d, goes on "
                        + "with %.3g, and falls until epoch %,d.",
                before, settings.epochs(), epochs.getLast().rate(), epochsDone(),
                recipe.begin(epochsDone(), ShownClips.steps(clips.training(), settings)), settings.epochs()));
    }

    /// Trains until all epochs are done or whoever watches wants it to stop. Either way the model so far is in the
    /// folder.
    ///
    /// @return why it ended
    /// @throws IOException if something cannot be written; what was written before is as it was
    /// @throws ArithmeticException if the numbers have become too large; likewise
    public End train() throws IOException {
        if (!epochs.isEmpty()) {
            // The last program may have been killed before it wrote them.
            writeModels();
        }
        Workspace workspace = Workspace.of(reserved);
        try (Batches batches = batches()) {
            while (!isComplete()) {
                epoch(batches, workspace);
            }
        } catch (InterruptedException e) {
            requireFinite(parameters.trainable());
            writeModel(folder.model());
            return End.STOPPED;
        }
        return End.COMPLETE;
    }

    private Batches batches() {
        return new Batches(clips.training(), ShownClips.Rule.of(settings), Changes.of(settings), recipe.views(),
                settings.seed());
    }

    private void epoch(Batches batches, Workspace workspace) throws IOException, InterruptedException {
        long start = System.nanoTime();
        double rate = recipe.begin(epochsDone(), batches.steps());
        Sums sums = new Sums();
        progress.begin("epoch " + (epochsDone() + 1) + "/" + settings.epochs(), clips.training().size(), "clips");
        try {
            int number = 0;
            for (Iterator<TrainingBatch> rest = batches.epoch(epochsDone()); rest.hasNext(); number++) {
                workspace.reset();
                step(compute.with(workspace), rest.next(), number, sums);
                if (progress.isStopWanted()) {
                    throw new InterruptedException("stopped in an epoch");
                }
            }
        } finally {
            progress.end();
        }
        finishEpoch(rate, sums, start);
    }

    private static final class Sums {
        private double loss;
        private int right;
        private int clips;
    }

    /// @param number of the batch in its epoch, from 0
    private void step(Compute c, TrainingBatch batch, int number, Sums sums) {
        Compute training = c.training(Streams.of(settings.seed(), "dropout", epochsDone(), number));
        StepResult result = recipe.step(training, Teacher.taught(teacher, c, batch));
        if (!Float.isFinite(result.loss())) {
            throw new ArithmeticException("training: the loss of epoch " + (epochsDone() + 1) + ", step " + (number + 1)
                    + " is not a number; start a new run with a lower rate (--set rate=...)");
        }
        int[] labels = batch.targets().labels();
        int n = labels.length;
        sums.loss += (double) result.loss() * n;
        sums.clips += n;
        for (int i = 0; i < n; i++) {
            float[] logits = result.logits().slice(c, 0, i, i + 1).toArray();
            sums.right += Metrics.argmax(logits) == labels[i] ? 1 : 0;
        }
        progress.at(sums.clips, String.format(Locale.ROOT, "loss %.3f", sums.loss / sums.clips));
    }

    /// NaN and infinite numbers must not take the place of good ones in the folder.
    private void requireFinite(Map<String, Tensor> tensors) {
        tensors.forEach((name, tensor) -> {
            for (int i = tensor.offset(); i < tensor.offset() + tensor.size(); i++) {
                if (!Float.isFinite(tensor.array()[i])) {
                    throw new ArithmeticException("training: '" + name + "' has grown beyond all bounds in epoch "
                            + (epochsDone() + 1) + "; start a new run with a lower rate (--set rate=...)");
                }
            }
        });
    }

    private void finishEpoch(double rate, Sums sums, long start) throws IOException, InterruptedException {
        requireFinite(parameters.trainable());
        recipe.end(compute, epochsDone());
        Evaluation heldOut = evaluate();
        EpochMetrics epoch = new EpochMetrics(epochsDone() + 1, rate, sums.loss / sums.clips,
                (double) sums.right / sums.clips, heldOut.loss(), heldOut.top(1), heldOut.top(5), sums.clips,
                (System.nanoTime() - start) / 1e9);
        Map<String, Tensor> kept = recipe.state();
        requireFinite(kept);
        List<String> withThis = new ArrayList<>(metrics);
        withThis.add(epoch.toJson());
        folder.writeState(new RunState(withThis, settings.epochs(), parameters.state(), kept, Optional.of(samples))
                .toCheckpoint(settings));
        metrics.add(withThis.getLast());
        epochs.add(epoch);
        writeModels();
        folder.writeMetrics(metrics);
        progress.say(line(epoch));
        double guessing = Math.log(plan.source().signs().size());
        if (epoch.trainLoss() > DIVERGED * Math.max(1, guessing)) {
            progress.say(String.format(Locale.ROOT,
                    "The loss is far above %.1f, that of guessing: the training diverges. Start a new run with a lower "
                            + "rate (--set rate=...).",
                    guessing));
        }
    }

    private String line(EpochMetrics epoch) {
        String trained = String.format(Locale.ROOT, "epoch %d/%d  loss %.3f  accuracy %.1f %%", epoch.epoch(),
                settings.epochs(), epoch.trainLoss(), 100 * epoch.trainTop1());
        String heldOut = clips.heldOut().isEmpty() ? ""
                : String.format(Locale.ROOT, "  held out: loss %.3f  accuracy %.1f %%  top-5 %.1f %%",
                        epoch.heldOutLoss(), 100 * epoch.heldOutTop1(), 100 * epoch.heldOutTop5());
        return trained + heldOut + String.format(Locale.ROOT, "  %.1f s", epoch.seconds());
    }

    /// The model as it is now, and the best one if that is it.
    private void writeModels() throws IOException {
        writeModel(folder.model());
        if (best().filter(best -> best.epoch() == epochsDone()).isPresent()) {
            writeModel(folder.bestModel());
        }
    }

    private void writeModel(Path file) throws IOException {
        SequencedSet<String> trainedOn = new LinkedHashSet<>();
        plan.start().ifPresent(start -> trainedOn.addAll(start.trainedOn()));
        plan.teacher().ifPresent(teacher -> trainedOn.addAll(teacher.trainedOn()));
        trainedOn.addAll(plan.split().trainedOn(plan.source()));
        ModelFile.write(file, settings.preset(), settings.values(), recipe.deployed(), plan.source().signs(),
                List.copyOf(trainedOn), Map.of("epochs_done", Integer.toString(epochsDone())));
    }

    /// Measures how sure the model is and writes it into its file, and the same for the best one. What the run goes on
    /// from knows nothing of it: a longer run is measured anew.
    ///
    /// @return what was measured of the model after the last epoch
    /// @throws InterruptedException if whoever watches wants it to stop
    /// @throws IOException if a file cannot be read or written
    public Measured measure() throws IOException, InterruptedException {
        Measured last = Measured.of(deployed(), clips, compute, progress);
        last.write(folder.model());
        if (best().filter(best -> best.epoch() != epochsDone()).isPresent()) {
            Measured.of(ModelFile.read(folder.bestModel()).model(), clips, compute, progress).write(folder.bestModel());
        } else if (Files.exists(folder.bestModel())) {
            last.write(folder.bestModel());
        }
        return last;
    }

    /// The model as it will predict: where that is not the one that is trained, one of the deployed numbers.
    private Model deployed() {
        Map<String, Tensor> deployed = recipe.deployed();
        Map<String, Tensor> trained = parameters.state();
        boolean same = deployed.entrySet().stream().allMatch(each -> trained.get(each.getKey()) == each.getValue());
        return same ? model : settings.preset().architecture().model(settings.values(), plan.source().signs().size(),
                Parameters.of(deployed));
    }

    /// The probabilities of the held-out clips, at temperature 1.
    ///
    /// @throws InterruptedException if whoever watches wants it to stop
    public Evaluation evaluate() throws InterruptedException {
        return HeldOut.of(deployed(), Optional.empty(), compute, clips.heldOut(), progress).evaluation(compute,
                Certainty.UNKNOWN);
    }
}
