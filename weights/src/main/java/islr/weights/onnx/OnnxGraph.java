package islr.weights.onnx;

import islr.tensor.Tensor;
import islr.weights.AtomicFile;
import islr.weights.WeightsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/// A computation for ONNX Runtime and others, put together in the order in which it is computed.
///
/// ```java
/// OnnxGraph graph = new OnnxGraph("doubled");
/// String x = graph.input("x", Axis.any("rows"), Axis.of(3));
/// String y = graph.node("Mul", List.of(x, graph.real(2)));
/// graph.output("y", y, Axis.any("rows"), Axis.of(3));
/// graph.write(Path.of("doubled.onnx"));
/// ```
///
/// Every value has a name, and methods return the names of what they add. A node may only use values that were added
/// before it, as the format demands.
///
/// Source: onnx.proto of ONNX 1.16 (IR version 10); operations are those of opset 20.
public final class OnnxGraph {
    private static final int IR_VERSION = 10;
    /// The version of the operators.
    public static final int OPSET = 20;
    private static final String PRODUCER = "islr";
    private static final String VERSION = version();
    /// The code of float32 in `TensorProto.DataType`, for the attribute `to` of a `Cast`.
    public static final int FLOAT = 1;
    /// The code of int64.
    public static final int INT64 = 7;
    /// The code of truth values.
    public static final int BOOL = 9;
    /// The code of float64.
    public static final int DOUBLE = 11;

