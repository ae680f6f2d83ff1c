package islr.tflite.op;

import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Buffers;
import islr.tflite.value.Value;
import islr.tflite.value.Variable;
import islr.weights.text.Counts;
import islr.weights.tflite.TensorType;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/// One run of a graph: with what is computed, in which memory, and what operators share.
public final class Run {
    /// Numbers that one thread computes before it is worth to ask another one.
    static final int GRAIN = 1 << 14;
    /// From this length on a kernel is faster than a plain loop.
    static final int VECTOR = 16;

    /// A clip of 1,000 frames whose network is a loop over frames takes some hundred thousand.
    private static final int MOST_STEPS = 1 << 22;
    /// What a step costs besides what it computes, in multiplications.
    private static final int STEP = 10_000;

    private final Compute compute;
    private final Buffers buffers;
    private final Subgraphs subgraphs;
    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<Integer, Boolean> called = new HashMap<>();
    private long work;
    private int steps;
    private final long mostWork;

    /// Runs other graphs of the same file.
    public interface Subgraphs {
        /// The results of a graph.
        Value[] call(Run run, int graph, Value... in);

        /// Whether the shapes of a graph's results follow from those of its inputs.
        boolean knowsShapes(int graph, Value... in);
    }

    /// @param compute whose memory is not used
    /// @param mostWork after how many multiplications the run is given up; a step counts as some thousand
    public Run(Compute compute, Buffers buffers, Subgraphs subgraphs, long mostWork) {
        this.compute = Objects.requireNonNull(compute, "compute").with(buffers);
        this.buffers = buffers;
        this.subgraphs = Objects.requireNonNull(subgraphs, "subgraphs");
        this.mostWork = mostWork;
    }

    /// Kernels, threads and the memory of this run.
    public Compute compute() {
        return compute;
    }

    /// The memory of this run.
    public Buffers buffers() {
        return buffers;
    }

    /// Other graphs of the file.
    public Subgraphs subgraphs() {
        return subgraphs;
    }

    /// The variable of a name, new in every run.
    Variable variable(String name) {
        return variables.computeIfAbsent(name, key -> new Variable());
    }

    /// Whether a graph that is called once is called for the first time.
    boolean isFirstCall(int graph) {
        return called.put(graph, true) == null;
    }

    /// Counts a step.
    ///
    /// @throws IllegalArgumentException if there were too many
    public void step() {
        steps++;
        if (steps > MOST_STEPS) {
            throw new IllegalArgumentException("it is given up after " + Counts.of(MOST_STEPS)
                    + " steps: a loop in it does not end; the graph is damaged or badly written");
        }
        work(STEP);
    }

    /// Counts multiplications.
    ///
    /// @throws IllegalArgumentException if it is out of all proportion
    public void work(long more) {
        work += more;
        if (work > mostWork) {
            throw new IllegalArgumentException("it would take a very long time; the graph is damaged or badly written");
        }
    }

    /// Room for float32 numbers of any value.
    Value floats(Shape shape) {
        return buffers.tensor(shape);
    }

    /// Room for whole numbers.
    ///
    /// @throws IllegalArgumentException if the type is another one
    Value longs(TensorType type, Shape shape) {
        if (!Value.isWhole(type)) {
            throw new IllegalArgumentException("its result would be " + type + ", but it makes whole numbers");
        }
        return buffers.longs(type, shape);
    }

    /// Room for truth values.
    Value flags(Shape shape) {
        return buffers.flags(shape);
    }

    /// Room for numbers of a type.
    Value room(TensorType type, Shape shape) {
        if (type == TensorType.BOOL) {
            return flags(shape);
        }
        return Value.isFloat(type) ? floats(shape) : longs(type, shape);
    }

    /// What an operation of the engine computed in this run's memory.
    Value of(Tensor tensor) {
        return buffers.of(tensor);
    }
}
