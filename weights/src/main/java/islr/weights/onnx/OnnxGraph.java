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
    private static final int OPSET = 20;
    /// The code of float32 in `TensorProto.DataType`, for the attribute `to` of a `Cast`.
    public static final int FLOAT = 1;
    /// The code of int64.
    public static final int INT64 = 7;

    private final String name;
    private final Set<String> values = new HashSet<>();
    private final Map<String, List<Axis>> inputs = new LinkedHashMap<>();
    private final Map<String, List<Axis>> outputs = new LinkedHashMap<>();
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<String, long[]> integers = new LinkedHashMap<>();
    private final List<Node> nodes = new ArrayList<>();
    /// Names of nodes' results that leave the graph under another name.
    private final Map<String, String> renamed = new HashMap<>();

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
        add(name);
        weights.put(name, tensor);
        return name;
    }

    /// Whole numbers that come with the graph, `[n]`.
    public String initializer(String name, long... numbers) {
        add(name);
        integers.put(name, numbers.clone());
        return name;
    }

    /// Axes, sizes and the like, `[n]`. Equal ones are stored once.
    public String integers(long... numbers) {
        String name = Arrays.toString(numbers);
        return values.contains(name) ? name : initializer(name, numbers);
    }

    /// A number, of shape []. Equal ones are stored once.
    public String real(float number) {
        String name = Float.toString(number);
        return values.contains(name) ? name : initializer(name, Tensor.scalar(number));
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

    /// The names of the whole numbers that come with the graph.
    public Set<String> integerNames() {
        return Collections.unmodifiableSet(integers.keySet());
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
        integers.forEach((key, numbers) -> graph.message(5,
                message(key, INT64, Protobuf.littleEndian(numbers), numbers.length)));
        inputs.forEach((key, axes) -> graph.message(11, message(key, axes)));
        outputs.forEach((key, axes) -> graph.message(12, message(key, axes)));
        return new Protobuf().integer(1, IR_VERSION).text(2, "islr").message(7, graph).message(8,
                new Protobuf().integer(2, OPSET));
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
