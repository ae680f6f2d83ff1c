package islr.weights.onnx;

import islr.tensor.Tensor;
import islr.weights.AtomicFile;
import islr.weights.WeightsException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
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
/// Every value has a name, and methods return the names of what they add. A node may only use names that are there: the
/// format wants it so.
///
/// Source: onnx.proto of ONNX 1.16 (IR version 10); operations are those of opset 20.
public final class OnnxGraph {
    private static final int IR_VERSION = 10;
    private static final int OPSET = 20;
    // Codes of TensorProto.DataType.
    static final int FLOAT = 1;
    static final int INT64 = 7;

    private final String name;
    private final Set<String> values = new HashSet<>();
    private final List<Protobuf> inputs = new ArrayList<>();
    private final List<Protobuf> outputs = new ArrayList<>();
    private final List<Protobuf> initializers = new ArrayList<>();
    private final List<Node> nodes = new ArrayList<>();
    /// Names of nodes' results that leave the graph under another name.
    private final Map<String, String> renamed = new HashMap<>();

    private record Node(String op, List<String> inputs, List<String> outputs, List<Attribute> attributes) {}

    public OnnxGraph(String name) {
        this.name = name;
    }

    /// What the graph is given, of float32.
    public String input(String name, Axis... axes) {
        inputs.add(value(name, axes));
        return add(name);
    }

    /// Numbers that come with the graph: weights.
    public String initializer(String name, Tensor tensor) {
        return initializer(name, FLOAT, Protobuf.littleEndian(tensor), tensor.shape().toArray());
    }

    /// Whole numbers that come with the graph, [n].
    public String initializer(String name, long... numbers) {
        return initializer(name, INT64, Protobuf.littleEndian(numbers), numbers.length);
    }

    /// Axes, sizes and the like, [n]; the same ones are kept once.
    public String integers(long... numbers) {
        String name = Arrays.toString(numbers);
        return values.contains(name) ? name : initializer(name, numbers);
    }

    /// A number, of shape []; the same one is kept once.
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

    /// Makes a node's result one of the graph, of float32.
    ///
    /// @param name what it is called outside
    /// @param result what [#node] returned
    public void output(String name, String result, Axis... axes) {
        require("output '" + name + "'", result);
        if (nodes.stream().noneMatch(node -> node.outputs.contains(result)) || renamed.containsKey(result)) {
            throw new IllegalArgumentException(
                    "onnx: output '" + name + "': '" + result + "' is no node's result, or leaves the graph twice");
        }
        add(name);
        renamed.put(result, name);
        outputs.add(value(name, axes));
    }

    /// Writes the graph to a file: the whole of it, or nothing.
    ///
    /// @throws WeightsException if the file cannot be written; the old one, if any, is as it was
    public void write(Path file) throws WeightsException {
        AtomicFile.write(file, model()::writeTo);
    }

    /// As `ModelProto`.
    private Protobuf model() {
        Protobuf graph = new Protobuf();
        nodes.forEach(node -> graph.message(1, message(node)));
        graph.text(2, name);
        initializers.forEach(tensor -> graph.message(5, tensor));
        inputs.forEach(input -> graph.message(11, input));
        outputs.forEach(output -> graph.message(12, output));
        return new Protobuf().integer(1, IR_VERSION).text(2, "islr").message(7, graph).message(8,
                new Protobuf().integer(2, OPSET));
    }

    /// As `NodeProto`.
    private Protobuf message(Node node) {
        Protobuf message = new Protobuf();
        node.inputs.forEach(input -> message.text(1, renamed.getOrDefault(input, input)));
        node.outputs.forEach(output -> message.text(2, renamed.getOrDefault(output, output)));
        message.text(3, node.outputs.getFirst()).text(4, node.op);
        node.attributes.forEach(attribute -> message.message(5, attribute.message()));
        return message;
    }

    /// As `ValueInfoProto`.
    private static Protobuf value(String name, Axis... axes) {
        Protobuf shape = new Protobuf();
        for (Axis axis : axes) {
            shape.message(1, axis.message());
        }
        Protobuf tensor = new Protobuf().integer(1, FLOAT).message(2, shape);
        return new Protobuf().text(1, name).message(2, new Protobuf().message(1, tensor));
    }

    /// As `TensorProto`.
    private String initializer(String name, int type, byte[] data, int... sizes) {
        Protobuf tensor = new Protobuf();
        for (int size : sizes) {
            tensor.integer(1, size);
        }
        initializers.add(tensor.integer(2, type).text(8, name).bytes(9, data));
        return add(name);
    }

    private String add(String name) {
        if (!values.add(name)) {
            throw new IllegalArgumentException("onnx: two values are called '" + name + "'");
        }
        return name;
    }

    private void require(String where, String value) {
        if (!values.contains(value)) {
            throw new IllegalArgumentException("onnx: " + where + ": there is no value '" + value + "' before it");
        }
    }
}
