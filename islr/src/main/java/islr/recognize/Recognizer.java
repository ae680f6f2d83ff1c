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
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
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
/// Thread-safe: any number of threads may ask at once. Answers do not depend on the number of threads, to the bit.
public final class Recognizer implements AutoCloseable {
    private final Classifier classifier;
    private final Compute compute;
    /// One for each computation under way at the same time; kept, so that a clip takes no array of numbers once its
    /// size was seen.
    private final ConcurrentLinkedDeque<Workspace> workspaces = new ConcurrentLinkedDeque<>();

    /// From what stands for a clip to its landmarks.
    @FunctionalInterface
    public interface Reader<T> {
        /// @throws IOException whose message says what is wrong with the clip
        Clip read(T clip) throws IOException;
    }

    /// A recogniser that asks `classifier`.
    ///
    /// @param threads how many threads work on one clip
    public Recognizer(Classifier classifier, int threads) {
        this(classifier, KernelProvider.best(), threads);
    }

    Recognizer(Classifier classifier, Kernels kernels, int threads) {
        this.classifier = classifier;
        this.compute = new Compute(kernels, Parallel.threads(threads), Workspace.create());
    }

    /// A recogniser that works on the calling thread.
    ///
    /// @throws IOException whose message says what is wrong with the file
    public static Recognizer load(Path checkpoint) throws IOException {
        return load(checkpoint, Optional.empty(), 1);
    }

    /// @param labels signs to use instead of those of the checkpoint
    /// @param threads how many threads work on one clip
    /// @throws IOException if the checkpoint cannot be used, has no sign list and none is given, or another number of
    ///     signs is given
    public static Recognizer load(Path checkpoint, Optional<SignList> labels, int threads) throws IOException {
        return new Recognizer(ModelFile.read(checkpoint).classifier(labels), threads);
    }

    /// The recogniser that comes with this library. It knows thirteen words of American Sign Language and nothing else:
    /// whatever it sees, it answers with one of them.
    ///
    /// @param threads how many threads work on one clip
    public static Recognizer bundled(int threads) throws IOException {
        return new Recognizer(ModelFile.bundled().classifier(Optional.empty()), threads);
    }

    /// The signs that it tells apart.
    public SignList signs() {
        return classifier.signs();
    }

    /// The landmarks that it needs of a clip, which may hold others.
    public SkeletonRows rows() {
        return classifier.rows();
    }

    /// @throws IOException whose message says what is wrong with the clip
    public Prediction recognize(Path clip) throws IOException {
        return recognize(read(clip));
    }

    /// Reads of a clip what the model looks at, on this recogniser's threads.
    ///
    /// @throws IOException whose message says what is wrong with the clip
    public Clip read(Path clip) throws IOException {
        return ClipReader.read(clip, Plausibility.rows(rows()), compute.parallel());
    }

    /// @throws IllegalArgumentException if the clip has no frames, lacks a landmark of [#rows()], or has coordinates so
    ///     large that the answer is NaN
    public Prediction recognize(Clip clip) {
        return ask(clip, (c, asked) -> prediction(asked, classifier.scores(c, asked)));
    }

    /// As the original GISLR-64 does it: a quarter of the frames, chosen at random, does not count, so answers differ
    /// from call to call. Systems without such a rule answer as always.
    public Prediction recognize(Clip clip, RandomGenerator random) {
        return ask(clip, (c, asked) -> prediction(asked, classifier.scores(c, asked, random)));
    }

    /// The logits of a clip, [classes], in the order of [#signs()]: what a model says before the softmax. Empty for an
    /// ensemble, whose members have logits of their own, and for a clip in which nothing can be seen.
    ///
    /// @throws IllegalArgumentException as [#recognize(Clip)]
    public Optional<float[]> logits(Clip clip) {
        return ask(clip, (c, asked) -> classifier.scores(c, asked).logits().map(Tensor::toArray));
    }

    /// Recognises many clips, several at a time.
    ///
    /// Answers come in the order of the clips, on the calling thread. A clip that cannot be read or recognised is
    /// answered with an error and costs the others nothing. At most four clips a thread are under way, so any number of
    /// them may follow.
    ///
    /// @param threads how many clips are worked on at a time
    /// @param receiver takes an answer; false ends the work early
    public void recognizeAll(Iterable<Path> clips, int threads, Predicate<Answer<Path>> receiver)
            throws InterruptedException {
        recognizeAll(clips.iterator(), this::read, threads, receiver);
    }

    /// The same for clips that come from elsewhere: a queue, a data set.
    ///
    /// @param reader from what stands for a clip to its landmarks; called on several threads
    public <T> void recognizeAll(Iterator<? extends T> clips, Reader<T> reader, int threads,
            Predicate<Answer<T>> receiver) throws InterruptedException {
        new ManyClips<>(this, reader, threads).recognize(clips, receiver);
    }

    /// One clip, with what went wrong as an answer instead of an exception, and with times.
    public <T> Answer<T> answer(T clip, Reader<T> reader) {
        return new ManyClips<>(this, reader, 1).one(clip);
    }

    private <R> R ask(Clip clip, BiFunction<Compute, Clip, R> question) {
        if (clip.frames() == 0) {
            throw new IllegalArgumentException(clip.name() + ": the clip has no frames");
        }
        Workspace workspace = Optional.ofNullable(workspaces.poll()).orElseGet(Workspace::create);
        try {
            workspace.reset();
            return question.apply(compute.with(workspace), Plausibility.check(clip, rows()));
        } finally {
            workspaces.push(workspace);
        }
    }

    private Prediction prediction(Clip clip, Classifier.Scores scores) {
        int classes = signs().size();
        if (scores.probabilities().isEmpty()) {
            String note = scores.whyNothing() + " of this clip, so every sign is equally probable";
            return new Prediction(clip.name(), clip.frames(), ranking(i -> 1f / classes), true, notes(clip, note));
        }
        Tensor probabilities = scores.probabilities().get();
        for (int i = 0; i < classes; i++) {
            if (Float.isNaN(probabilities.get(i))) {
                throw new IllegalArgumentException(
                        clip.name() + ": the answer is not a number; are all coordinates of ordinary size?");
            }
        }
        return new Prediction(clip.name(), clip.frames(), ranking(i -> probabilities.get(i)), false, notes(clip));
    }

    private static List<String> notes(Clip clip, String... more) {
        List<String> notes = new ArrayList<>(List.of(more));
        // That nothing is seen was said already.
        clip.notes().stream().filter(note -> more.length == 0 || note != ClipNote.NO_HANDS).sorted()
                .forEach(note -> notes.add(note.text()));
        return List.copyOf(notes);
    }

    private List<Prediction.Guess> ranking(IntFunction<Float> probability) {
        List<Prediction.Guess> ranking = new ArrayList<>(IntStream.range(0, signs().size())
                .mapToObj(i -> new Prediction.Guess(signs().name(i), probability.apply(i))).toList());
        ranking.sort((a, b) -> Float.compare(b.probability(), a.probability()));
        return ranking;
    }

    /// Ends the threads, if there are any.
    @Override
    public void close() {
        compute.parallel().close();
    }
}
