package islr.recognize;

import islr.data.Clip;
import islr.data.SequenceFile;
import islr.data.SequenceFile.Sequence;
import islr.data.SkeletonRows;
import islr.internal.Failures;
import islr.internal.Pools;
import islr.system.Sample;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.Spelling;
import islr.system.fingerspelling.SpellingEnsemble;
import islr.system.fingerspelling.SpellingFeatures;
import islr.system.fingerspelling.SpellingMember;
import islr.system.fingerspelling.SpellingOptions;
import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Workspace;
import islr.tensor.kernel.KernelProvider;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingDeque;
import java.util.function.Predicate;

/// From a fingerspelled sequence to a phrase: what a [Recognizer] is for signs.
///
/// ```java
/// try (Speller speller = Speller.load(Path.of("fingerspelling.safetensors"), 1);
///         SequenceFile file = SequenceFile.open(Path.of("105143404.parquet"))) {
///     Spelling spelling = speller.spell(speller.read(file, file.sequence(1784397099)));
///     System.out.println(spelling.phrase() + " " + spelling.confidence());
/// }
/// ```
///
/// Thread-safe. Answers do not depend on the number of threads, to the bit.
///
/// After [#close()] every call throws an [IllegalStateException].
public final class Speller implements AutoCloseable {
    /// Sequences that one thread reads and spells together: the maps of the decoder read their weights once for all of
    /// them. More are not faster, and take more memory.
    private static final int TOGETHER = 16;
    /// Such groups under way for each thread.
    private static final int WINDOW = 2;

    private volatile SpellingEnsemble networks;
    private final Compute compute;
    /// Those that no call uses at present.
    private final LinkedBlockingDeque<Workspace> workspaces;

    /// @param threads how many work on one sequence
    /// @throws IllegalArgumentException if that is less than 1
    public Speller(SpellingEnsemble networks, int threads) {
        this.networks = Objects.requireNonNull(networks, "networks");
        requireThreads(threads);
        compute = new Compute(KernelProvider.best(), Parallel.threads(threads), Workspace.create());
        workspaces = new LinkedBlockingDeque<>(Runtime.getRuntime().availableProcessors());
    }

    /// A speller that asks the network of this file, as its settings say.
    ///
    /// @param threads how many work on one sequence
    /// @throws IOException whose message says what is wrong with the file
    public static Speller load(Path checkpoint, int threads) throws IOException {
        Objects.requireNonNull(checkpoint, "checkpoint");
        return load(List.of(checkpoint), ModelHints.NONE, 1, threads);
    }

    /// The same for several networks, whose logits are averaged, and with more phrases followed at once.
    ///
    /// @param hints what the user says of the files
    /// @param beams see [SpellingOptions#beams()]
    /// @param threads how many work on one sequence
    /// @throws IOException whose message says what is wrong with a file, or with several together
    public static Speller load(List<Path> checkpoints, ModelHints hints, int beams, int threads) throws IOException {
        Objects.requireNonNull(checkpoints, "checkpoints");
        Objects.requireNonNull(hints, "hints");
        requireThreads(threads);
        if (checkpoints.isEmpty()) {
            throw new IllegalArgumentException("speller: no checkpoint; at least 1 is needed");
        }
        List<SpellingMember> members = new ArrayList<>();
        SpellerFile first = null;
        for (Path checkpoint : checkpoints) {
            SpellerFile file = SpellerFile.read(checkpoint, hints);
            first = first == null ? file : first;
            members.add(new SpellingMember(file.network().forInference(Compute.cpu()), 1f / checkpoints.size()));
        }
        try {
            return new Speller(new SpellingEnsemble(members, Fingerspelling.features(first.settings()),
                    Fingerspelling.options(first.settings()).withBeams(beams)), threads);
        } catch (IllegalArgumentException e) {
            throw new IOException(first.source() + ": " + e.getMessage(), e);
        }
    }

    /// The landmarks that it needs of a sequence, which may hold others.
    public SkeletonRows rows() {
        return requireOpen().features().rows();
    }

