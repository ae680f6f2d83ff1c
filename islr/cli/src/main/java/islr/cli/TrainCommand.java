package islr.cli;

import islr.dataset.ClipSource;
import islr.dataset.DataSet;
import islr.dataset.PhraseDataSet;
import islr.dataset.PhraseSource;
import islr.dataset.Progress;
import islr.dataset.PublishedSplits;
import islr.dataset.SignedSource;
import islr.dataset.Split;
import islr.dataset.SyntheticClips;
import islr.dataset.SyntheticPhrases;
import islr.recognize.Presets;
import islr.system.AugmentLevel;
import islr.system.NamedSettings;
import islr.system.Preset;
import islr.system.Training;
import islr.system.fingerspelling.SpellingPreset;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.train.MemoryNeed;
import islr.train.SignTask;
import islr.train.Trainer;
import islr.train.TrainingClips;
import islr.train.run.BestEpoch;
import islr.train.run.RunFolder;
import islr.train.run.RunLock;
import islr.train.run.RunPlan;
import islr.train.run.RunSettings;
import islr.train.run.StartingModel;
import islr.train.run.TeachingModel;
import islr.train.run.UsedModel;
import islr.train.spelling.ConfidenceTargets;
import islr.train.spelling.SpelledSequences;
import islr.train.spelling.SpellingTask;
import islr.weights.text.OneLine;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Trains a recogniser.
@Command(name = "islr-train", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        subcommands = {SynthesizeCommand.class, SynthesizeSpellingCommand.class, EvaluateCommand.class,
            CalibrateCommand.class, SoupCommand.class, DrawCommand.class},
        header = "Learns to recognise signs from clips.",
        description = {"",
            "Without --data it makes synthetic signers, who sign invented signs, and learns from them in a minute. "
                    + "With --data it learns from a folder in the layout of the Google isolated sign recognition "
                    + "competition: train.csv, sign_to_prediction_index_map.json and the clips. Some signers are "
                    + "held out, and the model is judged on them.",
            ""},
        footer = {"", "The run folder holds settings.json, metrics.jsonl (one line an epoch), log.txt,",
            "report.txt, predictions.csv (each held-out clip), confusions.csv, errors.svg (those",
            "answered wrongly, drawn), model.safetensors (all that islr-infer needs), best.safetensors",
            "(the same after the best epoch) and resume.safetensors.",
            "Ctrl-C saves the model so far; --resume goes on from the last whole epoch.", "",
            "Exit codes: 0 all well, 1 something failed (or no suitable Java), 2 wrong usage, 130 Ctrl-C.", "",
            Cli.ENVIRONMENT, "", "Examples:", "  java -jar islr-train.jar",
            "  java -jar islr-train.jar --data asl-signs --preset gislr-64 --split gislr-64",
            "  java -jar islr-train.jar --set rate=5e-4 --set dropout=0.2 --epochs 20",
            "  java -jar islr-train.jar --resume runs/signs-small-1"})
final class TrainCommand implements Callable<Integer> {
    /// More than any machine has use for; each costs memory.
    private static final int MOST_THREADS = 1024;

    @Option(names = "--data", paramLabel = "DIR", description = "The data set (default: synthetic signers).")
    private Path data;

    @Option(names = "--preset", paramLabel = "NAME",
            description = "The system and its sizes, see --list-presets (default: signs-small).")
    private String preset;

    @Option(names = "--list-presets", description = "Show all presets and end.")
    private boolean listPresets;

    @Option(names = "--set", paramLabel = "KEY=VALUE",
            description = "Change a setting (see the list below). Can be given several times.")
    private List<String> changes = List.of();

    @Option(names = "--augment", paramLabel = "none|light|original|strong",
            description = "How much clips are changed at random: values for all settings of random changes, which a "
                    + "single --set still replaces (default: original, the values of the preset).")
    private String augment;

    @Option(names = "--epochs", paramLabel = "N", description = "Passes over the clips: --set epochs=N.")
    private String epochs;

    @Option(names = "--batch", paramLabel = "N", description = "Clips in a step: --set batch=N.")
    private String batch;

