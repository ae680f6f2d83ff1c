package islr.weights.tflite;

import java.lang.foreign.MemorySegment;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/// The graph of a TFLite file. All numbers of tensors, buffers and operator codes in it have been checked: they are
/// indices of the lists here, or −1 where an optional input is absent.
///
/// @param version of the schema, 3 today
/// @param operatorCodes what the operators' codes mean
/// @param subGraphs the first is the main one
/// @param buffers the bytes of constants, valid while the file is open; empty for what is computed
/// @param metadata numbers of buffers, by name
public record TfliteModel(int version, String description, List<OperatorCode> operatorCodes, List<SubGraph> subGraphs,
        List<MemorySegment> buffers, Map<String, Integer> metadata, List<Signature> signatures) {
    public TfliteModel {
        Objects.requireNonNull(description, "description");
        operatorCodes = List.copyOf(Objects.requireNonNull(operatorCodes, "operatorCodes"));
        subGraphs = List.copyOf(Objects.requireNonNull(subGraphs, "subGraphs"));
        buffers = List.copyOf(Objects.requireNonNull(buffers, "buffers"));
        metadata = ordered(Objects.requireNonNull(metadata, "metadata"));
        signatures = List.copyOf(Objects.requireNonNull(signatures, "signatures"));
    }

    /// In the order of the file, which `Map.copyOf` would lose.
    private static Map<String, Integer> ordered(Map<String, Integer> map) {
        return Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /// A kind of operator.
    ///
    /// @param builtin its number in the schema's `BuiltinOperator`, 32 for a custom one
    /// @param custom the name of a custom one, otherwise empty
    public record OperatorCode(int builtin, String custom, int version) {
        public OperatorCode {
            Objects.requireNonNull(custom, "custom");
        }
    }

    /// A graph.
    ///
    /// @param tensors constants, and places for what is computed
    /// @param inputs numbers of tensors
    /// @param outputs numbers of tensors
    /// @param operators in the order in which they are computed
    public record SubGraph(String name, List<TfliteTensor> tensors, List<Integer> inputs, List<Integer> outputs,
            List<Operator> operators) {
        public SubGraph {
            Objects.requireNonNull(name, "name");
            tensors = List.copyOf(Objects.requireNonNull(tensors, "tensors"));
            inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
            outputs = List.copyOf(Objects.requireNonNull(outputs, "outputs"));
            operators = List.copyOf(Objects.requireNonNull(operators, "operators"));
        }
    }

    /// A tensor of a graph.
    ///
    /// @param shape the sizes; −1 or 1 where `signature` says that a size is not known before the graph runs
    /// @param signature the shape with −1 for sizes that are not known; empty if all are
    /// @param buffer the number of its buffer
    /// @param variable whether it keeps its numbers from one run to the next
    /// @param sparse whether only some of its numbers are stored
    public record TfliteTensor(String name, TensorType type, List<Integer> shape, List<Integer> signature, int buffer,
            Quantization quantization, boolean variable, boolean sparse) {
        public TfliteTensor {
            Objects.requireNonNull(name, "name");
            Objects.requireNonNull(type, "type");
            shape = List.copyOf(Objects.requireNonNull(shape, "shape"));
            signature = List.copyOf(Objects.requireNonNull(signature, "signature"));
            Objects.requireNonNull(quantization, "quantization");
        }
    }

    /// A step of a graph.
    ///
    /// @param code the number of its operator code
    /// @param inputs numbers of tensors, −1 where an optional one is absent
    /// @param outputs numbers of tensors
    /// @param optionsType which table of the schema's `BuiltinOptions` the options are
    /// @param options the fields of that table, if it has any
    /// @param customOptions bytes that only a custom operator understands
    public record Operator(int code, List<Integer> inputs, List<Integer> outputs, int optionsType,
            Optional<FlatTable> options, MemorySegment customOptions) {
        public Operator {
            inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
            outputs = List.copyOf(Objects.requireNonNull(outputs, "outputs"));
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(customOptions, "customOptions");
        }
    }

    /// A graph's inputs and outputs by names for users.
    ///
    /// @param key its name, such as `serving_default`
    /// @param subGraph the number of the graph
    /// @param inputs numbers of the graph's tensors, by name
    /// @param outputs numbers of the graph's tensors, by name
    public record Signature(String key, int subGraph, Map<String, Integer> inputs, Map<String, Integer> outputs) {
        public Signature {
            Objects.requireNonNull(key, "key");
            inputs = ordered(Objects.requireNonNull(inputs, "inputs"));
            outputs = ordered(Objects.requireNonNull(outputs, "outputs"));
        }
    }
}
