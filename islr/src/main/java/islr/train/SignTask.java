package islr.train;

import islr.dataset.Progress;
import islr.nn.Parameters;
import islr.recognize.Certainty;
import islr.recognize.ModelFile;
import islr.system.Architecture;
import islr.system.Model;
import islr.system.Preset;
import islr.system.Recipe;
import islr.system.StepResult;
import islr.system.TrainingBatch;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.train.calibration.HeldOut;
import islr.train.report.EpochMetrics;
import islr.train.report.Evaluation;
import islr.train.report.Metrics;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.RunState;
import islr.train.run.StartingModel;
import islr.train.run.UsedModel;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedSet;

/// Learns the signs of clips.
public final class SignTask implements Task {
    private final RunPlan plan;
    private final RunSettings settings;
    private final Preset preset;
    private final TrainingClips clips;
    private final Compute compute;
    private final Progress progress;
    private final String checksum;

    /// @param plan of a run that learns signs
    /// @param compute kernels and threads
    public SignTask(RunPlan plan, TrainingClips clips, Compute compute, Progress progress) {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.clips = Objects.requireNonNull(clips, "clips");
        this.compute = Objects.requireNonNull(compute, "compute");
        this.progress = Objects.requireNonNull(progress, "progress");
        settings = plan.settings();
        preset = settings.signs();
        checksum = clips.checksum();
    }

    @Override
    public String checksum() {
        return checksum;
    }

    /// Random numbers, or those of a model that the run starts from, its statistics included: they belong to its
    /// weights.
    @Override
    public Parameters first(Progress watcher) throws IOException {
        Objects.requireNonNull(watcher, "watcher");
        if (plan.start().isEmpty()) {
            return Parameters.fresh(settings.seed(), clips.statistics());
        }
        UsedModel used = plan.start().get();
        StartingModel start = new StartingModel(used.name(), used.open(settings));
        watcher.say(start.description(plan.clips().signs()));
        return Parameters.of(start.tensors(settings, plan.clips().signs()));
    }

    /// Runs that were begun before the checksum existed have the statistics only.
    @Override
    public boolean isOf(RunState state, Parameters parameters) {
        Objects.requireNonNull(state, "state");
        Objects.requireNonNull(parameters, "parameters");
        return state.samples().map(checksum::equals).orElseGet(() -> clips.statistics().entrySet().stream()
                .allMatch(of -> Arrays.equals(of.getValue().toArray(), parameters.state().get(of.getKey()).toArray())));
    }

    @Override
    public SignLearner learner(Parameters parameters) throws IOException {
        Objects.requireNonNull(parameters, "parameters");
        return new SignLearner(parameters, Teacher.of(plan, compute));
    }

    @Override
    public double guessing() {
        return Math.log(plan.clips().signs().size());
    }

    @Override
    public int examples() {
        return clips.training().size();
    }

    @Override
    public String unit() {
        return "clips";
    }

    @Override
    public String text(EpochMetrics epoch) {
        Objects.requireNonNull(epoch, "epoch");
        String trained = String.format(Locale.ROOT, "loss %.3f  accuracy %.1f %%", epoch.trainLoss(),
                100 * epoch.trainTop1());
        return clips.heldOut().isEmpty() ? trained
                : trained + String.format(Locale.ROOT, "  held out: loss %.3f  accuracy %.1f %%  top-5 %.1f %%",
                        epoch.heldOutLoss(), 100 * epoch.heldOutTop1(), 100 * epoch.heldOutTop5());
    }

    private Model model(Parameters parameters) {
        return preset.architecture().model(settings.values(), plan.clips().signs().size(), parameters);
    }

    /// A network that learns signs.
    public final class SignLearner implements Learner {
        private final Parameters parameters;
        private final Optional<Teacher> teacher;
        private final Model model;
        private final Recipe recipe;

        private SignLearner(Parameters parameters, Optional<Teacher> teacher) {
            Architecture architecture = preset.architecture();
            this.parameters = parameters;
            this.teacher = teacher;
            model = model(parameters);
            recipe = architecture.recipe(settings.values(), model, parameters);
        }

        @Override
        public Recipe learning() {
            return recipe;
        }

        @Override
        public int steps() {
            return ShownClips.steps(clips.training(), settings);
        }

        @Override
        public Lessons lessons() {
            Batches batches = new Batches(clips.training(), ShownClips.Rule.of(settings), Changes.of(settings),
                    recipe.views(), settings.seed());
            return new Lessons() {
                @Override
                public Iterator<Lesson> epoch(int epoch) {
                    Iterator<TrainingBatch> rest = batches.epoch(epoch);
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return rest.hasNext();
                        }

                        @Override
                        public Lesson next() {
                            TrainingBatch batch = rest.next();
                            return c -> learned(c, batch);
                        }
                    };
                }

                @Override
                public void close() {
                    batches.close();
                }
            };
        }

        private Learned learned(Compute c, TrainingBatch batch) {
            StepResult result = recipe.step(c, Teacher.taught(teacher, c, batch));
            int[] labels = batch.targets().labels();
            int right = 0;
            for (int i = 0; i < labels.length; i++) {
                float[] logits = result.logits().slice(c, 0, i, i + 1).toArray();
                right += Metrics.argmax(logits) == labels[i] ? 1 : 0;
            }
            return new Learned(result.loss(), labels.length, right, labels.length);
        }

        @Override
        public EpochMetrics judged(EpochMetrics trained) throws InterruptedException {
            Objects.requireNonNull(trained, "trained");
            Evaluation heldOut = evaluate();
            return trained.ofSigns(heldOut.loss(), heldOut.top(1), heldOut.top(5));
        }

        @Override
        public void write(Path file, List<String> trainedOn, int epochs) throws IOException {
            Objects.requireNonNull(file, "file");
            SequencedSet<String> signers = new LinkedHashSet<>(Objects.requireNonNull(trainedOn, "trainedOn"));
            signers.addAll(plan.split().trainedOn(plan.source()));
            ModelFile.write(file, preset, settings.values(), recipe.deployed(), plan.clips().signs(),
                    List.copyOf(signers), Map.of("epochs_done", Integer.toString(epochs)));
        }

        /// The model as it will predict: where that is not the one that is trained, one of the deployed numbers.
        Model deployed() {
            Map<String, Tensor> deployed = recipe.deployed();
            Map<String, Tensor> trained = parameters.state();
            boolean same = deployed.entrySet().stream().allMatch(each -> trained.get(each.getKey()) == each.getValue());
            return same ? model : model(Parameters.of(deployed));
        }

        /// The probabilities of the held-out clips, at temperature 1.
        ///
        /// @throws InterruptedException if whoever watches wants it to stop
        Evaluation evaluate() throws InterruptedException {
            return HeldOut.of(deployed(), Optional.empty(), compute, clips.heldOut(), progress).evaluation(compute,
                    Certainty.UNKNOWN);
        }
    }
}
