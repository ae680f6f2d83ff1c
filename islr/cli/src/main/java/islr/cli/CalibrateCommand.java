package islr.cli;

import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.dataset.ClipSource;
import islr.dataset.DataSet;
import islr.dataset.Progress;
import islr.dataset.Split;
import islr.dataset.SyntheticClips;
import islr.internal.Few;
import islr.recognize.CompleteFile;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.SignDistances;
import islr.system.Setting;
import islr.system.Training;
import islr.train.calibration.Calibration;
import islr.train.calibration.HeldOut;
import islr.train.calibration.Outputs;
import islr.weights.Formats;
import islr.weights.SafetensorsFile;
import islr.weights.TensorFile;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// Measures how far a model can be believed, and writes it into its file.
@Command(name = "calibrate", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Measures how sure a model is, and writes it into its file.",
        description = {"",
            "On labelled clips of signers that it was not trained on: the temperature that makes 82 %% mean 82 %%, and "
                    + "the distance up to which an answer is sure, so that 95 %% of the right answers are. With "
                    + "--others, clips that show none of its signs, it is the distance that tells them best from "
                    + "right answers, of which at least 90 %% stay sure. Where a model has no distances, it is a "
                    + "probability.",
            "",
            "A model that was trained on everybody is measured with --fold: models of the same preset and settings, "
                    + "each trained without some of the signers and judged on those.",
            ""},
        footer = {"", "Nothing else in the file changes. A training does this by itself, without --others, if it holds",
            "out enough clips.", "", "Examples:",
            "  java -jar islr-train.jar calibrate --model runs/cls-1/model.safetensors --data asl-signs --dry-run",
            "  java -jar islr-train.jar calibrate --model all.safetensors --fold without-1.safetensors",
            "      --fold without-2.safetensors --data words --others webcam/ --others noise.parquet"})