    /// Reads of a sequence what the network looks at, on this speller's threads.
    ///
    /// @return a clip that [#spell(Clip)] takes
    /// @throws IOException whose message says what is wrong with the sequence
    public Clip read(SequenceFile file, Sequence sequence) throws IOException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sequence, "sequence");
        return file.read(sequence, rows(), compute.parallel());
    }

    /// The phrase of a sequence.
    ///
    /// @throws IllegalArgumentException if the sequence lacks a landmark of [#rows()]
    public Spelling spell(Clip sequence) {
        Objects.requireNonNull(sequence, "sequence");
        return spell(compute, List.of(sequence)).getFirst();
    }

    private List<Spelling> spell(Compute on, List<Clip> sequences) {
        SpellingEnsemble asked = requireOpen();
        SpellingFeatures features = asked.features();
        Workspace workspace = workspaces.pollFirst();
        workspace = workspace == null ? Workspace.create() : workspace;
        try {
            workspace.reset();
            Compute c = on.with(workspace);
            List<Sample> samples = new ArrayList<>();
            int[] frames = new int[sequences.size()];
            for (int i = 0; i < frames.length; i++) {
                frames[i] = sequences.get(i).frames();
                samples.add(features.of(sequences.get(i), workspace));
            }
            return asked.spell(c, samples, frames);
        } finally {
            workspaces.offerFirst(workspace);
            if (networks == null) {
                workspaces.clear();
            }
        }
    }

    /// Spells many sequences of a file. Answers come in the order of the list, on the calling thread. A sequence that
    /// cannot be read is answered with an error and costs the others nothing.
    ///
    /// @param threads how many groups of sequences are worked on at a time
    /// @param receiver takes an answer; false ends the work early
    /// @throws IllegalStateException if this speller is closed, or is closed meanwhile
    public void spellAll(SequenceFile file, List<Sequence> sequences, int threads,
            Predicate<SpellingAnswer<Sequence>> receiver) throws InterruptedException {
        Objects.requireNonNull(file, "file");
        Objects.requireNonNull(sequences, "sequences");
        Objects.requireNonNull(receiver, "receiver");
        requireThreads(threads);
        // All threads have something to do even where there are few.
        int together = Math.clamp((sequences.size() + threads - 1) / threads, 1, TOGETHER);
        ArrayDeque<Future<List<SpellingAnswer<Sequence>>>> window = new ArrayDeque<>();
        try (ExecutorService pool = Pools.fixed("islr-spell-", threads)) {
            try {
                int next = 0;
                while (next < sequences.size() || !window.isEmpty()) {
                    while (next < sequences.size() && window.size() < WINDOW * threads) {
                        List<Sequence> group = sequences.subList(next, Math.min(next + together, sequences.size()));
                        window.add(pool.submit(() -> answers(file, group)));
                        next += group.size();
                    }
                    for (SpellingAnswer<Sequence> answer : get(window.remove())) {
                        if (!receiver.test(answer)) {
                            return;
                        }
                    }
                }
            } finally {
                pool.shutdownNow();
            }
        }
    }

    private <V> V get(Future<V> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            requireOpen();
            throw new IllegalStateException(e.getCause());
        }
    }

    /// What is wrong with one sequence must not cost the others: where several fail together, each is tried alone.
    private List<SpellingAnswer<Sequence>> answers(SequenceFile file, List<Sequence> group) {
        try {
            long start = System.nanoTime();
            List<Clip> clips = file.read(group, rows(), Parallel.sequential());
            double read = millisSince(start) / group.size();
            long begun = System.nanoTime();
            List<Spelling> spelled = spell(new Compute(compute.kernels(), Parallel.sequential(), compute.memory()),
                    clips);
            double spell = millisSince(begun) / group.size();
            List<SpellingAnswer<Sequence>> answers = new ArrayList<>();
            for (int i = 0; i < group.size(); i++) {
                answers.add(new SpellingAnswer<>(group.get(i), clips.get(i).frames(), Optional.of(spelled.get(i)),
                        Optional.empty(), read, spell));
            }
            return answers;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            requireOpen();
            return group.size() == 1 ? List.of(SpellingAnswer.failed(group.getFirst(), told(file, group, e)))
                    : group.stream().flatMap(each -> answers(file, List.of(each)).stream()).toList();
        }
    }

    private static String told(SequenceFile file, List<Sequence> group, Throwable e) {
        String place = file.name() + "#" + group.getFirst().id() + ": ";
        return switch (e) {
            case IOException _ -> e.getMessage();
            case IllegalArgumentException _ -> e.getMessage();
            case OutOfMemoryError _ -> place + Failures.outOfMemory();
            default -> place + Failures.defect((RuntimeException) e);
        };
    }

    private static double millisSince(long start) {
        return (System.nanoTime() - start) / 1e6;
    }

    private static void requireThreads(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("speller: " + threads + " threads; at least 1 is needed");
        }
    }

    private SpellingEnsemble requireOpen() {
        SpellingEnsemble open = networks;
        if (open == null) {
            throw new IllegalStateException("this speller is closed: close() was called, perhaps by the end of a try "
                    + "block; spell before that, or load another one");
        }
        return open;
    }

    /// Ends the threads, if there are any, and lets go of the networks and of all memory.
    @Override
    public void close() {
        networks = null;
        workspaces.clear();
        compute.parallel().close();
    }
}