    /// That of the jar.
    private static String version() {
        String version = OnnxGraph.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    private final String name;
    private final Set<String> values = new HashSet<>();
    private final Map<String, List<Axis>> inputs = new LinkedHashMap<>();
    private final Map<String, List<Axis>> outputs = new LinkedHashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, Constant> constants = new LinkedHashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    /// Names of nodes' results that leave the graph under another name.
    private final Map<String, String> renamed = new HashMap<>();
    /// What names of initializers begin with, see [#within].
    private String prefix = "";

    /// Numbers that come with the graph and are not float32.
    ///
    /// @param type a code of the standard
    /// @param data little-endian
    private record Constant(int type, int[] sizes, byte[] data) {}

    /// One operation: `Gemm` of `x`, `fc.weight` and `fc.bias` makes `Gemm_3`.
    ///
    /// @param op its name in the ONNX standard
    /// @param inputs the values that it reads
    /// @param outputs the values that it makes
    public record Node(String op, List<String> inputs, List<String> outputs, List<Attribute> attributes) {}

    public OnnxGraph(String name) {
        this.name = name;
    }

    /// An input of the graph, of float32.
    public String input(String name, Axis... axes) {
        add(name);
        inputs.put(name, List.of(axes));
        return name;
    }

    /// Numbers that come with the graph: weights. They are copied when the graph is written, not before.
    public String initializer(String name, Tensor tensor) {
        String full = prefix + name;
        add(full);
        weights.put(full, tensor);
        return full;
    }

    /// Whole numbers that come with the graph, row-major.
    ///
    /// @param sizes of their axes
    public String initializer(String name, int[] sizes, long... numbers) {
        return constant(prefix + name, INT64, sizes.clone(), Protobuf.littleEndian(numbers));
    }

    /// Whole numbers that come with the graph, `[n]`.
    public String initializer(String name, long... numbers) {
        return initializer(name, new int[] {numbers.length}, numbers);
    }

    private String constant(String name, int type, int[] sizes, byte[] data) {
        add(name);
        constants.put(name, new Constant(type, sizes, data));
        return name;
    }

    /// Axes, sizes and the like, `[n]`. Equal ones are stored once.
    public String integers(long... numbers) {
        String name = Arrays.toString(numbers);
        return values.contains(name) ? name
                : constant(name, INT64, new int[] {numbers.length}, Protobuf.littleEndian(numbers));
    }

    /// A whole number, of shape []. Equal ones are stored once.
    public String integer(long number) {
        String name = Long.toString(number);
        return values.contains(name) ? name : constant(name, INT64, new int[0], Protobuf.littleEndian(number));
    }

    /// A number, of shape []. Equal ones are stored once.
    public String real(float number) {
        String name = Float.toString(number);
        if (!values.contains(name)) {
            add(name);
            weights.put(name, Tensor.scalar(number));
        }
        return name;
    }

    /// A number of float64, of shape []. Equal ones are stored once.
    public String real64(double number) {
        String name = "float64 " + number;
        return values.contains(name) ? name : constant(name, DOUBLE, new int[0], Protobuf.littleEndian64(number));
    }

    /// A part of a graph.
    @FunctionalInterface
    public interface Part {
        /// @return the name of its result
        /// @throws WeightsException if a tensor is missing or has another shape
        String build() throws WeightsException;
    }

    /// A member of a combination: the names of the initializers that it adds begin with a prefix.
    ///
    /// @return the name of the part's result
    /// @throws WeightsException if a tensor is missing or has another shape
    public String within(String begin, Part part) throws WeightsException {
        String before = prefix;
        prefix += begin;
        try {
            return part.build();
        } finally {
            prefix = before;
        }
    }

    /// What a reader of the file should know of it, `metadata_props`; a later text of a key goes before an earlier one.
    ///
    /// @return this graph
    public OnnxGraph with(Map<String, String> texts) {
        metadata.putAll(texts);
        return this;
    }

    /// An operation with one result.
    ///
    /// @param op its name in the ONNX standard
    /// @return the result's name
    /// @throws IllegalArgumentException if an input is not in the graph
    public String node(String op, List<String> inputs, Attribute... attributes) {
        return node(op, 1, inputs, attributes).getFirst();
    }

    /// An operation with several results.
    public List<String> node(String op, int results, List<String> inputs, Attribute... attributes) {
        for (String input : inputs) {
            require(op, input);
        }
        int number = nodes.size();
        List<String> names = IntStream.range(0, results)
                .mapToObj(i -> op + "_" + number + (results == 1 ? "" : "_" + i)).toList();
        names.forEach(this::add);
        nodes.add(new Node(op, List.copyOf(inputs), names, List.of(attributes)));
        return names;
    }

    /// Makes a node's result an output of the graph, of float32.
    ///
    /// @param name its name outside the graph
    /// @param result what [#node] returned
    public void output(String name, String result, Axis... axes) {
        require("output '" + name + "'", result);
        if (nodes.stream().noneMatch(node -> node.outputs.contains(result)) || renamed.containsKey(result)) {
            throw new IllegalArgumentException(
                    "onnx: output '" + name + "': '" + result + "' is no node's result, or leaves the graph twice");
        }
        add(name);
        renamed.put(result, name);
        outputs.put(name, List.of(axes));
    }

    /// The name of the graph: the preset of a model.
    public String name() {
        return name;
    }

    /// The inputs' axes by name.
    public Map<String, List<Axis>> inputs() {
        return Collections.unmodifiableMap(inputs);
    }

    /// The outputs' axes by name.
    public Map<String, List<Axis>> outputs() {
        return Collections.unmodifiableMap(outputs);
    }

    /// The float32 numbers that come with the graph, by name.
    public Map<String, Tensor> weights() {
        return Collections.unmodifiableMap(weights);
    }

    /// The names of the numbers of other types that come with the graph.
    public Set<String> constantNames() {
        return Collections.unmodifiableSet(constants.keySet());
    }

    /// See [#with].
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /// The operations, in their order. A result that is also an output has the output's name.
    public List<Node> nodes() {
        return nodes.stream()
                .map(node -> new Node(node.op, outside(node.inputs), outside(node.outputs), node.attributes)).toList();
    }

    /// Writes the graph to a file, as a whole or not at all.
    ///
    /// @throws WeightsException if the file cannot be written; the old one, if any, is unchanged
    public void write(Path file) throws WeightsException {
        AtomicFile.write(file, model()::writeTo);
    }

    /// As `ModelProto`.
    private Protobuf model() {
        Protobuf graph = new Protobuf();
        nodes().forEach(node -> graph.message(1, message(node)));
        graph.text(2, name);
        weights.forEach((key, tensor) -> graph.message(5,
                message(key, FLOAT, Protobuf.littleEndian(tensor), tensor.shape().toArray())));
        constants.forEach(
                (key, constant) -> graph.message(5, message(key, constant.type, constant.data, constant.sizes)));
        inputs.forEach((key, axes) -> graph.message(11, message(key, axes)));
        outputs.forEach((key, axes) -> graph.message(12, message(key, axes)));
        Protobuf model = new Protobuf().integer(1, IR_VERSION).text(2, PRODUCER).text(3, VERSION).message(7, graph)
                .message(8, new Protobuf().integer(2, OPSET));
        metadata.forEach((key, text) -> model.message(14, new Protobuf().text(1, key).text(2, text)));
        return model;
    }

    /// As `NodeProto`.
    private static Protobuf message(Node node) {
        Protobuf message = new Protobuf();
        node.inputs.forEach(input -> message.text(1, input));
        node.outputs.forEach(output -> message.text(2, output));
        message.text(3, node.outputs.getFirst()).text(4, node.op);
        node.attributes.forEach(attribute -> message.message(5, attribute.message()));
        return message;
    }

    /// An input or output, as `ValueInfoProto`.
    private static Protobuf message(String name, List<Axis> axes) {
        Protobuf shape = new Protobuf();
        for (Axis axis : axes) {
            shape.message(1, axis.message());
        }
        Protobuf tensor = new Protobuf().integer(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /// Numbers, as `TensorProto`.
    private static Protobuf message(String name, int type, byte[] data, int... sizes) {
        Protobuf tensor = new Protobuf();
        for (int size : sizes) {
            tensor.integer(1, size);
        }
        return tensor.integer(2, type).text(8, name).bytes(9, data);
    }

    private List<String> outside(List<String> names) {
        return names.stream().map(each -> renamed.getOrDefault(each, each)).toList();
    }

    private void add(String name) {
        if (!values.add(name)) {
            throw new IllegalArgumentException("onnx: two values are called '" + name + "'");
        }
    }

    private void require(String where, String value) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException("onnx: " + where + ": there is no value '" + value + "' before it");
        }
    }
}
