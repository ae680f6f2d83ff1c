package islr.recognize;

import islr.data.Clip;
import islr.data.ClipNote;
import islr.data.ClipReader;
import islr.data.Plausibility;
import islr.data.SignList;
import islr.data.SkeletonRows;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;

/// From a clip to a sign.
///
/// ```java
/// try (Recognizer recognizer = Recognizer.load(Path.of("model.safetensors"))) {
///     Prediction prediction = recognizer.recognize(Path.of("clip.parquet"));
///     System.out.println(prediction.sign() + " " + prediction.probability());
/// }
/// ```
///
/// Thread-safe: any number of threads, virtual ones too, may ask at once. Answers do not depend on the number of
/// threads, to the bit. At most one call a processor works at a time, and the others wait for their turn: more would
/// only share the processors, and each takes memory of its own. [#recognize(Path)] reads the clip in its turn, so
/// callers that wait hold no clip.
///
/// After [#close()] every call throws an [IllegalStateException].
public final class Recognizer implements AutoCloseable {
    /// From this number of frames on, a clip has a workspace of its own, which is not kept: a workspace grows with the
    /// longest clip that it has seen, by 3 kB a frame. This is half a minute; the longest of the competition's 94,477
    /// clips, each of which is one sign, has 537 frames.
    private static final int UNUSUAL_FRAMES = 1_000;

    /// What one call takes at the most, but for unusual clips: a workspace, the clip, and what reading it needs.
    private static final long CALL_BYTES = 32 << 20;

    private final SignList signs;
    private final SkeletonRows rows;
    private final Certainty certainty;
    /// These, and what is needed besides to see whether a clip is plausible.
    private final SkeletonRows checkedRows;
    /// Null once this is closed.
    private volatile Classifier classifier;
    private final Compute compute;
    private final Turns turns;
    /// Those that no call uses at present; kept, so that a clip takes no array of numbers once its size was seen.
    private final LinkedBlockingDeque<Workspace> workspaces;

    /// From what stands for a clip to its landmarks.
    @FunctionalInterface
    public interface Reader<T> {
        /// @return the landmarks of the clip, with its name
        /// @throws IOException whose message says what is wrong with the clip
        Clip read(T clip) throws IOException;
    }

    /// A recogniser that asks `classifier`.
    ///
    /// @param threads how many threads work on one clip
    /// @throws IllegalArgumentException if that is less than 1
    public Recognizer(Classifier classifier, int threads) {
        this(Objects.requireNonNull(classifier, "classifier"), KernelProvider.best(), threads);
    }

    Recognizer(Classifier classifier, Kernels kernels, int threads) {
        this(classifier, kernels, threads, mostCalls());
    }

    /// @param calls how many work at a time
    Recognizer(Classifier classifier, Kernels kernels, int threads, int calls) {
        requireThreads(threads);
        this.classifier = classifier;
        signs = classifier.signs();
        rows = classifier.rows();
        certainty = classifier.certainty();
        checkedRows = Plausibility.rows(rows);
        compute = new Compute(kernels, Parallel.threads(threads), Workspace.create());
        turns = new Turns(calls);
        workspaces = new LinkedBlockingDeque<>(calls);
    }

    /// One a processor; fewer on a machine of many processors where Java may use little memory.
    private static int mostCalls() {
        Runtime jvm = Runtime.getRuntime();
        return (int) Math.clamp(jvm.maxMemory() / CALL_BYTES, 1L, jvm.availableProcessors());
    }

    /// A recogniser that works on the calling thread.
    ///
    /// @throws IOException whose message says what is wrong with the file
    public static Recognizer load(Path checkpoint) throws IOException {
        return load(checkpoint, Optional.empty(), 1);
    }

    /// @param labels signs to use instead of those of the checkpoint
    /// @param threads how many threads work on one clip
    /// @return a recogniser that asks the model of this checkpoint
    /// @throws IOException if the checkpoint cannot be used, has no sign list and none is given, or another number of
    ///     signs is given
    public static Recognizer load(Path checkpoint, Optional<SignList> labels, int threads) throws IOException {
        return load(checkpoint, ModelHints.NONE, labels, threads);
    }

    /// The same for a file that does not say everything, such as one of another program.
    ///
    /// @param hints what the user says of it
    /// @return a recogniser that asks the model of this file
    /// @throws IOException as [#load(Path, Optional, int)]
    public static Recognizer load(Path checkpoint, ModelHints hints, Optional<SignList> labels, int threads)
            throws IOException {
        Objects.requireNonNull(checkpoint, "checkpoint");
        Objects.requireNonNull(hints, "hints");
        Objects.requireNonNull(labels, "labels");
        requireThreads(threads);
        return new Recognizer(Classifiers.read(checkpoint, hints, labels), threads);
    }