    @Option(names = "--seed", paramLabel = "N",
            description = "Seed of everything random: --set seed=N. The same seed gives the same bits.")
    private String seed;

    @Option(names = "--holdout", paramLabel = "WHO", split = ",",
            description = "Signers (participant_id) to judge on instead of learning from, or none (default: a fifth of "
                    + "them, the last ones in order: 1, 2, ... 10). 20%% holds out a fifth of the clips of each sign, "
                    + "drawn with the seed, 20%%:random a fifth of all clips.")
    private List<String> holdout;

    @Option(names = "--split", paramLabel = "NAME",
            description = "Hold out the signers of a published split of the competition's data: gislr-64, gislr-32, "
                    + "cls and others (a wrong name lists them all).")
    private String split;

    @Option(names = "--folds", paramLabel = "K",
            description = "Split the signers into K folds, drawn with the seed, and hold one of them out: --fold.")
    private Integer folds;

    @Option(names = "--fold", paramLabel = "I", description = "Which of the folds is held out, 0 to K - 1.")
    private Integer fold;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads to use (default: one a core). The model does not depend on it.")
    private Integer threads;

    @Option(names = "--cache", paramLabel = "DIR",
            description = "Keep prepared clips there for the next run (default: they are not kept).")
    private Path cache;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The run folder, new or empty (default: runs/<preset>-<number>).")
    private Path out;

    @Option(names = "--resume", paramLabel = "RUNDIR",
            description = "Go on with a run that was stopped, with its own settings and data. With --epochs N, a run "
                    + "may become longer; its learning rate then goes on as in a run of N epochs.")
    private Path resume;

    @Option(names = "--init", paramLabel = "FILE",
            description = "Start from a trained model, with its preset and sizes: a .safetensors of this project, a "
                    + "file of PyTorch, Keras or NumPy, or 'bundled'. What such a file does not say, --preset and "
                    + "--set do. Signs that it does not know start anew.")
    private String init;

    @Option(names = "--teacher", paramLabel = "FILE",
            description = "Learn from the answers of a trained model, too: a file as for --init that reads the same "
                    + "features, or 'bundled'. How much: --set teacher_share=... and teacher_temperature=...")
    private String teacher;

    @Option(names = "--best", paramLabel = "accuracy|loss",
            description = "What makes an epoch the best: best.safetensors holds it (default: accuracy on the held-out "
                    + "clips). The model of the run is that of the last epoch.")
    private String best;

    @Option(names = "--patience", paramLabel = "N",
            description = "End early, when N epochs have passed without a better one (default: train all epochs).")
    private String patience;

    @Option(names = "--confidence", split = ",", paramLabel = "FILE",
            description = "For presets that learn phrases: predictions.csv of runs that held sequences out. How like "
                    + "the truth those answers are is what the confidence learns (default: 0.5 for all).")
    private List<Path> confidence;

    private CommandLine.Model.CommandSpec spec;

    @CommandLine.Spec
    void setSpec(CommandLine.Model.CommandSpec spec) {
        this.spec = spec;
        SettingsHelp.addTo(spec.usageMessage());
    }

