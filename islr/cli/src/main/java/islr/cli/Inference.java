package islr.cli;

import islr.data.Clip;
import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.data.Plausibility;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.internal.Failures;
import islr.internal.Pools;
import islr.recognize.Answer;
import islr.recognize.Classifiers;
import islr.recognize.ModelFile;
import islr.recognize.ModelHints;
import islr.recognize.Recognizer;
import islr.recognize.SpellerFile;
import islr.tensor.Parallel;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;

/// What `islr-infer.jar` was asked to do, and does: predict the sign of each clip, in the order in which they were
/// given.
///
/// @param models the checkpoints, which answer together; without one the model that comes along
/// @param hints what they do not say of themselves; only together with one
/// @param labels signs to use instead of those of the checkpoint; only together with one
/// @param top how many signs to show of each clip, if that is said
/// @param beams phrases that a model that spells follows at once, if that is said
/// @param threads how many to use; without it one a core
/// @param inputs clips, and directories of clips
record Inference(List<Path> models, ModelHints hints, Optional<Path> labels, Optional<Integer> top,
        Optional<Integer> beams, Format format, Optional<Integer> threads, List<Path> inputs) {
    static final int TOP = 5;

    private static final int THREADS_A_CORE = 4;

    enum Format {
        TEXT, JSON
    }

    /// An input that was found, or why there is none.
    private record Input(String name, Path clip, String error) {
        @Override
        public String toString() {
            return name;
        }

        Clip read(Recognizer.Reader<Path> reader) throws IOException {
            if (error != null) {
                throw new IOException(error);
            }
            return reader.read(clip);
        }
    }

    /// @return the program's exit code
    int run(PrintWriter out, PrintWriter err) throws Exception {
        if (isSpelling()) {
            return new SpellingInference(models, hints, beams.orElse(1), format, threads, inputs).run(out, err);
        }
        int shown = top.orElse(TOP);
        ResultWriter writer = format == Format.JSON ? new JsonResults(out, shown) : new TextResults(out, err, shown);
        List<Input> found = find();
        int cores = Runtime.getRuntime().availableProcessors();
        int wanted = threads.orElse(cores);
        // One clip takes all threads; several are spread over them, which costs less waiting. Threads that would only
        // wait for a core are not started; for several clips there may be more than cores, because some wait for the
        // disk.
        if (found.size() == 1) {
            return one(found.getFirst(), Math.min(wanted, cores), writer, err);
        }
        try (Recognizer recognizer = load(1, err)) {
            return all(recognizer, found, workers(threads), new LittleMemory(writer), out, err);
        }
    }

    /// Whether the models answer with phrases.
    boolean isSpelling() {
        return !models.isEmpty() && SpellerFile.isIn(models.getFirst(), hints.preset());
    }

    /// What was asked for that these models cannot do, in words.
    Optional<String> unfit() {
        if (labels.isEmpty() && top.isEmpty() && hints.statistics().isEmpty() && beams.isEmpty()) {
            return Optional.empty();
        }
        if (!isSpelling()) {
            return beams.map(_ -> "--beams is for models that spell; this one answers with signs, so leave it out");
        }
        Optional<String> option = labels.isPresent() ? Optional.of("--labels")
                : top.isPresent() ? Optional.of("--top") : hints.statistics().map(_ -> "--statistics");
        return option.map(name -> name + " is for models that answer with signs; this one spells, so leave it out");
    }

    /// How many clips are worked on at a time: as many as wanted, or one a core; not many more than there are cores.
    static int workers(Optional<Integer> wanted) {
        int cores = Runtime.getRuntime().availableProcessors();
        return Math.min(wanted.orElse(cores), THREADS_A_CORE * cores);
    }

    private Recognizer load(int threadsPerClip, PrintWriter err) throws IOException {
        Optional<SignList> signs = labels.isPresent() ? Optional.of(SignList.read(labels.get())) : Optional.empty();
        if (!models.isEmpty()) {
            return models.size() == 1 ? Recognizer.load(models.getFirst(), hints, signs, threadsPerClip)
                    : new Recognizer(Classifiers.read(models, hints, signs), threadsPerClip);
        }
        err.println("No --model is given: the one that comes along knows thirteen words and answers with one of them "
                + "in any case.");
        return Recognizer.bundled(threadsPerClip);
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

    private int one(Input input, int threads, ResultWriter writer, PrintWriter err) throws Exception {
        Answer<Input> answer = threads == 1 ? alone(input, err) : aside(input, threads, err);
        writer.write(answer);
        return exitCode(answer);
    }

    private Answer<Input> alone(Input input, PrintWriter err) throws IOException {
        try (Recognizer recognizer = load(1, err)) {
            return recognizer.answer(input, each -> each.read(recognizer::read));
        }
    }

    /// The clip is read while the model is loaded, by the threads that this leaves: two cores halve the wait.
    private Answer<Input> aside(Input input, int threads, PrintWriter err) throws Exception {
        SkeletonRows rows = rows();
        try (Parallel parallel = Parallel.threads(threads - 1);
                ExecutorService reader = Pools.fixed("islr-infer-", 1)) {
            Future<Timed> read = reader.submit(() -> {
                long start = System.nanoTime();
                Clip clip = input.read(file -> ClipReader.read(file, Plausibility.rows(rows), parallel));
                return new Timed(clip, (System.nanoTime() - start) / 1e6);
            });
            try (Recognizer recognizer = load(threads, err)) {
                double[] millis = new double[1];
                Answer<Input> answer = recognizer.answer(input, each -> {
                    Timed timed = get(read);
                    millis[0] = timed.millis;
                    return timed.clip;
                });
                return new Answer<>(input, answer.prediction(), answer.error(), millis[0], answer.predictMillis());
            }
        }
    }

    private record Timed(Clip clip, double millis) {}

    /// What the model reads of a clip. Where the file does not say, loading it will tell why.
    private SkeletonRows rows() {
        if (models.isEmpty()) {
            return ModelFile.BUNDLED_ROWS;
        }
        if (models.size() > 1) {
            return SkeletonRows.ALL;
        }
        try {
            return ModelFile.features(models.getFirst()).rows();
        } catch (IOException e) {
            return SkeletonRows.ALL;
        }
    }

    private static int all(Recognizer recognizer, List<Input> found, int workers, LittleMemory writer, PrintWriter out,
            PrintWriter err) throws InterruptedException {
        int[] code = {ExitCode.OK};
        recognizer.recognizeAll(found.iterator(), (Input input) -> input.read(recognizer::read), workers, answer -> {
            writer.write(answer);
            code[0] = Math.max(code[0], exitCode(answer));
            // Nobody reads on, or the disk is full.
            boolean lost = out.checkError();
            code[0] = lost ? ExitCode.SOME_FAILED : code[0];
            return !lost && !writer.isTooLittle();
        });
        if (writer.isTooLittle()) {
            err.println("Stopped: " + Failures.outOfMemory());
        } else {
            writer.finish();
        }
        return code[0];
    }

    private static int exitCode(Answer<Input> answer) {
        return answer.error().isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private static <T> T get(Future<T> future) throws IOException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw Failures.io(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted");
        }
    }
}
