package islr.tflite;

import islr.tensor.Tensor;
import islr.tflite.value.Value;
import islr.weights.WeightsException;
import islr.weights.tflite.TfliteFile;
import islr.weights.tflite.TfliteModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// The graph of a TFLite file as a map of its weights needs it: from a result back to what it is computed of.
///
/// Converters give tensors any names and write operators in any order, so a weight is found by what is done with it.
/// A system reads its own graph from the result to the clip ([islr.system.Architecture#fromGraph]).
public final class GraphView {
    /// They move numbers, or choose some of them.
    private static final Set<String> MOVES = Set.of("RESHAPE", "EXPAND_DIMS", "SQUEEZE", "TRANSPOSE", "SLICE",
            "STRIDED_SLICE", "GATHER");
    /// More operators than moves can follow each other.
    private static final int LONGEST = 1000;

    /// An operator.
    ///
    /// @param name of the schema, such as `FULLY_CONNECTED`
    /// @param inputs numbers of tensors, −1 where an optional one is absent
    public record Step(String name, List<Integer> inputs) {
        public Step {
            Objects.requireNonNull(name, "name");
            inputs = List.copyOf(Objects.requireNonNull(inputs, "inputs"));
        }

        /// Whether it is one of these operators.
        public boolean is(String... names) {
            return List.of(names).contains(name);
        }

        /// The input that is not this one.
        ///
        /// @param input one of two
        public int other(int input) {
            return inputs.get(0) == input ? inputs.get(1) : inputs.get(0);
        }
    }

    private final TfliteFile file;
    private final int graph;
    private final Map<Integer, Step> producers = new HashMap<>();

    /// @throws WeightsException if the file is damaged or has no graph
    public GraphView(TfliteFile file) throws WeightsException {
        this.file = Objects.requireNonNull(file, "file");
        TfliteModel model = file.model();
        if (model.subGraphs().isEmpty()) {
            throw new WeightsException(file.source(), "there is no graph in it");
        }
        file.requireOrder();
        graph = TfliteGraph.main(model);
        for (TfliteModel.Operator operator : model.subGraphs().get(graph).operators()) {
            Step step = new Step(model.operatorCodes().get(operator.code()).name(), operator.inputs());
            operator.outputs().forEach(output -> producers.put(output, step));
        }
    }

    /// The numbers of the tensors that are results of the graph.
    public List<Integer> outputs() {
        return file.model().subGraphs().get(graph).outputs();
    }

    /// What computes a tensor; nothing computes inputs and constants.
    public Optional<Step> producer(int tensor) {
        return Optional.ofNullable(producers.get(tensor));
    }

    /// What computes a tensor, if it is one of these operators.
    public Optional<Step> producer(int tensor, String... names) {
        return producer(tensor).filter(step -> step.is(names));
    }

    /// The tensor whose numbers this one has, all or some of them, in this order or another.
    public int behindMoves(int tensor) {
        int behind = tensor;
        for (int i = 0; i < LONGEST; i++) {
            Optional<Step> step = producer(behind).filter(each -> MOVES.contains(each.name));
            if (step.isEmpty()) {
                break;
            }
            behind = step.get().inputs.getFirst();
        }
        return behind;
    }

    /// The numbers of a constant: those in the file, or what a `DEQUANTIZE` makes of them.
    ///
    /// @return nothing if the tensor is absent, computed, or not of real numbers
    /// @throws WeightsException if they are stored in a way that is not read
    public Optional<Tensor> constant(int tensor) throws WeightsException {
        int at = tensor;
        Optional<Step> widened = producer(at, "DEQUANTIZE");
        if (widened.isPresent()) {
            at = widened.get().inputs.getFirst();
        }
        if (at < 0 || !file.isConstant(graph, at)) {
            return Optional.empty();
        }
        TfliteModel.TfliteTensor description = file.model().subGraphs().get(graph).tensors().get(at);
        boolean isReal = Value.isFloat(description.type()) || description.quantization().isQuantized();
        return isReal ? Optional.of(file.tensor(graph, at)) : Optional.empty();
    }

    /// The sizes of a tensor as the file has them; 1 or −1 may stand for a size that is not known.
    public List<Integer> shape(int tensor) {
        return file.model().subGraphs().get(graph).tensors().get(tensor).shape();
    }

    /// Says that the graph is not one of a system.
    ///
    /// @param difference a clause that says where it is another one
    public WeightsException differs(String difference) {
        return new WeightsException(file.source(), difference);
    }
}
