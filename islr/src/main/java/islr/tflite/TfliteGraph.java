package islr.tflite;

import islr.tensor.Compute;
import islr.tflite.op.Run;
import islr.tflite.value.ArrayPool;
import islr.tflite.value.Buffers;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import islr.weights.tflite.TensorType;
import islr.weights.tflite.TfliteFile;
import islr.weights.tflite.TfliteModel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedDeque;
import java.util.stream.Stream;

/// The graph of a TFLite file, which computes its outputs:
///
/// ```java
/// TfliteGraph graph = TfliteGraph.open(Path.of("model.tflite"));
/// Value[] outputs = graph.run(Compute.cpu(), Value.of(frames));
/// ```
///
/// It is the one of the signature `serving_default`, or of the only signature, or else the first one. Thread-safe.
/// Every run begins with fresh variables, so that runs do not depend on each other.
public final class TfliteGraph {
    private static final String USUAL = "serving_default";

    /// An input or output as the file describes it.
    ///
    /// @param name of the signature, or else of the tensor
    /// @param shape −1 where any size may be
    public record Port(String name, TensorType type, List<Integer> shape) {
        public Port {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
        }

        /// How many numbers it has at least; very many are all the same.
        private long least() {
            long least = 1;
            for (int size : shape) {
                least = Math.min(1L << 32, least) * Math.max(1, size);
            }
            return Math.min(1L << 40, least);
        }

        @Override
        public String toString() {
            return OneLine.quoted(name) + " " + type + " " + shape;
        }
    }

    private final String source;
    private final Graph[] graphs;
    private final int main;
    private final List<Port> inputs;
    private final List<Port> outputs;
    private final List<String> alternatives;
    private final Limits limits;
    private final ConcurrentLinkedDeque<ArrayPool> pools = new ConcurrentLinkedDeque<>();
    private final Run.Subgraphs subgraphs = new Run.Subgraphs() {
        @Override
        public Value[] call(Run run, int graph, Value... in) {
            return graphs[graph].call(run, in);
        }

        @Override
        public boolean knowsShapes(int graph, Value... in) {
            Plan plan = graphs[graph].plan(in);
            boolean all = plan != null;
            for (int i = 0; all && i < plan.shaped().length; i++) {
                all = plan.shaped()[i];
            }
            return all;
        }
    };

    /// How much a run may take before it is given up: a damaged or hostile file must not.
    ///
    /// @param numbers of intermediate results at a time
    /// @param work multiplications and the like
    public record Limits(long numbers, long work) {
        /// A half of Java's memory, and some minutes.
        public static Limits usual() {
            return new Limits(Runtime.getRuntime().maxMemory() / Float.BYTES / 2, 1L << 42);
        }
    }

    private TfliteGraph(TfliteFile file, Limits limits) throws WeightsException {
        source = file.source();
        this.limits = limits;
        TfliteModel model = file.model();
        if (model.subGraphs().isEmpty()) {
            throw new WeightsException(source, "there is no graph in it");
        }
        main = main(model);
        List<String> keys = model.signatures().stream().map(TfliteModel.Signature::key).toList();
        alternatives = keys.size() < 2 || keys.contains(USUAL) ? List.of() : keys;
        inputs = ports(model, main, true);
        outputs = ports(model, main, false);
        for (Port port : Stream.concat(inputs.stream(), outputs.stream()).toList()) {
            if (!Value.isFloat(port.type()) && !Value.isWhole(port.type()) && port.type() != TensorType.BOOL) {
                throw new WeightsException(source,
                        "this graph cannot be run: " + port + " is of a type that is not computed here; convert the "
                                + "model with FLOAT32 inputs and outputs");
            }
        }
        long least = inputs.stream().mapToLong(Port::least).sum();
        if (least > limits.numbers) {
            throw new WeightsException(source,
                    "its inputs alone take " + Counts.bytes(Float.BYTES * least) + ", but a graph may take "
                            + Counts.bytes(Float.BYTES * limits.numbers)
                            + ", half of Java's memory; start Java with a larger -Xmx");
        }
        graphs = new GraphReader(file, limits.numbers).read(main, subgraphs);
    }

    /// What keeps a file's graph from being run: operators that are not known here or not in this variant, each with
    /// how often it occurs; empty if nothing does.
    ///
    /// @throws WeightsException if the options of an operator cannot be read
    public static Map<String, Integer> missing(TfliteFile file) throws WeightsException {
        Objects.requireNonNull(file, "file");
        return file.model().subGraphs().isEmpty() ? Map.of() : GraphReader.missing(file, main(file.model()));
    }

    /// What a file's graph takes, whether it can be run or not.
    public static List<Port> inputs(TfliteFile file) {
        Objects.requireNonNull(file, "file");
        return file.model().subGraphs().isEmpty() ? List.of() : ports(file.model(), main(file.model()), true);
    }

    /// What a file's graph computes, whether it can be run or not.
    public static List<Port> outputs(TfliteFile file) {
        Objects.requireNonNull(file, "file");
        return file.model().subGraphs().isEmpty() ? List.of() : ports(file.model(), main(file.model()), false);
    }

