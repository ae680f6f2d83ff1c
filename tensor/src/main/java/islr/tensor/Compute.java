package islr.tensor;

import islr.tensor.grad.Saved;
import islr.tensor.grad.Tape;
import islr.tensor.kernel.KernelProvider;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.Operation;
import java.util.Objects;
import java.util.function.BiConsumer;
import java.util.random.RandomGenerator;

/// With what a computation is done: the kernels, the threads, the memory for results and, in training, the source of
/// randomness.
///
/// Made once at the edge (a recogniser, a trainer, a test) and handed to every operation; nothing below it looks for
/// threads or settings of its own. It is immutable: [#with(Memory)] and [#training(RandomGenerator)] give a changed
/// copy.
public final class Compute {
    private final Kernels kernels;
    private final Parallel parallel;
    private final Memory memory;
    private final RandomGenerator random;
    private final BiConsumer<Operation, Tensor> observer;

    private Compute(Kernels kernels, Parallel parallel, Memory memory, RandomGenerator random,
            BiConsumer<Operation, Tensor> observer) {
        this.kernels = Objects.requireNonNull(kernels, "kernels");
        this.parallel = Objects.requireNonNull(parallel, "parallel");
        this.memory = Objects.requireNonNull(memory, "memory");
        this.random = random;
        this.observer = observer;
    }

    public Compute(Kernels kernels, Parallel parallel, Memory memory) {
        this(kernels, parallel, memory, null, null);
    }

    /// The best kernels of this JVM on the calling thread, results on the heap: for first steps and tests.
    public static Compute cpu() {
        return new Compute(KernelProvider.best(), Parallel.sequential(), Memory.heap());
    }

    /// The same with another memory.
    public Compute with(Memory other) {
        return new Compute(kernels, parallel, Objects.requireNonNull(other, "other"), random, observer);
    }

    /// The same with other kernels.
    public Compute with(Kernels other) {
        return new Compute(Objects.requireNonNull(other, "other"), parallel, memory, random, observer);
    }

    /// The same with other threads.
    public Compute with(Parallel other) {
        return new Compute(kernels, Objects.requireNonNull(other, "other"), memory, random, observer);
    }

    /// The same, in training: dropout and other random layers act, and draw from `random`. Without it they are the
    /// identity.
    public Compute training(RandomGenerator random) {
        return new Compute(kernels, parallel, memory, Objects.requireNonNull(random, "random"), observer);
    }

    /// The same, whose operations are looked at while a model runs: each is handed over with its result as soon as that
    /// is computed.
    ///
    /// @param observer must neither keep nor change the result
    public Compute observed(BiConsumer<Operation, Tensor> observer) {
        return new Compute(kernels, parallel, memory, random, Objects.requireNonNull(observer, "observer"));
    }

    /// Whether layers such as dropout behave as in training, which needs [#random()].
    public boolean isTraining() {
        return random != null;
    }

    /// @return what dropout and its like draw from
    /// @throws IllegalStateException outside training
    public RandomGenerator random() {
        if (random == null) {
            throw new IllegalStateException(
                    "compute: randomness is needed but this is not training; use training(random)");
        }
        return random;
    }

    /// The loops that operations run.
    public Kernels kernels() {
        return kernels;
    }

    /// The threads that share the work of an operation.
    public Parallel parallel() {
        return parallel;
    }

    /// A tensor of unspecified contents in this computation's memory.
    public Tensor allocate(Shape shape) {
        return memory.allocate(shape);
    }

    /// A new tensor of this shape. Its numbers are whatever was in memory: write every one.
    public Tensor allocate(int... sizes) {
        return memory.allocate(Shape.of(sizes));
    }

    /// The memory for results.
    public Memory memory() {
        return memory;
    }

    /// A new tensor of this shape, every number 0.
    public Tensor zeros(Shape shape) {
        Tensor x = allocate(shape);
        java.util.Arrays.fill(x.array(), x.offset(), x.offset() + x.size(), 0);
        return x;
    }

    /// Computes an operation, and records it if a [Tape] is recording.
    ///
    /// @return the result, allocated in this memory
    public Tensor run(Operation operation) {
        return run(operation, Tape.records(operation) ? Saved.keeping() : Saved.nothing());
    }

    /// The same, for a caller that looks at what the operation saved.
    ///
    /// @param saved one that keeps, and is used for nothing else
    public Tensor run(Operation operation, Saved saved) {
        Objects.requireNonNull(saved, "saved");
        Tensor y = operation.forward(this, saved);
        Tape.record(operation, y, saved);
        if (observer != null) {
            observer.accept(operation, y);
        }
        return y;
    }
}