    /// The recogniser that comes with this library. It knows thirteen words of American Sign Language and nothing else:
    /// whatever it sees, it answers with one of them.
    ///
    /// @param threads how many threads work on one clip
    public static Recognizer bundled(int threads) throws IOException {
        requireThreads(threads);
        return new Recognizer(ModelFile.bundled().classifier(Optional.empty()), threads);
    }

    /// The signs that it tells apart.
    public SignList signs() {
        return signs;
    }

    /// The landmarks that it needs of a clip, which may hold others.
    public SkeletonRows rows() {
        return rows;
    }

    /// How far its probabilities can be believed, and which answers are sure.
    public Certainty certainty() {
        return certainty;
    }

    /// @return all signs with their probabilities, likeliest first
    /// @throws IOException whose message says what is wrong with the clip
    /// @throws IllegalStateException if this recogniser is closed
    public Prediction recognize(Path clip) throws IOException {
        Objects.requireNonNull(clip, "clip");
        requireOpen();
        try (Turns.Call _ = turns.begin()) {
            return recognize(read(clip));
        }
    }

    /// Reads of a clip what the model looks at, on this recogniser's threads.
    ///
    /// @return a clip that [#recognize(Clip)] takes
    /// @throws IOException whose message says what is wrong with the clip
    /// @throws IllegalStateException if this recogniser is closed
    public Clip read(Path clip) throws IOException {
        Objects.requireNonNull(clip, "clip");
        // Whoever reads within an answer will ask next; who only reads may wait for the disk, several at a time.
        turns.awaitWithinCall();
        requireOpen();
        return ClipReader.read(clip, checkedRows, compute.parallel());
    }

    /// @return all signs with their probabilities, likeliest first
    /// @throws IllegalArgumentException if the clip has no frames, lacks a landmark of [#rows()], or has coordinates so
    ///     large that the answer is NaN
    /// @throws IllegalStateException if this recogniser is closed
    public Prediction recognize(Clip clip) {
        return ask(clip, (asked, c, seen) -> prediction(seen, asked.scores(c, seen)));
    }

    /// As the original GISLR-64 does it: a quarter of the frames, chosen at random, does not count, so answers differ
    /// from call to call. Systems without such a rule answer as always.
    ///
    /// @throws IllegalArgumentException as [#recognize(Clip)]
    /// @throws IllegalStateException if this recogniser is closed
    public Prediction recognize(Clip clip, RandomGenerator random) {
        Objects.requireNonNull(random, "random");
        return ask(clip, (asked, c, seen) -> prediction(seen, asked.scores(c, seen, random)));
    }

    /// The logits of a clip, `[classes]`, in the order of [#signs()]: what a model says before the temperature and the
    /// softmax. Empty for an ensemble, whose members have logits of their own, and for a clip in which nothing can be
    /// seen.
    ///
    /// @throws IllegalArgumentException as [#recognize(Clip)]
    /// @throws IllegalStateException if this recogniser is closed
    public Optional<float[]> logits(Clip clip) {
        return ask(clip, (asked, c, seen) -> asked.scores(c, seen).logits().map(Tensor::toArray));
    }

    /// Recognises many clips, several at a time.
    ///
    /// Answers come in the order of the clips, on the calling thread. A clip that cannot be read or recognised is
    /// answered with an error and costs the others nothing. At most four clips a thread are under way, so any number of
    /// them may follow.
    ///
    /// @param threads how many clips are worked on at a time
    /// @param receiver takes an answer; false ends the work early
    /// @throws IllegalStateException if this recogniser is closed, or is closed meanwhile
    public void recognizeAll(Iterable<Path> clips, int threads, Predicate<Answer<Path>> receiver)
            throws InterruptedException {
        Objects.requireNonNull(clips, "clips");
        recognizeAll(clips.iterator(), this::read, threads, receiver);
    }

    /// The same for clips that come from elsewhere: a queue, a data set.
    ///
    /// @param reader from what stands for a clip to its landmarks; called on as many threads as are given
    /// @throws IllegalStateException if this recogniser is closed, or is closed meanwhile
    public <T> void recognizeAll(Iterator<? extends T> clips, Reader<T> reader, int threads,
            Predicate<Answer<T>> receiver) throws InterruptedException {
        Objects.requireNonNull(clips, "clips");
        Objects.requireNonNull(reader, "reader");
        Objects.requireNonNull(receiver, "receiver");
        requireThreads(threads);
        requireOpen();
        new ManyClips<>(this, reader, threads).recognize(clips, receiver);
    }

