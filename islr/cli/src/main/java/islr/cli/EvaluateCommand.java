package islr.cli;

import islr.cli.options.ModelOptions;
import islr.data.SignList;
import islr.dataset.ClipSource;
import islr.dataset.DataSet;
import islr.dataset.PhraseDataSet;
import islr.dataset.PhraseSource;
import islr.dataset.Progress;
import islr.dataset.SignedSource;
import islr.dataset.Split;
import islr.dataset.SyntheticClips;
import islr.dataset.SyntheticPhrases;
import islr.recognize.Classifier;
import islr.recognize.Classifiers;
import islr.recognize.Ensemble;
import islr.recognize.ModelFile;
import islr.recognize.Recognizer;
import islr.recognize.SpellerFile;
import islr.system.Training;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.kernel.KernelProvider;
import islr.train.report.Evaluation;
import islr.train.report.Robustness;
import islr.train.run.RunFolder;
import islr.train.spelling.JudgedPhrases;
import islr.weights.text.Counts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Judges models on labelled clips.
@Command(name = "evaluate", mixinStandardHelpOptions = true, sortOptions = false,
        header = "Judges a model, or several together, on labelled clips.",
        description = {"",
            "Accuracy, top-5 and top-10 accuracy, how many answers are sure, the report of every sign, the most "
                    + "confused pairs and, where a model has some, its learned landmark weights. Several models answer "
                    + "together: their probabilities are added up with --weight. Where models know whom they were "
                    + "trained on, only other signers are judged. Of models that spell: the score, 1 less the changes "
                    + "of characters that make the truth of an answer, a character of the truth; their logits are "
                    + "averaged.",
            ""},
        footer = {"", "The folder gets evaluation.json, report.txt, predictions.csv, confusions.csv and errors.svg",
            "(the clips that were answered wrongly, drawn; a browser shows them); with --robustness",
            "also robustness.csv. For models that spell: evaluation.json and predictions.csv.", "", "Examples:",
            "  java -jar islr-train.jar evaluate --model runs/gislr-64-1/model.safetensors --data words",
            "  java -jar islr-train.jar evaluate --model a.safetensors --model b.safetensors --weight 0.7,0.3 "
                    + "--data words"})
final class EvaluateCommand implements Callable<Integer> {
    private static final String ALL = "all";

    @Option(names = "--model", required = true, paramLabel = "FILE",
            description = "A checkpoint. Given several times, the models answer together.")
    private List<Path> files;

    @Mixin
    private ModelOptions options;

    @Option(names = "--weight", split = ",", paramLabel = "X",
            description = "The weight of each model, in their order (default: equal weights).")
    private List<Double> weights;

    @Option(names = "--data", paramLabel = "DIR", description = "The data set (default: synthetic signers).")
    private Path data;

    @Option(names = "--signers", split = ",", paramLabel = "SIGNER",
            description = "Signers (participant_id) to judge on, or all (default: those that no model was trained on).")
    private List<String> signers;

    @Option(names = "--beams", paramLabel = "N",
            description = "For models that spell: how many phrases to follow at once, 1 to 1024 (default: 1, always "
                    + "the likeliest next letter).")
    private Integer beams;

    @Option(names = "--robustness",
            description = "Judge the same clips also when they are changed: at half and double speed, a quarter cut "
                    + "off, a hand missing for a while, noise, the person smaller and off centre, mirrored.")
    private boolean robustness;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads to use (default: one a core). Answers do not depend on it.")
    private Integer threads;

    @Option(names = "--out", paramLabel = "DIR",
            description = "The folder for the results, new or empty (default: evaluations/<preset>-<number>).")
    private Path out;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Cli.requirePositive(spec, "--threads", threads);
        Cli.requirePositive(spec, "--beams", beams);
        int workers = Inference.workers(Optional.ofNullable(threads));
        if (SpellerFile.isIn(files.getFirst(), options.hints().preset())) {
            return spell(workers);
        }
        if (beams != null) {
            throw Cli.wrong(spec, "--beams is for models that spell; this one answers with signs, so leave it out");
        }
        List<ModelFile> models = new ArrayList<>();
        for (Path file : files) {
            models.add(ModelFile.readCompact(file, options.hints()));
        }
        ClipSource source = data == null ? SyntheticClips.standard(Training.SEED.usual()) : DataSet.read(data);
        Classifier classifier;
        List<String> judged;
        int[] classes;
        try {
            classifier = together(models, options.signs());
            classes = classes("evaluate", source.signs(), classifier.signs());
            judged = judged(source, models.stream().map(ModelFile::trainedOn).toList());
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        if (out != null) {
            RunFolder.requireFree(out, "");
        }
        try (StopSignal stop = new StopSignal(); Recognizer recognizer = new Recognizer(classifier, 1)) {
            return judge(models, source, judged, classes, recognizer, workers, new ConsoleProgress(System.err, stop));
        }
    }

