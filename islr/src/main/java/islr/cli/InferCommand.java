package islr.cli;

import islr.data.Clip;
import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.model.Prediction;
import islr.model.Recognizer;
import islr.model.SignList;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/// Predicts the sign of each clip, in the order in which they were given.
@Command(name = "islr-infer", mixinStandardHelpOptions = true, versionProvider = Version.class, sortOptions = false,
        header = "Which sign is in these clips?",
        customSynopsis = {"java -jar islr-infer.jar [--model FILE] [--labels FILE] [--top K] [--format text|json]",
            "                                 [--threads N] CLIP|DIRECTORY..."},
        description = {"",
            "A clip is not a video but the landmarks that MediaPipe found in one: a parquet file with 543 rows a frame and the columns "
                    + "x, y, z (a missing landmark is NULL or NaN), as in the Google isolated sign language recognition competition. "
                    + "A directory is searched for *.parquet, with its subdirectories.",
            ""},
        footer = {"", "Results go to standard output, in the order of the input; everything else to standard error.", "",
            "Exit codes: 0 all well, 1 some input failed (or no suitable Java), 2 wrong usage, 130 Ctrl-C.", "", "Examples:",
            "  java -jar islr-infer.jar clip.parquet",
            "  java -jar islr-infer.jar --model model.safetensors --top 3 clip.parquet",
            "  java -jar islr-infer.jar --model model.safetensors --format json clips/ > signs.jsonl"})
final class InferCommand implements Callable<Integer> {
    private static final int THREADS_A_CORE = 4;

    @Option(names = "--model", paramLabel = "FILE",
            description = "The checkpoint: a .safetensors file of preset gislr-64, as islr-train.jar writes it (default: the model that comes along, "
                    + "which knows thirteen words of American Sign Language and nothing else).")
    private Path model;

    @Option(names = "--labels", paramLabel = "FILE",
            description = "The signs, if the checkpoint has no list or another is wanted: a JSON map from sign to class number, "
                    + "a JSON list, or one sign a line.")
    private Path labels;

    @Option(names = "--top", defaultValue = "5", paramLabel = "K",
            description = "How many signs to show of each clip (default: ${DEFAULT-VALUE}).")
    private int top;

    @Option(names = "--format", defaultValue = "text", paramLabel = "FORMAT",
            description = "text, or json: one object a line, for programs (default: ${DEFAULT-VALUE}).")
    private Format format;

    @Option(names = "--threads", paramLabel = "N",
            description = "How many threads to use (default: one a core). Answers do not depend on it.")
    private Integer threads;

    @Parameters(arity = "1..*", paramLabel = "CLIP|DIRECTORY", description = "Clips, and directories of clips.")
    private List<Path> inputs;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    enum Format {
        TEXT, JSON
    }

    /// An input that was found, or why there is none.
    private record Input(String name, Path clip, String error) {}

    @Override
    public Integer call() throws Exception {
        requirePositive("--threads", threads);
        requirePositive("--top", top);
        if (model == null && labels != null) {
            throw new CommandLine.ParameterException(spec.commandLine(),
                    "--labels goes with --model; the model that comes along has its own signs");
        }
        Optional<SignList> signs = labels == null ? Optional.empty() : Optional.of(SignList.read(labels));
        List<Input> found = find();
        int cores = Runtime.getRuntime().availableProcessors();
        int wanted = threads == null ? cores : threads;
        // One clip takes all threads; several are spread over them, which costs less waiting. Threads that would only wait for a core
        // are not started; for several clips there may be more than cores, because some wait for the disk.
        boolean one = found.size() == 1;
        try (Recognizer recognizer = load(signs, one ? Math.min(wanted, cores) : 1)) {
            return predict(recognizer, found, one ? 1 : Math.min(wanted, THREADS_A_CORE * cores));
        }
    }

    private Recognizer load(Optional<SignList> signs, int perClip) throws IOException {
        if (model != null) {
            return Recognizer.load(model, signs, perClip);
        }
        spec.commandLine().getErr()
                .println("No --model is given: the one that comes along knows thirteen words and answers with one of them in any case.");
        return Recognizer.bundled(perClip);
    }

    private void requirePositive(String option, Integer value) {
        if (value != null && value < 1) {
            throw new CommandLine.ParameterException(spec.commandLine(), option + " must be at least 1");
        }
    }

    private List<Input> find() {
        List<Input> found = new ArrayList<>();
        for (Path input : inputs) {
            try {
                for (Path clip : ClipFinder.find(input)) {
                    found.add(new Input(clip.toString(), clip, null));
                }
            } catch (ClipException e) {
                found.add(new Input(input.toString(), null, e.getMessage()));
            }
        }
        return found;
    }

    private int predict(Recognizer recognizer, List<Input> found, int workers) throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        ResultWriter writer = format == Format.JSON ? new JsonResults(out, top) : new TextResults(out, spec.commandLine().getErr(), top);
        int failed = 0;
        // A window, so that a directory of a million clips neither fills the memory nor waits for its last one.
        ArrayDeque<Future<Result>> window = new ArrayDeque<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers, Thread.ofPlatform().daemon().name("islr-infer-", 0).factory())) {
            int next = 0;
            while (next < found.size() || !window.isEmpty()) {
                while (next < found.size() && window.size() < 4 * workers) {
                    Input input = found.get(next++);
                    window.add(pool.submit(() -> predict(recognizer, input)));
                }
                Result result = get(window.remove());
                writer.write(result);
                failed += result.error().isPresent() ? 1 : 0;
                if (out.checkError()) {
                    // Nobody reads on, or the disk is full.
                    pool.shutdownNow();
                    return ExitCode.SOME_FAILED;
                }
            }
        }
        return failed == 0 ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private static Result get(Future<Result> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private static Result predict(Recognizer recognizer, Input input) {
        if (input.error != null) {
            return Result.failed(input.name, input.error);
        }
        try {
            long start = System.nanoTime();
            Clip clip = recognizer.read(input.clip);
            long read = System.nanoTime();
            Prediction prediction = recognizer.recognize(clip);
            return Result.of(input.name, prediction, (read - start) / 1e6, (System.nanoTime() - read) / 1e6);
        } catch (IOException | IllegalArgumentException e) {
            return Result.failed(input.name, e.getMessage());
        } catch (OutOfMemoryError e) {
            return Result.failed(input.name, input.name + ": " + Cli.outOfMemory());
        } catch (RuntimeException e) {
            // A mistake of ours must not cost the other clips.
            return Result.failed(input.name, input.name + ": it could not be predicted (" + e + "); please report this");
        }
    }
}