    /// One clip, with what went wrong as an answer instead of an exception, and with times.
    ///
    /// @param reader called before it is this call's turn, for it may wait for a network; but where it calls
    ///     [#read(Path)], the turn begins there
    /// @throws IllegalStateException if this recogniser is closed
    public <T> Answer<T> answer(T clip, Reader<T> reader) {
        Objects.requireNonNull(reader, "reader");
        requireOpen();
        try (Turns.Call _ = turns.begin()) {
            return new ManyClips<>(this, reader, 1).one(clip);
        }
    }

    /// What is asked of a classifier about a clip.
    @FunctionalInterface
    private interface Question<R> {
        R ask(Classifier classifier, Compute c, Clip clip);
    }

    private <R> R ask(Clip clip, Question<R> question) {
        Objects.requireNonNull(clip, "clip");
        requireOpen();
        if (clip.frames() == 0) {
            throw new IllegalArgumentException(clip.name() + ": the clip has no frames");
        }
        try (Turns.Call call = turns.begin()) {
            call.await();
            // It may have been closed meanwhile. If it is closed from here on, this call ends as it would have.
            Classifier asked = requireOpen();
            Clip plausible = Plausibility.check(clip, checkedRows);
            Clip checked = plausible.with(asked.notes(plausible));
            return clip.frames() < UNUSUAL_FRAMES ? inKeptWorkspace(asked, checked, question)
                    : question.ask(asked, compute.with(Workspace.create()), checked);
        }
    }

    private <R> R inKeptWorkspace(Classifier asked, Clip clip, Question<R> question) {
        Workspace workspace = workspaces.pollFirst();
        if (workspace == null) {
            workspace = Workspace.create();
        }
        try {
            workspace.reset();
            return question.ask(asked, compute.with(workspace), clip);
        } finally {
            workspaces.offerFirst(workspace);
            if (classifier == null) {
                workspaces.clear();
            }
        }
    }

    private static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("recognizer: " + threads + " threads; at least 1 is needed");
        }
    }

    /// @throws IllegalStateException if this is closed
    Classifier requireOpen() {
        Classifier open = classifier;
        if (open == null) {
            throw new IllegalStateException("this recognizer is closed: close() was called, perhaps by the end of a "
                    + "try block; recognize before that, or load another one");
        }
        return open;
    }

    private Prediction prediction(Clip clip, Classifier.Scores scores) {
        int classes = signs.size();
        if (scores.probabilities().isEmpty()) {
            String note = scores.whyNothing() + " of this clip, so every sign is equally probable";
            return new Prediction(clip.name(), clip.frames(), ranking(i -> 1f / classes), true, Optional.of(false),
                    OptionalDouble.empty(), notes(clip, note));
        }
        Tensor probabilities = scores.probabilities().get();
        for (int i = 0; i < classes; i++) {
            if (Float.isNaN(probabilities.get(i))) {
                throw new IllegalArgumentException(
                        clip.name() + ": the answer is not a number; are all coordinates of ordinary size?");
            }
        }
        List<Prediction.Guess> ranking = ranking(i -> probabilities.get(i));
        return new Prediction(clip.name(), clip.frames(), ranking, false,
                certainty.isSure(ranking.getFirst().probability(), scores.distance()), scores.distance(), notes(clip));
    }

    private static List<String> notes(Clip clip, String... more) {
        List<String> notes = new ArrayList<>(List.of(more));
        // That nothing is seen was said already.
        clip.notes().stream().filter(note -> more.length == 0 || note != ClipNote.NO_HANDS).sorted()
                .forEach(note -> notes.add(note.text()));
        return List.copyOf(notes);
    }

    private List<Prediction.Guess> ranking(IntFunction<Float> probability) {
        List<Prediction.Guess> ranking = new ArrayList<>(IntStream.range(0, signs.size())
                .mapToObj(i -> new Prediction.Guess(signs.name(i), probability.apply(i))).toList());
        ranking.sort((a, b) -> Float.compare(b.probability(), a.probability()));
        return ranking;
    }

    /// Ends the threads, if there are any, and lets go of the model and of all memory. Calls that are working end with
    /// their answers, [#recognizeAll] after the clips that are under way; all others throw from now on.
    @Override
    public void close() {
        classifier = null;
        workspaces.clear();
        compute.parallel().close();
    }
}