final class CalibrateCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Option(names = "--model", required = true, paramLabel = "FILE",
            description = "The checkpoint that is measured and written to.")
    private Path file;

    @Option(names = "--fold", paramLabel = "FILE",
            description = "A model like it, trained without some signers, which is judged on those in its place. Can "
                    + "be given several times.")
    private List<Path> foldFiles = List.of();

    @Option(names = "--data", paramLabel = "DIR", description = "The data set (default: synthetic signers).")
    private Path data;

    @Option(names = "--signers", split = ",", paramLabel = "SIGNER",
            description = "Signers (participant_id) to judge on, or all, those too that the model was trained on "
                    + "(default: those that a model was not trained on).")
    private List<String> signers;

    @Option(names = "--others", paramLabel = "CLIP|DIR",
            description = "Clips that show none of the signs. Can be given several times.")
    private List<Path> others = List.of();

    @Option(names = "--dry-run", description = "Only print; the file stays as it is.")
    private boolean dryRun;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads to use (default: one a core). The result does not depend on it.")
    private Integer threads;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /// A model and the clips that it is judged on.
    private record Judge(Path file, ModelFile model, List<String> signers) {}

    /// What all judges said.
    private static final class Said {
        private final List<Outputs> outputs = new ArrayList<>();
        private final List<Integer> labels = new ArrayList<>();
        private final List<Outputs> others = new ArrayList<>();
    }

    @Override
    public Integer call() throws Exception {
        Cli.requirePositive(spec, "--threads", threads);
        requireOwn();
        ModelFile model = CompleteFile.requireSigns(CompleteFile.read(file));
        List<ModelFile> folds = new ArrayList<>();
        for (Path fold : foldFiles) {
            folds.add(CompleteFile.requireSigns(CompleteFile.read(fold)));
        }
        ClipSource source = data == null ? SyntheticClips.standard(Training.SEED.usual()) : DataSet.read(data);
        List<Path> foreign = foreign();
        List<Judge> judges;
        int[] classes;
        try {
            classes = EvaluateCommand.classes("calibrate", source.signs(), model.classifier(Optional.empty()).signs());
            folds.forEach(fold -> requireLike(model, fold));
            judges = judges(source, model, folds);
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        Said said = new Said();
        try (StopSignal stop = new StopSignal()) {
            Progress progress = new ConsoleProgress(System.err, stop);
            for (Judge judge : judges) {
                // Distances that the model itself does not have would be of no use.
                Optional<SignDistances> distances = model.distances().flatMap(own -> judge.model.distances());
                if (!ask(judge, distances, source, classes, foreign, said, progress)) {
                    progress.say("Stopped; nothing was written.");
                    return ExitCode.INTERRUPTED;
                }
            }
        }
        return write(said);
    }

    /// Before the clips are judged, which takes long.
    private void requireOwn() throws IOException {
        try (TensorFile open = Formats.open(file)) {
            boolean named = CompleteFile.namesPreset(open.metadata());
            if (!(open instanceof SafetensorsFile) || !named) {
                throw new IOException("calibrate: " + OneLine.path(file) + " is " + open.format()
                        + (named ? "" : " that names no preset") + ", and what is measured is written into checkpoints "
                        + "of this project alone; `islr-tools.jar convert` makes one of it");
            }
        }
    }

    private List<Path> foreign() throws ClipException {
        List<Path> found = new ArrayList<>();
        for (Path other : others) {
            found.addAll(ClipFinder.find(other));
        }
        return found;
    }

    /// @throws IllegalArgumentException if a fold is a model of another kind, so that it says nothing about this one
    private void requireLike(ModelFile model, ModelFile fold) {
        Optional<String> difference = !fold.preset().equals(model.preset())
                ? Optional.of("preset is " + fold.preset().id() + " and not " + model.preset().id())
                : !fold.signs().equals(model.signs()) ? Optional.of("list of signs is another one")
                        : model.settings().list().stream().filter(setting -> !setting.isOnlyForTraining())
                                .map(Setting::key).filter(key -> !value(fold, key).equals(value(model, key)))
                                .findFirst()
                                .map(key -> key + " is " + value(fold, key) + " and not " + value(model, key));
        difference.ifPresent(what -> {
            throw new IllegalArgumentException("calibrate: --fold " + fold.source() + ": its " + what
                    + "; only models like " + model.source() + " say something about it");
        });
        if (fold.trainedOn().isEmpty()) {
            throw new IllegalArgumentException(
                    "calibrate: --fold " + fold.source() + ": it does not say whom it was trained on; leave it out");
        }
    }

    private static String value(ModelFile model, String key) {
        return model.settings().toMap().get(key);
    }

    /// @throws IllegalArgumentException if somebody is asked for who does not exist, or nobody is left
    private List<Judge> judges(ClipSource source, ModelFile model, List<ModelFile> folds) {
        boolean everybody = signers != null && signers.equals(List.of(ALL));
        if (signers != null && !everybody) {
            Split.requireSigners("signers", source, signers);
        }
        List<String> asked = signers == null || everybody ? Split.signers(source) : Split.ordered(signers);
        List<Judge> judges = new ArrayList<>();
        if (folds.isEmpty()) {
            judges.add(new Judge(file, model, signers == null ? withoutTaught(asked, model) : asked));
        }
        for (int i = 0; i < folds.size(); i++) {
            judges.add(new Judge(foldFiles.get(i), folds.get(i), withoutTaught(asked, folds.get(i))));
        }
        judges.removeIf(judge -> judge.signers.isEmpty());
        if (judges.isEmpty()) {
            throw new IllegalArgumentException("calibrate: all signers of these clips (" + String.join(", ", asked)
                    + ") took part in the training; give --fold models that were trained without some of them"
                    + (folds.isEmpty() ? ", or --signers all, which makes it look surer than it may be" : ""));
        }
        return judges;
    }

    private static List<String> withoutTaught(List<String> asked, ModelFile model) {
        List<String> taught = model.trainedOn().orElse(List.of());
        return asked.stream().filter(signer -> !taught.contains(signer)).toList();
    }

    /// @return false if somebody wanted it to stop
    private boolean ask(Judge judge, Optional<SignDistances> distances, ClipSource source, int[] classes,
            List<Path> foreign, Said said, Progress progress) throws IOException, InterruptedException {
        int workers = Inference.workers(Optional.ofNullable(threads));
        List<Integer> clips = IntStream.range(0, source.recordings().size())
                .filter(i -> judge.signers.contains(source.recordings().get(i).signer())).boxed().toList();
        try (Recognizer recognizer = new Recognizer(judge.model.classifier(Optional.empty()), 1)) {
            ClipLogits of = ClipLogits.of(recognizer, clips.size(), i -> source.read(clips.get(i), recognizer.rows()),
                    workers, progress);
            ClipLogits more = of.stopped() ? of : ClipLogits.of(recognizer, foreign.size(),
                    i -> recognizer.read(foreign.get(i)), workers, progress);
            if (more.stopped()) {
                return false;
            }
            told(of, clips.size(), "clips", progress);
            told(more, foreign.size(), "other clips", progress);
            of.numbers().forEach(i -> said.labels.add(classes[source.recordings().get(clips.get(i)).label()]));
            said.outputs.add(Outputs.of(of.logits().toArray(float[][]::new), distances));
            said.others.add(Outputs.of(more.logits().toArray(float[][]::new), distances));
            spec.commandLine().getOut()
                    .println("Judged by " + judge.file + ": " + Counts.of(of.numbers().size()) + " clips of signer "
                            + String.join(", ", judge.signers)
                            + (foreign.isEmpty() ? "" : ", " + Counts.of(more.numbers().size()) + " other clips"));
        }
        return true;
    }

    private static void told(ClipLogits clips, int all, String what, Progress progress) {
        if (clips.nothing() > 0) {
            progress.say("Left out, because the model sees nothing in them and is never sure then: "
                    + Counts.of(clips.nothing()) + " of " + Counts.of(all) + " " + what + ".");
        }
        if (!clips.errors().isEmpty()) {
            progress.say("Left out, because they cannot be read: " + Counts.of(clips.errors().size()) + " of "
                    + Counts.of(all) + " " + what + ". " + Few.of(clips.errors(), "; "));
        }
    }

    private int write(Said said) throws IOException {
        HeldOut heldOut = new HeldOut(Outputs.together(said.outputs),
                said.labels.stream().mapToInt(Integer::intValue).toArray());
        if (!heldOut.isEnough()) {
            throw new IOException("calibrate: " + Counts.of(said.labels.size()) + " clips of "
                    + Counts.of((int) said.labels.stream().distinct().count()) + " signs are too few; at least "
                    + HeldOut.LEAST_CLIPS + " of " + HeldOut.LEAST_SIGNS + " signs are needed (more --data, or more "
                    + "--fold models)");
        }
        Calibration measured = Calibration.of(heldOut, Outputs.together(said.others));
        CalibrationText.print(measured, spec.commandLine().getOut());
        if (dryRun) {
            spec.commandLine().getOut().println("Nothing was written (--dry-run).");
        } else {
            ModelFile.write(file, measured.certainty());
            spec.commandLine().getOut().println("Written into " + file);
        }
        spec.commandLine().getOut().flush();
        return ExitCode.OK;
    }
}
