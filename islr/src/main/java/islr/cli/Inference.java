package islr.cli;

import islr.data.Clip;
import islr.data.ClipException;
import islr.data.ClipFinder;
import islr.data.ClipReader;
import islr.features.FeatureSet;
import islr.model.Prediction;
import islr.model.Recognizer;
import islr.model.SignList;
import islr.tensor.Parallel;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ThreadFactory;

/// What `islr-infer.jar` was asked to do, and does: predict the sign of each clip, in the order in which they were
/// given.
///
/// @param model the checkpoint; without it the model that comes along
/// @param labels signs to use instead of those of the checkpoint; only together with one
/// @param top how many signs to show of each clip
/// @param threads how many to use; without it one a core
/// @param inputs clips, and directories of clips
record Inference(Optional<Path> model, Optional<Path> labels, int top, Format format, Optional<Integer> threads,
        List<Path> inputs) {
    static final int TOP = 5;

    private static final int THREADS_A_CORE = 4;

    enum Format {
        TEXT, JSON
    }

    /// An input that was found, or why there is none.
    private record Input(String name, Path clip, String error) {}

    /// A clip as it was read, or why it was not.
    private record Read(Clip clip, double millis, String error) {}

    /// @return the program's exit code
    int run(PrintWriter out, PrintWriter err) throws Exception {
        ResultWriter writer = format == Format.JSON ? new JsonResults(out, top) : new TextResults(out, err, top);
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
            return all(recognizer, found, Math.min(wanted, THREADS_A_CORE * cores), writer, out);
        }
    }

    private Recognizer load(int threadsPerClip, PrintWriter err) throws IOException {
        Optional<SignList> signs = labels.isPresent() ? Optional.of(SignList.read(labels.get())) : Optional.empty();
        if (model.isPresent()) {
            return Recognizer.load(model.get(), signs, threadsPerClip);
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
        Result result = threads == 1 ? alone(input, err) : aside(input, threads, err);
        writer.write(result);
        return exitCode(result);
    }

    private Result alone(Input input, PrintWriter err) throws IOException {
        try (Recognizer recognizer = load(1, err)) {
            return predict(recognizer, input, read(input, recognizer::read));
        }
    }

    /// The clip is read while the model is loaded, by the threads that this leaves: two cores halve the wait.
    private Result aside(Input input, int threads, PrintWriter err) throws Exception {
        try (Parallel parallel = Parallel.threads(threads - 1);
                ExecutorService reader = Executors.newSingleThreadExecutor(daemon())) {
            Future<Read> read = reader
                    .submit(() -> read(input, clip -> ClipReader.read(clip, FeatureSet.rowsOfAny(), parallel)));
            try (Recognizer recognizer = load(threads, err)) {
                return predict(recognizer, input, get(read));
            }
        }
    }

    private static int all(Recognizer recognizer, List<Input> found, int workers, ResultWriter writer, PrintWriter out)
            throws InterruptedException {
        int code = ExitCode.OK;
        // A window, so that a directory of a million clips neither fills the memory nor waits for its last one.
        ArrayDeque<Future<Result>> window = new ArrayDeque<>();
        try (ExecutorService pool = Executors.newFixedThreadPool(workers, daemon())) {
            int next = 0;
            while (next < found.size() || !window.isEmpty()) {
                while (next < found.size() && window.size() < 4 * workers) {
                    Input input = found.get(next++);
                    window.add(pool.submit(() -> predict(recognizer, input, read(input, recognizer::read))));
                }
                Result result = get(window.remove());
                writer.write(result);
                code = Math.max(code, exitCode(result));
                if (out.checkError()) {
                    // Nobody reads on, or the disk is full.
                    pool.shutdownNow();
                    return ExitCode.SOME_FAILED;
                }
            }
        }
        return code;
    }

    private static int exitCode(Result result) {
        return result.error().isEmpty() ? ExitCode.OK : ExitCode.SOME_FAILED;
    }

    private static ThreadFactory daemon() {
        return Thread.ofPlatform().daemon().name("islr-infer-", 0).factory();
    }

    private static <T> T get(Future<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    @FunctionalInterface
    private interface Reader {
        Clip read(Path clip) throws IOException;
    }

    private static Read read(Input input, Reader reader) {
        if (input.error != null) {
            return new Read(null, 0, input.error);
        }
        long start = System.nanoTime();
        try {
            Clip clip = reader.read(input.clip);
            return new Read(clip, millisSince(start), null);
        } catch (IOException e) {
            return new Read(null, 0, e.getMessage());
        } catch (OutOfMemoryError e) {
            return new Read(null, 0, input.name + ": " + Cli.outOfMemory());
        } catch (RuntimeException e) {
            return new Read(null, 0, mistake(input, e));
        }
    }

    private static Result predict(Recognizer recognizer, Input input, Read read) {
        if (read.error != null) {
            return Result.failed(input.name, read.error);
        }
        long start = System.nanoTime();
        try {
            Prediction prediction = recognizer.recognize(read.clip);
            return Result.of(input.name, prediction, read.millis, millisSince(start));
        } catch (IllegalArgumentException e) {
            return Result.failed(input.name, e.getMessage());
        } catch (OutOfMemoryError e) {
            return Result.failed(input.name, input.name + ": " + Cli.outOfMemory());
        } catch (RuntimeException e) {
            return Result.failed(input.name, mistake(input, e));
        }
    }

    /// One of ours must not cost the other clips.
    private static String mistake(Input input, RuntimeException e) {
        return input.name + ": it could not be predicted (" + e + "); please report this";
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }
}
