package islr.train.spelling;

import islr.dataset.Progress;
import islr.nn.Parameters;
import islr.recognize.ModelHints;
import islr.recognize.Presets;
import islr.recognize.SpellerFile;
import islr.system.fingerspelling.Characters;
import islr.system.fingerspelling.EditDistance;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.FingerspellingNetwork;
import islr.system.fingerspelling.SpellingBatch;
import islr.system.fingerspelling.SpellingRecipe;
import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.train.Learner;
import islr.train.Task;
import islr.train.Trainer;
import islr.train.report.EpochMetrics;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedSet;

/// Learns the phrases of sequences.
public final class SpellingTask implements Task {
    private final RunPlan plan;
    private final RunSettings settings;
    private final SpelledSequences sequences;
    private final ConfidenceTargets targets;
    private final SpellingJudge judge;
    private final Progress progress;
    private final String checksum;

    /// @param plan of a run that learns phrases
    /// @param compute kernels and threads
    /// @throws IOException if the cache cannot be read any more
    public SpellingTask(RunPlan plan, SpelledSequences sequences, ConfidenceTargets targets, Compute compute,
            Progress progress) throws IOException {
        this.plan = Objects.requireNonNull(plan, "plan");
        this.sequences = Objects.requireNonNull(sequences, "sequences");
        this.targets = Objects.requireNonNull(targets, "targets");
        this.progress = Objects.requireNonNull(progress, "progress");
        Objects.requireNonNull(compute, "compute");
        settings = plan.settings();
        judge = new SpellingJudge(Fingerspelling.features(settings.values()), compute);
        checksum = sequences.checksum();
    }

    @Override
    public String checksum() {
        return checksum;
    }

    @Override
    public Parameters first(Progress watcher) {
        return Parameters.fresh(settings.seed());
    }

    @Override
    public SpellingLearner learner(Parameters parameters) {
        return new SpellingLearner(Objects.requireNonNull(parameters, "parameters"));
    }

    @Override
    public double guessing() {
        return Math.log(Characters.COUNT);
    }

    @Override
    public int examples() {
        try (SpellingBatches batches = new SpellingBatches(sequences, targets, settings)) {
            return batches.shown();
        }
    }

    @Override
    public String unit() {
        return "sequences";
    }

    @Override
    public String text(EpochMetrics epoch) {
        Objects.requireNonNull(epoch, "epoch");
        String trained = String.format(Locale.ROOT, "loss %.3f  letters %.1f %%", epoch.trainLoss(),
                100 * epoch.trainTop1());
        return Double.isNaN(epoch.heldOutScore()) ? trained : trained + String.format(Locale.ROOT,
                "  held out: loss %.3f  score %.3f", epoch.heldOutLoss(), epoch.heldOutScore());
    }

    /// What the model of a run says of the held-out sequences.
    ///
    /// @param trainer of this run
    /// @param beams phrases that are followed at once
    /// @throws IOException if the model or the cache cannot be read any more
    /// @throws InterruptedException if whoever watches wants it to stop
    public SpellingEvaluation evaluate(Trainer trainer, int beams) throws IOException, InterruptedException {
        Objects.requireNonNull(trainer, "trainer");
        FingerspellingNetwork trained = SpellerFile.read(trainer.folder().model(), ModelHints.NONE).network();
        return judge.judge(trained, sequences.store(), sequences.heldOut(), beams, progress);
    }

    /// A network that learns phrases.
    public final class SpellingLearner implements Learner {
        private final Parameters parameters;
        private final FingerspellingNetwork network;
        private final SpellingRecipe recipe;

        private SpellingLearner(Parameters parameters) {
            this.parameters = parameters;
            network = Fingerspelling.network(settings.values(), parameters);
            recipe = Fingerspelling.recipe(settings.values(), network, parameters);
        }

        @Override
        public SpellingRecipe learning() {
            return recipe;
        }

        @Override
        public int steps() {
            try (SpellingBatches batches = new SpellingBatches(sequences, targets, settings)) {
                return batches.steps();
            }
        }

        @Override
        public Lessons lessons() {
            SpellingBatches batches = new SpellingBatches(sequences, targets, settings);
            return new Lessons() {
                @Override
                public Iterator<Lesson> epoch(int epoch) {
                    Iterator<SpellingBatch> rest = batches.epoch(epoch);
                    return new Iterator<>() {
                        @Override
                        public boolean hasNext() {
                            return rest.hasNext();
                        }

                        @Override
                        public Lesson next() {
                            SpellingBatch batch = rest.next();
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

        private Learned learned(Compute c, SpellingBatch batch) {
            SpellingRecipe.Result result = recipe.step(c, batch);
            return new Learned(result.loss(), batch.size(), result.right(), result.letters());
        }

        @Override
        public EpochMetrics judged(EpochMetrics trained) throws InterruptedException {
            Objects.requireNonNull(trained, "trained");
            boolean due = trained.epoch() % settings.get(Fingerspelling.JUDGED) == 0
                    || trained.epoch() == settings.epochs();
            if (!due || sequences.heldOut().isEmpty()) {
                return trained;
            }
            SpellingEvaluation evaluation = evaluate();
            return trained.ofPhrases(evaluation.loss(), evaluation.score(EditDistance.LEVENSHTEIN));
        }

        private SpellingEvaluation evaluate() throws InterruptedException {
            try {
                return judge.judge(deployed(), sequences.store(), sequences.heldOut(), 1, progress);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        private FingerspellingNetwork deployed() {
            Map<String, Tensor> deployed = recipe.deployed();
            Map<String, Tensor> trained = parameters.state();
            boolean same = deployed.entrySet().stream().allMatch(each -> trained.get(each.getKey()) == each.getValue());
            return same ? network : Fingerspelling.network(settings.values(), Parameters.of(deployed));
        }

        @Override
        public void write(Path file, List<String> trainedOn, int epochs) throws IOException {
            Objects.requireNonNull(file, "file");
            SequencedSet<String> signers = new LinkedHashSet<>(Objects.requireNonNull(trainedOn, "trainedOn"));
            signers.addAll(plan.split().trainedOn(plan.source()));
            SpellerFile.write(file, Presets.speller(settings.preset().id()), settings.values(), recipe.deployed(),
                    List.copyOf(signers), Map.of("epochs_done", Integer.toString(epochs)));
        }
    }
}
