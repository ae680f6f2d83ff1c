package islr.weights.tflite;

import islr.weights.WeightsException;
import java.lang.foreign.MemorySegment;
import java.util.BitSet;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntPredicate;

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
        private static final int CUSTOM = 32;

        public OperatorCode {
            Objects.requireNonNull(custom, "custom");
        }

        /// Whether only its maker's program knows what it computes.
        public boolean isCustom() {
            return builtin == CUSTOM;
        }

        /// The name of the schema, such as `CONV_2D`; of a custom one its own.
        public String name() {
            return isCustom() ? custom : OperatorNames.of(builtin);
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

        /// Checks that every operator reads what is there before it: constants, inputs, variables, and what operators
        /// before it computed. So no tensor is computed from itself.
        ///
        /// @param source what messages call the file
        /// @param constants whether a tensor has its numbers in the file
        /// @throws WeightsException if one reads what is never computed or only later, or two compute the same tensor
        void requireOrder(String source, IntPredicate constants) throws WeightsException {
            BitSet there = new BitSet();
            for (int i = 0; i < tensors.size(); i++) {
                there.set(i, tensors.get(i).variable() || constants.test(i));
            }
            for (int input : inputs) {
                if (input < 0) {
                    throw bad(source, "an input of the graph is absent");
                }
                there.set(input);
            }
            for (int number = 0; number < operators.size(); number++) {
                for (int input : operators.get(number).inputs()) {
                    if (input >= 0 && !there.get(input) && !(isEmpty(input) && isNeverComputed(input))) {
                        throw bad(source,
                                "operator " + number + " reads tensor " + input + ", which nothing before it computes");
                    }
                }
                for (int output : operators.get(number).outputs()) {
                    if (output < 0 || there.get(output)) {
                        throw bad(source,
                                "operator " + number + " writes tensor " + output + ", which is there already");
                    }
                    there.set(output);
                }
            }
            for (int output : outputs) {
                if (output < 0 || !there.get(output)) {
                    throw bad(source, "its output, tensor " + output + ", is never computed");
                }
            }
        }

        /// Whether a tensor has no numbers, so that it may be a constant without any in the file.
        private boolean isEmpty(int tensor) {
            return tensors.get(tensor).shape().contains(0);
        }

        private boolean isNeverComputed(int tensor) {
            return operators.stream().noneMatch(operator -> operator.outputs().contains(tensor));
        }

        private static WeightsException bad(String source, String problem) {
            return new WeightsException(source,
                    problem + "; the graph is damaged or badly written, get it again from its source");
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
    /// @param options the fields of that table, if it has any; of newer operators those of `BuiltinOptions2`
    /// @param customOptions bytes that only a custom operator understands
    public record Operator(int code, List<Integer> inputs, List<Integer> outputs, int optionsType,
            Optional<FlatTable> options, MemorySegment customOptions) {
        public Operator {
            inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
            outputs = List.copyOf(Objects.requireNonNull(outputs, "outputs"));
            Objects.requireNonNull(options, "options");
            Objects.requireNonNull(customOptions, "customOptions");
        }

        /// The options, for who does not need the library that reads them.
        public Options settings() {
            return new Options(options);
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