    private int spell(int workers) throws IOException {
        String unfit = options.labels().isPresent() ? "--labels"
                : options.hints().statistics().isPresent() ? "--statistics" : robustness ? "--robustness" : "";
        if (!unfit.isEmpty()) {
            throw Cli.wrong(spec, unfit + " is for models that answer with signs; this one spells, so leave it out");
        }
        List<SpellerFile> models = new ArrayList<>();
        for (Path file : files) {
            models.add(SpellerFile.read(file, options.hints()));
        }
        PhraseSource source = data == null ? SyntheticPhrases.standard(Training.SEED.usual())
                : PhraseDataSet.read(data);
        EvaluatedSpellers spellers = new EvaluatedSpellers(files, models, weights, beams == null ? 1 : beams);
        SpellingEnsemble ensemble;
        List<String> judged;
        try {
            ensemble = spellers.together();
            judged = judged(source, models.stream().map(SpellerFile::trainedOn).toList());
        } catch (IllegalArgumentException e) {
            throw Cli.wrong(spec, e.getMessage());
        }
        if (out != null) {
            RunFolder.requireFree(out, "");
        }
        try (StopSignal stop = new StopSignal(); Parallel parallel = Parallel.threads(workers)) {
            Progress progress = new ConsoleProgress(System.err, stop);
            JudgedPhrases phrases = JudgedPhrases.of(source,
                    recording -> !recording.supplemental() && judged.contains(recording.signer()), ensemble,
                    new Compute(KernelProvider.best(), parallel, Memory.heap()), progress);
            if (phrases.stopped()) {
                progress.say("Stopped; nothing was written.");
                return ExitCode.INTERRUPTED;
            }
            phrases.remarks().forEach(progress::say);
            if (phrases.recordings().isEmpty()) {
                throw new IOException("evaluate: none of the sequences of signer " + String.join(", ", judged)
                        + " could be judged" + (phrases.remarks().isEmpty() ? ": they have none but supplemental ones"
                                : "; the first problem: " + phrases.remarks().getFirst()));
            }
            String name = models.getFirst().preset().id() + (models.size() > 1 ? "-ensemble" : "");
            RunFolder folder = out == null ? RunFolder.next(Path.of("evaluations"), name) : RunFolder.at(out);
            spellers.print(spec.commandLine().getOut(), judged, phrases);
            spellers.write(folder.path(), judged, phrases);
        }
        return ExitCode.OK;
    }

    private int judge(List<ModelFile> models, ClipSource source, List<String> judged, int[] classes,
            Recognizer recognizer, int workers, Progress progress) throws IOException, InterruptedException {
        JudgedClips clips = JudgedClips.of(source, judged, classes, recognizer, workers, progress);
        if (clips.stopped()) {
            progress.say("Stopped; nothing was written.");
            return ExitCode.INTERRUPTED;
        }
        clips.remarks().forEach(progress::say);
        Evaluation evaluation = clips.evaluation();
        if (evaluation.labels().length == 0) {
            throw new IOException("evaluate: none of the clips of signer " + String.join(", ", judged)
                    + " could be judged; the first problem: " + clips.remarks().getFirst());
        }
        Optional<Robustness> changed = Optional.empty();
        if (robustness) {
            changed = DisturbedClips.judge(clips, recognizer, workers, progress);
            if (changed.isEmpty()) {
                progress.say("Stopped; nothing was written.");
                return ExitCode.INTERRUPTED;
            }
        }
        String name = models.getFirst().preset().id() + (models.size() > 1 ? "-ensemble" : "");
        RunFolder folder = out == null ? RunFolder.next(Path.of("evaluations"), name) : RunFolder.at(out);
        new EvaluationResults(files, models, judged, clips, recognizer.signs(), changed)
                .print(spec.commandLine().getOut()).write(folder.path());
        return ExitCode.OK;
    }

    /// @param list the signs, if the user gives them
    private Classifier together(List<ModelFile> models, Optional<SignList> list) throws IOException {
        if (list.isPresent()) {
            Classifiers.requireSameSigns(models, list);
        }
        List<Classifier> members = new ArrayList<>();
        for (ModelFile model : models) {
            members.add(model.classifier(list));
        }
        if (weights == null) {
            return members.size() == 1 ? members.getFirst()
                    : new Ensemble(members, Collections.nCopies(members.size(), 1.0));
        }
        return new Ensemble(members, weights);
    }

    /// For each sign of the clips the class of the model, by name.
    ///
    /// @param command for messages
    static int[] classes(String command, SignList asked, SignList known) {
        List<String> unknown = asked.names().stream().filter(name -> !known.names().contains(name)).toList();
        if (!unknown.isEmpty()) {
            throw new IllegalArgumentException(command + ": the clips have " + Counts.of(asked.size())
                    + " signs, the model knows " + Counts.of(known.size()) + " and lacks " + Counts.of(unknown.size())
                    + " of them ('" + unknown.getFirst()
                    + "' is the first); judge it on clips of the signs that it was trained on");
        }
        return IntStream.range(0, asked.size()).map(i -> known.names().indexOf(asked.name(i))).toArray();
    }

    /// @throws IllegalArgumentException if somebody is asked for who does not exist, or nobody is left
    private List<String> judged(SignedSource source, List<Optional<List<String>>> trainedOn) {
        List<String> all = Split.signers(source);
        if (signers != null && signers.equals(List.of(ALL))) {
            return all;
        }
        if (signers != null) {
            Split.requireSigners("signers", source, signers);
            return Split.ordered(signers);
        }
        Set<String> seen = new LinkedHashSet<>();
        trainedOn.forEach(each -> each.ifPresent(seen::addAll));
        List<String> others = all.stream().filter(signer -> !seen.contains(signer)).toList();
        if (others.isEmpty()) {
            throw new IllegalArgumentException("evaluate: all signers of these "
                    + (source instanceof PhraseSource ? "sequences" : "clips") + " (" + String.join(", ", all)
                    + ") took part in the training; --signers all judges on them all the same");
        }
        return others;
    }
}