    /// Reads a file and makes its graph ready.
    ///
    /// @return the graph, which no longer needs the file
    /// @throws WeightsException if it is no TFLite file, damaged, or has operators that cannot be run here: all of them
    ///     are named
    public static TfliteGraph open(Path path) throws WeightsException {
        return open(path, Limits.usual());
    }

    /// The same with other limits.
    ///
    /// @throws WeightsException as [#open(Path)]
    public static TfliteGraph open(Path path, Limits limits) throws WeightsException {
        Objects.requireNonNull(path, "path");
        Objects.requireNonNull(limits, "limits");
        try (TfliteFile file = TfliteFile.open(path)) {
            return new TfliteGraph(file, limits);
        } catch (OutOfMemoryError e) {
            throw new WeightsException(path.toString(), outOfMemory("making it ready"), e);
        }
    }

    /// The number of the subgraph that is run.
    static int main(TfliteModel model) {
        List<TfliteModel.Signature> signatures = model.signatures();
        return signatures.stream().filter(each -> each.key().equals(USUAL)).findFirst()
                .or(() -> signatures.size() == 1 ? signatures.stream().findFirst() : Optional.empty())
                .map(TfliteModel.Signature::subGraph).orElse(0);
    }

    static List<Port> ports(TfliteModel model, int graph, boolean inputs) {
        TfliteModel.SubGraph subGraph = model.subGraphs().get(graph);
        Map<Integer, String> names = new LinkedHashMap<>();
        for (TfliteModel.Signature signature : model.signatures()) {
            if (signature.subGraph() == graph) {
                (inputs ? signature.inputs() : signature.outputs()).forEach((name, tensor) -> names.put(tensor, name));
            }
        }
        List<Port> ports = new ArrayList<>();
        for (int i : inputs ? subGraph.inputs() : subGraph.outputs()) {
            TfliteModel.TfliteTensor tensor = subGraph.tensors().get(i);
            ports.add(new Port(names.getOrDefault(i, tensor.name()), tensor.type(),
                    tensor.signature().size() == tensor.shape().size() ? tensor.signature() : open(tensor.shape())));
        }
        return List.copyOf(ports);
    }

    /// Where a file does not say which sizes are open, one of 1 may be.
    private static List<Integer> open(List<Integer> shape) {
        return shape.stream().map(size -> size == 1 ? -1 : size).toList();
    }

    /// What messages call the file.
    public String source() {
        return source;
    }

    /// The names of the file's signatures if nothing says which of them is meant: there are several, and none is
    /// `serving_default`. Then the first graph is run.
    public List<String> alternatives() {
        return alternatives;
    }

    /// What it takes, in order.
    public List<Port> inputs() {
        return inputs;
    }

    /// What it computes, in order.
    public List<Port> outputs() {
        return outputs;
    }

    /// Computes the outputs.
    ///
    /// @param c its memory holds all results until they are no longer needed; the outputs stay there
    /// @param in one value for each input, of its type; sizes that the file leaves open may be any
    /// @return one value for each output
    /// @throws TfliteException if an input does not fit, or an operator cannot compute what it is given
    public Value[] run(Compute c, Value... in) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(in, "in");
        requireFit(in);
        ArrayPool pool = pools.poll();
        if (pool == null) {
            pool = new ArrayPool();
        }
        Plan plan = graphs[main].plan(in);
        Buffers buffers = new Buffers(c.memory(), pool, plan == null ? 0 : plan.chunk(), limits.numbers);
        try {
            Value[] out = graphs[main].call(new Run(c, buffers, subgraphs, limits.work), in);
            for (int i = 0; i < out.length; i++) {
                // Floats stay in the memory that was given; the other arrays are used again.
                out[i] = out[i].isFloat() ? out[i] : out[i].kept();
            }
            buffers.sweep(0);
            return out;
        } catch (TfliteException e) {
            throw e;
        } catch (OutOfMemoryError e) {
            // What the run took is free again here.
            throw new TfliteException(source + ": " + outOfMemory("running it"), e);
        } catch (IllegalArgumentException e) {
            throw new TfliteException(source + ": " + e.getMessage(), e);
        } finally {
            pools.push(pool);
        }
    }

    private static String outOfMemory(String what) {
        return what + " needs more than the " + Counts.of(Runtime.getRuntime().maxMemory() >> 20)
                + " MB that Java may use; start Java with a larger -Xmx";
    }

    private void requireFit(Value... in) {
        if (in.length != inputs.size()) {
            throw new TfliteException(source + ": " + in.length + " inputs are given, but it takes " + inputs);
        }
        for (int i = 0; i < in.length; i++) {
            Port port = inputs.get(i);
            int[] sizes = in[i].shape().toArray();
            boolean fits = port.type() == in[i].type() && sizes.length == port.shape().size();
            for (int axis = 0; fits && axis < sizes.length; axis++) {
                fits = port.shape().get(axis) < 0 || port.shape().get(axis) == sizes[axis];
            }
            if (!fits) {
                throw new TfliteException(source + ": it takes " + port + ", but is given " + in[i]);
            }
        }
    }
}
