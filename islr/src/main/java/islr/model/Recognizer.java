package islr.model;

import islr.data.Clip;
import islr.data.ClipReader;
import islr.features.Features;
import islr.features.Frames;
import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Parallel;
import islr.tensor.Tensor;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.function.BiFunction;
import java.util.function.IntFunction;
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
    static final String NO_HAND = "no hand was seen in any frame of this clip, so every sign is equally probable";

    private final Gislr64 model;
    private final SignList signs;
    private final Features features;
    private final Compute compute;
    /// One for each computation under way at the same time; kept, so that a clip takes no array of numbers once its
    /// size was seen.
    private final ConcurrentLinkedDeque<Workspace> workspaces = new ConcurrentLinkedDeque<>();

    /// @param signs as many as the model tells apart
    Recognizer(Gislr64 model, SignList signs, Kernels kernels, int threads) {
        this.model = model;
        this.signs = signs;
        this.features = model.features();
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
        return of(checkpoint.toString(), ModelFile.read(checkpoint), labels, threads);
    }

    /// The recogniser that comes with this library. It knows thirteen words of American Sign Language and nothing else:
    /// whatever it sees, it answers with one of them.
    ///
    /// @param threads how many threads work on one clip
    public static Recognizer bundled(int threads) throws IOException {
        return of("the bundled model", ModelFile.bundled(), Optional.empty(), threads);
    }

    private static Recognizer of(String name, ModelFile file, Optional<SignList> labels, int threads)
            throws IOException {
        SignList signs = labels.or(file::signs).orElseThrow(() -> new IOException(
                name + ": it has no list of signs; name a file that has one (--labels on the command line)"));
        int classes = file.model().settings().classes();
        if (signs.size() != classes) {
            throw new IOException(name + ": it tells " + classes
                    + " signs apart, but the list of signs given for it (--labels on the command line) has "
                    + signs.size());
        }
        return new Recognizer(file.model(), signs, KernelProvider.best(), threads);
    }

    /// @throws IOException whose message says what is wrong with the clip
    public Prediction recognize(Path clip) throws IOException {
        return recognize(read(clip));
    }

    /// Reads of a clip what the model looks at, on this recogniser's threads.
    ///
    /// @throws IOException whose message says what is wrong with the clip
    public Clip read(Path clip) throws IOException {
        return ClipReader.read(clip, features.rows(), compute.parallel());
    }

    /// @throws IllegalArgumentException if the clip has no frames, lacks a landmark of [Features#rows()], or has
    ///     coordinates so large that the answer is no number
    public Prediction recognize(Clip clip) {
        return recognize(clip, FrameMask::all);
    }

    /// As the original does it: a quarter of the frames, chosen at random, does not count, so answers differ from call
    /// to call.
    public Prediction recognize(Clip clip, RandomGenerator random) {
        return recognize(clip, (frames, memory) -> FrameMask.random(frames, random, Gislr64.FRAME_MASKING, memory));
    }

    private Prediction recognize(Clip clip, BiFunction<Frames, Memory, float[]> mask) {
        if (clip.frames() == 0) {
            throw new IllegalArgumentException(clip.name() + ": the clip has no frames");
        }
        Workspace workspace = Optional.ofNullable(workspaces.poll()).orElseGet(Workspace::create);
        try {
            workspace.reset();
            return recognize(compute.with(workspace), clip, mask);
        } finally {
            workspaces.push(workspace);
        }
    }

    private Prediction recognize(Compute c, Clip clip, BiFunction<Frames, Memory, float[]> mask) {
        Frames frames = features.of(clip, c.memory());
        if (frames.kept() == 0) {
            float uniform = 1f / signs.size();
            return new Prediction(clip.name(), clip.frames(), ranking(i -> uniform), Optional.of(NO_HAND));
        }
        List<float[]> masks = List.of(mask.apply(frames, c.memory()));
        FrameBatch batch = model.batch(c, List.of(frames), masks, FrameBatch.Layout.COMPACT);
        Tensor probabilities = model.forward(c, batch).softmax(c);
        for (int i = 0; i < signs.size(); i++) {
            if (Float.isNaN(probabilities.get(0, i))) {
                throw new IllegalArgumentException(
                        clip.name() + ": the answer is not a number; are all coordinates of ordinary size?");
            }
        }
        return new Prediction(clip.name(), clip.frames(), ranking(i -> probabilities.get(0, i)), Optional.empty());
    }

    private List<Prediction.Guess> ranking(IntFunction<Float> probability) {
        List<Prediction.Guess> ranking = new ArrayList<>(IntStream.range(0, signs.size())
                .mapToObj(i -> new Prediction.Guess(signs.name(i), probability.apply(i))).toList());
        ranking.sort((a, b) -> Float.compare(b.probability(), a.probability()));
        return ranking;
    }

    /// Ends the threads, if there are any.
    @Override
    public void close() {
        compute.parallel().close();
    }
}
