package islr.cli;

import islr.cli.options.ModelOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// The options of `islr-infer.jar`, and its help.
@Command(name = "islr-infer", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        header = "Which sign is in these clips?",
        customSynopsis = {"java -jar islr-infer.jar [--model FILE] [--preset NAME] [--set KEY=VALUE]",
            "                                 [--statistics FILE] [--labels FILE] [--top K]",
            "                                 [--format text|json] [--threads N] CLIP|DIRECTORY..."},
        description = {"",
            "A clip is not a video but the landmarks that MediaPipe found in one: a parquet file with 543 rows a "
                    + "frame and the columns x, y, z (a missing landmark is NULL or NaN), as in the Google isolated "
                    + "sign language recognition competition. A directory is searched for *.parquet, with its "
                    + "subdirectories.",
            ""},
        footer = {"", "A model that knows how far it can be believed says where it is not sure; in JSON, \"sure\" is",
            "true, false or, where the model does not know, null.", "",
            "Results go to standard output, in the order of the input; everything else to standard error.", "",
            "Exit codes: 0 all well, 1 some input failed (or no suitable Java), 2 wrong usage, 130 Ctrl-C.", "",
            Cli.ENVIRONMENT, "", "Examples:", "  java -jar islr-infer.jar clip.parquet",
            "  java -jar islr-infer.jar --model model.safetensors --top 3 clip.parquet",
            "  java -jar islr-infer.jar --model model.tflite --labels sign_to_prediction_index_map.json clip.parquet",
            "  java -jar islr-infer.jar --model model.safetensors --format json clips/ > signs.jsonl"})
final class InferCommand implements Callable<Integer> {
    @Option(names = "--model", paramLabel = "FILE",
            description = "The checkpoint: a .safetensors file of any preset, as islr-train.jar writes it, a file "
                    + "of PyTorch, Keras or NumPy with the weights of one, or a TFLite file as handed in to the "
                    + "competition, which is run as it is. Given several times, the models answer together; their "
                    + "signs must be the same, in the same order. By default it is the model that comes along, which "
                    + "knows thirteen words of American Sign Language.")
    private List<Path> models;

    @Mixin
    private ModelOptions options;

    @Option(names = "--top", paramLabel = "K",
            description = "How many signs to show of each clip (default: " + Inference.TOP + ").")
    private Integer top;

    @Option(names = "--beams", paramLabel = "N",
            description = "For models that spell: how many phrases to follow at once, 1 to 1024 (default: 1, always "
                    + "the likeliest next letter).")
    private Integer beams;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORMAT",
            description = "text, or json: one object a line, for programs (default: ${DEFAULT-VALUE}).")
    private Inference.Format format;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads to use (default: one a core). Answers do not depend on it.")
    private Integer threads;

    @Parameters(arity = "1..*", paramLabel = "CLIP|DIRECTORY", description = "Clips, and directories of clips.")
    private List<Path> inputs;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws Exception {
        Cli.requirePositive(spec, "--threads", threads);
        Cli.requirePositive(spec, "--top", top);
        Cli.requirePositive(spec, "--beams", beams);
        Optional<String> given = options.given();
        if (models == null && given.isPresent()) {
            throw Cli.wrong(spec,
                    given.get() + " goes with --model; the model that comes along says everything itself");
        }
        Inference inference = inference();
        Optional<String> unfit = inference.unfit();
        if (unfit.isPresent()) {
            throw Cli.wrong(spec, unfit.get());
        }
        return inference.run(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    /// What the options ask for.
    Inference inference() {
        return new Inference(models == null ? List.of() : models, options.hints(), options.labels(),
                Optional.ofNullable(top), Optional.ofNullable(beams), format, Optional.ofNullable(threads), inputs);
    }
}
