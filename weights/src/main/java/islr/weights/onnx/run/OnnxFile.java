package islr.weights.onnx.run;

import islr.weights.WeightsException;
import islr.weights.text.OneLine;
import islr.weights.text.Reasons;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/// A model in an ONNX file, ready to be computed.
///
/// ```java
/// OnnxFile file = OnnxFile.read(Path.of("doubled.onnx"));
/// float[] y = file.run().with("x", new float[] {1, 2, 3}, 1, 3).output("y");
/// ```
///
/// It knows the operators that the graphs of this project use, and no others. Thread-safe.
public final class OnnxFile {
    private static final Map<String, Operator> OPERATORS = operators();

    private final String name;
    private final Map<String, Value> constants = new HashMap<>();
    private final List<Node> nodes;
    /// The number of the node that reads a value last.
    private final Map<String, Integer> lastReader = new HashMap<>();
    private final Map<String, String> metadata = new LinkedHashMap<>();

    private OnnxFile(String name, Message model) {
        this.name = name;
        Message graph = model.message(7);
        graph.messages(5).forEach(tensor -> constants.put(tensor.text(8), constant(tensor)));
        nodes = graph.messages(1).stream().map(Node::of).toList();
        for (int i = 0; i < nodes.size(); i++) {
            int number = i;
            nodes.get(i).inputs().forEach(input -> lastReader.put(input, number));
        }
        model.messages(14).forEach(entry -> metadata.put(entry.text(1), entry.text(2)));
    }

    private static Map<String, Operator> operators() {
        Map<String, Operator> all = new HashMap<>(Elementwise.all());
        all.putAll(Arrangement.all());
        all.putAll(Lookup.all());
        all.putAll(Reduction.all());
        all.putAll(Product.all());
        return all;
    }

    /// @return the model in a file, as it stands on the disk
    /// @throws WeightsException if it cannot be read, or is no ONNX model whose tensors lie in it
    public static OnnxFile read(Path file) throws WeightsException {
        Objects.requireNonNull(file, "file");
        String name = OneLine.path(file);
        try {
            OnnxFile model = new OnnxFile(name, Message.of(Files.readAllBytes(file)));
            if (model.nodes.isEmpty()) {
                throw new IllegalArgumentException("no operation");
            }
            return model;
        } catch (IOException e) {
            throw new WeightsException(name, "cannot be read: " + Reasons.of(e), e);
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw new WeightsException(name,
                    "is no ONNX model, or a damaged one (" + e.getMessage() + "); write it again", e);
        }
    }

    /// `TensorProto` with raw bytes.
    private static Value constant(Message tensor) {
        int[] shape = LongStream.of(tensor.integers(1)).mapToInt(Math::toIntExact).toArray();
        if (IntStream.of(shape).anyMatch(size -> size < 0)) {
            throw new IllegalArgumentException("a tensor of the shape " + Arrays.toString(shape));
        }
        Type type = Type.of(tensor.integer(2));
        return new Value(type, shape, type.read(tensor.bytes(9), Value.size(shape)));
    }

    /// What the file says of itself, by key.
    public Map<String, String> metadata() {
        return Collections.unmodifiableMap(metadata);
    }

    /// @return a computation without inputs yet
    public Run run() {
        return new Run();
    }

    /// One computation: inputs by name, then outputs. What nothing reads any more is forgotten on the way.
    public final class Run {
        private final Map<String, Value> values = new HashMap<>();

        private Run() {}

        /// @param input its name
        /// @param numbers row-major, in this shape
        /// @return this run
        /// @throws IllegalArgumentException if there are more or fewer numbers
        public Run with(String input, float[] numbers, int... shape) {
            Objects.requireNonNull(input, "input");
            Objects.requireNonNull(numbers, "numbers");
            Objects.requireNonNull(shape, "shape");
            values.put(input, Value.of(numbers, shape));
            return this;
        }

        /// @param output its name
        /// @return its numbers, row-major
        /// @throws IllegalStateException if the graph cannot be computed with these inputs
        public float[] output(String output) {
            Objects.requireNonNull(output, "output");
            return outputs(output).getFirst();
        }

        /// Several outputs of one computation.
        ///
        /// @param names theirs
        /// @return the numbers of each, row-major
        /// @throws IllegalStateException if the graph cannot be computed with these inputs
        public List<float[]> outputs(String... names) {
            Set<String> wanted = Set.of(Objects.requireNonNull(names, "names"));
            for (int i = 0; i < nodes.size(); i++) {
                Node node = nodes.get(i);
                run(node);
                // Those of a long clip are large.
                int number = i;
                node.inputs().stream().filter(input -> lastReader.get(input) == number && !wanted.contains(input))
                        .forEach(values::remove);
            }
            return Stream.of(names).map(name -> value(name).toFloats()).toList();
        }

        private void run(Node node) {
            try {
                Operator operator = OPERATORS.get(node.op());
                if (operator == null) {
                    throw new IllegalArgumentException("this operator is not known here");
                }
                List<Value> results = operator.run(node, node.inputs().stream().map(this::value).toList());
                for (int i = 0; i < results.size(); i++) {
                    values.put(node.outputs().get(i), results.get(i));
                }
            } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
                throw new IllegalStateException(name + ": node " + node.outputs() + ", " + node.op() + " of "
                        + node.inputs() + ": " + e.getMessage(), e);
            }
        }

        private Value value(String of) {
            Value value = values.getOrDefault(of, constants.get(of));
            if (value == null) {
                throw new IllegalStateException(name + ": there is no value '" + of + "'");
            }
            return value;
        }
    }
}