    @Override
    public Integer call() throws Exception {
        if (listPresets) {
            PresetTable.lines().forEach(spec.commandLine().getOut()::println);
            return ExitCode.OK;
        }
        int workers = threads == null ? Runtime.getRuntime().availableProcessors() : threads;
        if (workers < 1 || workers > MOST_THREADS) {
            throw Cli.wrong(spec, "--threads must be 1 to " + MOST_THREADS);
        }
        MemoryNeed.requireLeast(Runtime.getRuntime().maxMemory());
        RunPlan plan;
        try {
            plan = resume == null ? begin() : resume();
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        try (StopSignal stop = new StopSignal(); RunLock _ = plan.folder().lock();
                Parallel parallel = Parallel.threads(workers)) {
            return train(plan, new Compute(KernelProvider.best(), parallel, Memory.heap()),
                    new LoggedProgress(new ConsoleProgress(System.err, stop), plan.folder().log()));
        }
    }

    private RunPlan begin() throws IOException {
        if (isSpelling()) {
            return beginSpelling();
        }
        if (confidence != null) {
            throw Cli.wrong(spec, "--confidence is for presets that learn phrases; leave it out");
        }
        Optional<StartingModel> start = init == null ? Optional.empty()
                : Optional.of(StartingModel.read(init, Optional.ofNullable(preset), asked()));
        RunSettings settings = start.isPresent() && (preset == null || start.get().isOf(preset))
                ? start.get().settings() : RunSettings.of(preset != null ? Presets.of(preset) : Presets.usual());
        for (Map.Entry<String, String> change : asked(settings.preset()).entrySet()) {
            settings = settings.with(change.getKey(), change.getValue());
        }
        ClipSource source = data == null ? SyntheticClips.standard(settings.seed()) : DataSet.read(data);
        RunPlan.requireFitting(settings, source);
        if (start.isPresent()) {
            start.get().requireFitting(settings);
        }
        Optional<TeachingModel> taught = teacher == null ? Optional.empty()
                : Optional.of(new TeachingModel(teacher, UsedModel.read(teacher)));
        if (taught.isPresent()) {
            taught.get().requireFitting(settings, source.signs());
        }
        Training.check(settings.values());
        Split chosen = split(source, settings.seed());
        BestEpoch epoch = RunPlan.best(best, patience, Map.of());
        RunPlan.requireHeldOut(chosen, epoch);
        RunFolder folder = out == null ? RunFolder.next(Path.of("runs"), settings.preset().id()) : RunFolder.at(out);
        return new RunPlan(settings, source, chosen, folder, epoch, start.map(StartingModel::used),
                taught.map(TeachingModel::used), about()).begin();
    }

    /// Whether phrases are learned: the preset says so or, without one, the data.
    private boolean isSpelling() {
        return preset != null ? Presets.any(preset) instanceof SpellingPreset
                : data != null && PhraseDataSet.isIn(data);
    }

    private RunPlan beginSpelling() throws IOException {
        for (Map.Entry<String, Object> option : unfit().entrySet()) {
            if (option.getValue() != null) {
                throw Cli.wrong(spec, option.getKey() + " does not go with presets that learn phrases; leave it out");
            }
        }
        RunSettings settings = RunSettings.of(preset == null ? Presets.usualSpeller() : Presets.any(preset));
        for (Map.Entry<String, String> change : asked().entrySet()) {
            settings = settings.with(change.getKey(), change.getValue());
        }
        PhraseSource source = phrases(data, settings);
        RunPlan.requireFitting(settings, source);
        Training.check(settings.values());
        Split chosen = split(source, settings.seed());
        BestEpoch epoch = RunPlan.best(best, patience, Map.of());
        RunPlan.requireHeldOut(chosen, epoch);
        ConfidenceTargets targets = confidence == null ? ConfidenceTargets.NONE
                : ConfidenceTargets.read(confidence, source);
        Map<String, Object> about = new LinkedHashMap<>(about());
        about.put(RunPlan.TARGETS, Integer.toString(targets.known().size()));
        RunFolder folder = out == null ? RunFolder.next(Path.of("runs"), settings.preset().id()) : RunFolder.at(out);
        RunPlan plan = new RunPlan(settings, source, chosen, folder, epoch, Optional.empty(), Optional.empty(), about)
                .begin();
        if (!targets.known().isEmpty()) {
            targets.write(plan.folder().path());
        }
        return plan;
    }

    /// Options of runs that learn signs.
    private Map<String, Object> unfit() {
        Map<String, Object> unfit = new LinkedHashMap<>();
        unfit.put("--augment", augment);
        unfit.put("--split", split);
        unfit.put("--init", init);
        unfit.put("--teacher", teacher);
        return unfit;
    }

    /// @param folder null for synthetic ones
    private static PhraseSource phrases(Path folder, RunSettings settings) throws IOException {
        return folder == null ? SyntheticPhrases.standard(settings.seed()) : PhraseDataSet.read(folder);
    }

    private static SignedSource source(Path folder, RunSettings settings) throws IOException {
        return settings.preset() instanceof SpellingPreset ? phrases(folder, settings)
                : folder == null ? SyntheticClips.standard(settings.seed()) : DataSet.read(folder);
    }

    /// With what a run was begun: somebody who looks at it a year later will ask.
    private Map<String, ?> about() {
        Map<String, Object> about = new LinkedHashMap<>();
        about.put("program", spec.name() + " " + Version.ofProgram());
        about.put("java", System.getProperty("java.runtime.version") + ", " + System.getProperty("java.vendor"));
        about.put("kernels", KernelProvider.best().description());
        about.put("command_line", spec.commandLine().getParseResult().originalArgs());
        return about;
    }

    /// Who is held out.
    private Split split(SignedSource source, long seed) {
        if (Stream.of(holdout, split, folds).filter(Objects::nonNull).count() > 1) {
            throw new IllegalArgumentException(
                    "--holdout, --split and --folds each say who is held out; give one of them");
        }
        if ((folds == null) != (fold == null)) {
            throw new IllegalArgumentException("--folds and --fold go together, as in --folds 5 --fold 0");
        }
        return holdout != null ? Split.of(source, holdout, seed)
                : split != null ? Split.published(source, PublishedSplits.of(split))
                        : folds != null ? Split.fold(source, folds, fold, seed) : Split.usual(source);
    }

    private RunPlan resume() throws IOException {
        if (out != null) {
            throw Cli.wrong(spec, "--out: a resumed run stays in its folder");
        }
        if (init != null) {
            throw Cli.wrong(spec, "--resume goes on with the model of the run; leave --init out");
        }
        if (teacher != null) {
            throw Cli.wrong(spec, "--resume goes on with the teacher of the run; leave --teacher out");
        }
        if (confidence != null) {
            throw Cli.wrong(spec, "--resume goes on with what confidences learn in the run; leave --confidence out");
        }
        if (split != null || folds != null || fold != null) {
            throw Cli.wrong(spec,
                    "--resume goes on with the signers that the run holds out; leave --split, --folds and --fold out");
        }
        RunFolder folder = RunFolder.existing(resume);
        Map<String, String> again = asked(RunPlan.preset(folder));
        if (preset != null) {
            again.put("preset", preset);
        }
        if (holdout != null) {
            again.put(RunPlan.HELD_OUT, RunPlan.heldOut(holdout));
        }
        if (best != null) {
            again.put(RunPlan.BEST, best);
        }
        if (patience != null) {
            again.put(RunPlan.PATIENCE, patience);
        }
        return RunPlan.resume(folder, again, (origin, settings) -> source(
                data != null ? data : origin.equals(SyntheticClips.ORIGIN) ? null : Path.of(origin), settings));
    }

    /// Settings given on the command line, by key: those of a level, and those given one by one, which win.
    private Map<String, String> asked(NamedSettings of) {
        Map<String, String> asked = new LinkedHashMap<>();
        if (augment != null && of instanceof Preset signs) {
            asked.putAll(AugmentLevel.of(augment).settings(signs));
        }
        Map<String, String> single = asked();
        if (asked.size() == 1) {
            // A preset whose changes are one setting: the level is its value.
            asked.forEach((key, value) -> ask(single, "--", key, value));
        }
        asked.putAll(single);
        return asked;
    }

    private Map<String, String> asked() {
        Map<String, String> asked = new LinkedHashMap<>();
        for (String change : changes) {
            int sign = change.indexOf('=');
            if (sign < 0) {
                throw Cli.wrong(spec, "--set " + change + ": KEY=VALUE is needed, as in --set rate=5e-4");
            }
            ask(asked, "--set ", change.substring(0, sign).strip(), change.substring(sign + 1));
        }
        ask(asked, "--", Training.EPOCHS.key(), epochs);
        ask(asked, "--", Training.BATCH.key(), batch);
        ask(asked, "--", Training.SEED.key(), seed);
        return asked;
    }

    /// What is said twice may not be two things.
    ///
    /// @param value null if it is not given
    private void ask(Map<String, String> asked, String how, String key, String value) {
        String before = value == null ? null : asked.put(key, value);
        if (before != null && !isSame(before, value)) {
            throw Cli.wrong(spec, "--set " + key + "=" + before + " and " + how + key + (how.equals("--") ? " " : "=")
                    + value + " contradict each other; give one of them");
        }
    }

    private static boolean isSame(String a, String b) {
        try {
            return a.strip().equals(b.strip()) || new BigDecimal(a.strip()).compareTo(new BigDecimal(b.strip())) == 0;
        } catch (NumberFormatException e) {
            return false;
        }
    }

    private int train(RunPlan plan, Compute compute, LoggedProgress progress) throws IOException {
        try {
            return prepareAndTrain(plan, compute, progress);
        } catch (IOException | RuntimeException | Error e) {
            if (plan.folder().isThere()) {
                progress.log().add(OneLine.of(Cli.told(e)));
            }
            throw e;
        }
    }

    private int prepareAndTrain(RunPlan plan, Compute compute, LoggedProgress progress) throws IOException {
        progress.say("Run: " + plan.folder().path() + " (preset " + plan.settings().preset().id() + ")");
        Prepared run;
        try {
            run = plan.source() instanceof PhraseSource phrases ? prepare(plan, phrases, compute, progress)
                    : prepare(plan, compute, progress);
        } catch (InterruptedException e) {
            progress.say("Stopped before training began; go on with --resume " + plan.folder().path());
            return ExitCode.INTERRUPTED;
        } catch (IOException | RuntimeException | Error e) {
            discardIfNew(plan);
            throw e;
        }
        Trainer trainer = run.trainer;
        try (Closeable _ = run.data) {
            run.report.begin(compute, progress);
            if (trainer.train() == Trainer.End.COMPLETE) {
                run.report.end(compute, spec.commandLine().getOut(), progress.log());
                return ExitCode.OK;
            }
        } catch (InterruptedException e) {
            progress.say("Training is complete, but not its report: --resume " + plan.folder().path() + " writes it.");
            return ExitCode.INTERRUPTED;
        } catch (IOException e) {
            throw new IOException(e.getMessage() + ". The run is whole up to epoch " + trainer.epochsDone()
                    + "; go on with --resume " + plan.folder().path(), e);
        } catch (ArithmeticException e) {
            if (trainer.epochsDone() == 0) {
                discardIfNew(plan);
            }
            throw e;
        }
        progress.say("Stopped. The model so far is " + plan.folder().model() + "; go on with --resume "
                + plan.folder().path());
        return ExitCode.INTERRUPTED;
    }

    /// A run that can begin.
    ///
    /// @param data what is to be closed behind it
    private record Prepared(Trainer trainer, RunReport report, Closeable data) {}

    private Prepared prepare(RunPlan plan, Compute compute, Progress progress)
            throws IOException, InterruptedException {
        TrainingClips clips = TrainingClips.prepare(plan.clips(), plan.split(), plan.settings(),
                compute.parallel().threads(), Optional.ofNullable(cache), progress);
        MemoryNeed need = MemoryNeed.of(plan, clips, compute);
        need.requireIn(Runtime.getRuntime().maxMemory());
        Trainer trainer = new Trainer(plan, new SignTask(plan, clips, compute, progress), compute, progress);
        trainer.reserve(need.step());
        return new Prepared(trainer, new SignReport(plan, clips, need, trainer, progress), () -> {});
    }

    private Prepared prepare(RunPlan plan, PhraseSource source, Compute compute, Progress progress)
            throws IOException, InterruptedException {
        SpelledSequences sequences = SpelledSequences.prepare(source, plan.split(), plan.settings(),
                compute.parallel().threads(), Optional.ofNullable(cache), progress);
        try {
            ConfidenceTargets targets = ConfidenceTargets.of(plan.folder().path(),
                    Integer.parseInt(plan.folder().settings().getOrDefault(RunPlan.TARGETS, "0")));
            SpellingTask task = new SpellingTask(plan, sequences, targets, compute, progress);
            Trainer trainer = new Trainer(plan, task, compute, progress);
            return new Prepared(trainer, new SpellingReport(plan, source, sequences, task, trainer), sequences);
        } catch (IOException | RuntimeException | Error e) {
            sequences.close();
            throw e;
        }
    }

    /// A run that could not even begin leaves nothing behind.
    private void discardIfNew(RunPlan plan) {
        if (resume == null) {
            plan.folder().discard();
        }
    }
}
