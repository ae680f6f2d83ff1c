package islr.train;

import islr.dataset.Progress;
import islr.internal.Streams;
import islr.nn.Parameters;
import islr.system.Learning;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.train.report.EpochMetrics;
import islr.train.run.RunFolder;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.RunState;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

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
    private final Task task;
    private final RunFolder folder;
    private final Compute compute;
    private final Progress progress;
    private final Parameters parameters;
    private final Learner learner;
    private final Learning learning;
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
    /// @param task what it learns
    /// @param compute kernels and threads; memory is the trainer's own
    /// @throws IOException if the state in the folder cannot be used
    public Trainer(RunPlan plan, Task task, Compute compute, Progress progress) throws IOException {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.task = Objects.requireNonNull(task, "task");
        this.compute = Objects.requireNonNull(compute, "compute");
        this.progress = Objects.requireNonNull(progress, "progress");
        this.settings = plan.settings();
        this.folder = plan.folder();
        Optional<RunState> state = folder.state(settings);
        before = state.map(RunState::planned).orElse(settings.epochs());
        try {
            parameters = state.isPresent() ? Parameters.of(state.get().model()) : task.first(progress);
            learner = task.learner(parameters);
            learning = learner.learning();
            if (state.isPresent()) {
                learning.restore(state.get().recipe());
            }
        } catch (IllegalArgumentException e) {
            throw folder.unusable(e);
        }
        if (state.isPresent()) {
            requireSameContent(state.get());
            metrics.addAll(state.get().metrics());
            for (String line : metrics) {
                epochs.add(EpochMetrics.fromJson(line));
            }
            folder.writeMetrics(metrics);
        }
    }

    /// The fingerprint of a source tells apart its lists of clips; whether the clips themselves have changed, or some
    /// can no longer be read, their content tells.
    private void requireSameContent(RunState state) throws IOException {
        if (!task.isOf(state, parameters)) {
            throw new IOException("resume: the content of the clips has changed since " + folder.path()
                    + " was begun; a run goes on only with the same clips (restore them, or start a new run)");
        }
    }

    /// Where the run lives.
    public RunFolder folder() {
        return folder;
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
                learning.begin(epochsDone(), learner.steps()), settings.epochs()));
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
        try (Learner.Lessons lessons = learner.lessons()) {
            while (!isComplete()) {
                epoch(lessons, workspace);
            }
        } catch (InterruptedException e) {
            requireFinite(parameters.trainable());
            writeModel(folder.model());
            return End.STOPPED;
        }
        return End.COMPLETE;
    }

    private void epoch(Learner.Lessons lessons, Workspace workspace) throws IOException, InterruptedException {
        long start = System.nanoTime();
        double rate = learning.begin(epochsDone(), learner.steps());
        Sums sums = new Sums();
        progress.begin("epoch " + (epochsDone() + 1) + "/" + settings.epochs(), task.examples(), task.unit());
        try {
            int number = 0;
            for (Iterator<Learner.Lesson> rest = lessons.epoch(epochsDone()); rest.hasNext(); number++) {
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
        private int answers;
        private int examples;
    }

    /// @param number of the step in its epoch, from 0
    private void step(Compute c, Learner.Lesson lesson, int number, Sums sums) {
        Compute training = c.training(Streams.of(settings.seed(), "dropout", epochsDone(), number));
        Learner.Learned learned = lesson.learn(training);
        if (!Float.isFinite(learned.loss())) {
            throw new ArithmeticException("training: the loss of epoch " + (epochsDone() + 1) + ", step " + (number + 1)
                    + " is not a number; start a new run with a lower rate (--set rate=...)");
        }
        sums.loss += (double) learned.loss() * learned.examples();
        sums.examples += learned.examples();
        sums.right += learned.right();
        sums.answers += learned.answers();
        progress.at(sums.examples, String.format(Locale.ROOT, "loss %.3f", sums.loss / sums.examples));
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
        learning.end(compute, epochsDone());
        EpochMetrics epoch = learner.judged(EpochMetrics.trained(epochsDone() + 1, rate, sums.loss / sums.examples,
                (double) sums.right / sums.answers, sums.examples)).lasting((System.nanoTime() - start) / 1e9);
        Map<String, Tensor> kept = learning.state();
        requireFinite(kept);
        List<String> withThis = new ArrayList<>(metrics);
        withThis.add(epoch.toJson());
        folder.writeState(
                new RunState(withThis, settings.epochs(), parameters.state(), kept, Optional.of(task.checksum()))
                        .toCheckpoint(settings));
        metrics.add(withThis.getLast());
        epochs.add(epoch);
        writeModels();
        folder.writeMetrics(metrics);
        progress.say(line(epoch));
        double guessing = task.guessing();
        if (epoch.trainLoss() > DIVERGED * Math.max(1, guessing)) {
            progress.say(String.format(Locale.ROOT,
                    "The loss is far above %.1f, that of guessing: the training diverges. Start a new run with a lower "
                            + "rate (--set rate=...).",
                    guessing));
        }
    }

    private String line(EpochMetrics epoch) {
        return String.format(Locale.ROOT, "epoch %d/%d  %s  %.1f s", epoch.epoch(), settings.epochs(), task.text(epoch),
                epoch.seconds());
    }

    /// The model as it is now, and the best one if that is it.
    private void writeModels() throws IOException {
        writeModel(folder.model());
        if (best().filter(best -> best.epoch() == epochsDone()).isPresent()) {
            writeModel(folder.bestModel());
        }
    }

    private void writeModel(Path file) throws IOException {
        List<String> trainedOn = Stream.of(plan.start(), plan.teacher())
                .flatMap(used -> used.stream().flatMap(model -> model.trainedOn().stream())).distinct().toList();
        learner.write(file, trainedOn, epochsDone());
    }
}
