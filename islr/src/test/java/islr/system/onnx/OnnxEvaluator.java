package islr.system.onnx;

import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.ProtobufReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/// Computes what an ONNX file says, slowly and by the standard's text: the reference for the files that we write. The
/// benchmarks compare the same files with ONNX Runtime.
///
/// Source: the operators' documentation of ONNX 1.16, opset 20.
public final class OnnxEvaluator {
    private final ProtobufReader graph;
    private final Map<String, Value> constants = new HashMap<>();

    private OnnxEvaluator(ProtobufReader graph) {
        this.graph = graph;
        graph.messages(5).forEach(tensor -> constants.put(tensor.text(8), constant(tensor)));
    }

    /// Writes a graph to a file and reads the file.
    public static OnnxEvaluator of(OnnxGraph graph) {
        try {
            Path file = Files.createTempFile("islr", ".onnx");
            try {
                graph.write(file);
                return new OnnxEvaluator(ProtobufReader.of(file).message(7));
            } finally {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// `TensorProto`: float32 or int64 in raw bytes.
    private static Value constant(ProtobufReader tensor) {
        int[] shape = LongStream.of(integers(tensor, 1)).mapToInt(Math::toIntExact).toArray();
        ByteBuffer bytes = tensor.data(9);
        boolean floats = integers(tensor, 2)[0] == OnnxGraph.FLOAT;
        double[] data = new double[Value.size(shape)];
        for (int i = 0; i < data.length; i++) {
            data[i] = floats ? bytes.getFloat() : bytes.getLong();
        }
        return new Value(shape, data);
    }

    private static long[] integers(ProtobufReader message, int field) {
        return message.all(field).stream().mapToLong(number -> (Long) number).toArray();
    }

    /// An operation, as the file says it.
    ///
    /// @param attributes messages by name
    record Node(String op, List<String> inputs, List<String> outputs, Map<String, ProtobufReader> attributes) {
        long integer(String name, long otherwise) {
            return attributes.containsKey(name) ? OnnxEvaluator.integers(attributes.get(name), 3)[0] : otherwise;
        }

        long[] integers(String name) {
            return OnnxEvaluator.integers(attributes.get(name), 8);
        }

        double real(String name, double otherwise) {
            return attributes.containsKey(name) ? (Float) attributes.get(name).all(2).getFirst() : otherwise;
        }
    }

    /// One computation: inputs by name, then an output.
    public final class Run {
        private final Map<String, Value> values = new HashMap<>(constants);

        private Run() {}

        public Run with(String input, float[] numbers, int... shape) {
            values.put(input, Value.of(numbers, shape));
            return this;
        }

        public float[] output(String name) {
            for (ProtobufReader message : graph.messages(1)) {
                Map<String, ProtobufReader> attributes = new HashMap<>();
                message.messages(5).forEach(attribute -> attributes.put(attribute.text(1), attribute));
                Node node = new Node(message.text(4), message.texts(1), message.texts(2), attributes);
                List<Value> results = OnnxOperators.run(node, node.inputs.stream().map(this::value).toList());
                for (int i = 0; i < results.size(); i++) {
                    values.put(node.outputs.get(i), results.get(i));
                }
            }
            return value(name).toFloats();
        }

        private Value value(String name) {
            Value value = values.get(name);
            if (value == null) {
                throw new IllegalArgumentException("there is no value '" + name + "'");
            }
            return value;
        }
    }

    public Run run() {
        return new Run();
    }
}
