package islr.tflite;

import islr.tensor.Compute;
import islr.tensor.Memory;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.op.Factory;
import islr.tflite.op.Node;
import islr.tflite.op.Operator;
import islr.tflite.op.Operators;
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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/// Makes graphs that can be run of those of a file. Every operator is checked before anything is computed.
final class GraphReader {
    /// How deep graphs may run other graphs.
    private static final int DEEPEST = 50;

    /// Operators that only move numbers, so that these may be quantised.
    private static final Set<String> MOVE = Set.of("RESHAPE", "EXPAND_DIMS", "SQUEEZE", "TRANSPOSE", "SLICE",
            "STRIDED_SLICE", "SPLIT", "SPLIT_V", "PACK", "UNPACK", "GATHER", "GATHER_ND", "EMBEDDING_LOOKUP", "TILE",
            "BROADCAST_TO", "REVERSE_V2", "REVERSE_SEQUENCE", "SPACE_TO_DEPTH", "DEPTH_TO_SPACE", "SHAPE", "RANK",
            "QUANTIZE", "DEQUANTIZE", "ARG_MAX", "ARG_MIN", "IF", "WHILE", "CAST");

    private final TfliteFile file;
    private final TfliteModel model;
    /// By the number of the subgraph; null where it is not needed.
    private final List<List<Plan.Step>> steps = new ArrayList<>();
    private final List<Value[]> constants = new ArrayList<>();
    /// What to do about what is missing.
    private final Set<String> remedies = new TreeSet<>();
    /// What is missing, and how often.
    private final Map<String, Integer> missing = new TreeMap<>();
    private final long mostConstants;
    private final List<Integer> path = new ArrayList<>();

    GraphReader(TfliteFile file, long mostConstants) {
        this.file = file;
        this.mostConstants = mostConstants;
        this.model = file.model();
        for (int i = 0; i < model.subGraphs().size(); i++) {
            steps.add(null);
            constants.add(null);
        }
    }

    /// What keeps the graph from being run, with how many operators it concerns; empty if nothing does.
    static Map<String, Integer> missing(TfliteFile file, int main) throws WeightsException {
        GraphReader reader = new GraphReader(file, Long.MAX_VALUE);
        reader.check(main);
        return reader.missing;
    }

    /// The graphs of the file that a graph needs, by their numbers; null for others.
    ///
    /// @throws WeightsException if the file is damaged, or an operator cannot be run: it names all of them
    Graph[] read(int main, Run.Subgraphs none) throws WeightsException {
        file.requireOrder();
        check(main);
        if (!missing.isEmpty()) {
            throw new WeightsException(file.source(), "this graph cannot be run: " + sentence());
        }
        Graph[] graphs = new Graph[steps.size()];
        for (int i = 0; i < graphs.length; i++) {
            if (steps.get(i) != null) {
                graphs[i] = graph(i, none);
            }
        }
        return graphs;
    }

    private String sentence() {
        List<String> parts = new ArrayList<>();
        missing.forEach((what, count) -> parts.add(what + (count == 1 ? "" : " (" + count + " times)")));
        return "it lacks " + String.join("; ", parts)
                + (remedies.isEmpty() ? "" : "; convert the model " + String.join(" and ", remedies));
    }

    private void check(int number) throws WeightsException {
        if (number < 0 || number >= steps.size()) {
            throw new WeightsException(file.source(), "it runs subgraph " + number + " of " + steps.size()
                    + "; the file is damaged or badly written, get it again from its source");
        }
        if (path.contains(number) || path.size() > DEEPEST) {
            throw new WeightsException(file.source(), "subgraph " + number + " runs itself, or too many within each "
                    + "other; the file is damaged or badly written, get it again from its source");
        }
        if (steps.get(number) != null) {
            return;
        }
        path.add(number);
        TfliteModel.SubGraph graph = model.subGraphs().get(number);
        List<Plan.Step> all = new ArrayList<>();
        for (int i = 0; i < graph.operators().size(); i++) {
            TfliteModel.Operator operator = graph.operators().get(i);
            String name = model.operatorCodes().get(operator.code()).name();
            Optional<Operator> made = made(number, operator, name);
            if (made.isPresent()) {
                for (int other : made.get().subgraphs()) {
                    check(other);
                }
                all.add(new Plan.Step(i, name, made.get(), ints(operator.inputs()), ints(operator.outputs()),
                        new int[0]));
            }
        }
        path.removeLast();
        steps.set(number, all);
    }

    private static int[] ints(List<Integer> list) {
        return list.stream().mapToInt(Integer::intValue).toArray();
    }

    private Optional<Operator> made(int graph, TfliteModel.Operator operator, String name) throws WeightsException {
        TfliteModel.OperatorCode code = model.operatorCodes().get(operator.code());
        Node node = node(graph, operator, name);
        try {
            Optional<Factory> factory = Operators.find(name);
            if (code.isCustom()) {
                throw new Node.Refused("", isFlex(name) ? "with TFLite's built-in operators alone (TFLITE_BUILTINS)"
                        : "without custom operators");
            }
            if (factory.isEmpty()) {
                throw new Node.Refused("");
            }
            requireTypes(graph, operator, node);
            return Optional.of(factory.get().of(node));
        } catch (Node.Refused e) {
            String what = code.isCustom()
                    ? "the " + (isFlex(name) ? "TensorFlow" : "custom") + " operator " + OneLine.quoted(name)
                    : ("the operator " + name + " " + e.getMessage()).strip();
            missing.merge(what, 1, Integer::sum);
            if (!e.remedy().isEmpty()) {
                remedies.add(e.remedy());
            }
            return Optional.empty();
        }
    }

    private static boolean isFlex(String name) {
        return name.startsWith("Flex");
    }

    private static Node.Refused quantised(TensorType type) {
        return new Node.Refused("with quantised arithmetic (" + type + ")",
                "with float32 activations (weights may be float16 or int8)");
    }

    private Node node(int graph, TfliteModel.Operator operator, String name) {
        List<TfliteModel.TfliteTensor> tensors = model.subGraphs().get(graph).tensors();
        List<TfliteModel.TfliteTensor> in = new ArrayList<>();
        operator.inputs().forEach(i -> in.add(i < 0 ? null : tensors.get(i)));
        return new Node(name, operator.settings(), in,
                operator.outputs().stream().filter(i -> i >= 0).map(tensors::get).toList());
    }

    /// Strings and their like are not held here, and arithmetic with quantised numbers is not done.
    private void requireTypes(int graph, TfliteModel.Operator operator, Node node) throws Node.Refused {
        List<TfliteModel.TfliteTensor> tensors = model.subGraphs().get(graph).tensors();
        for (List<Integer> some : List.of(operator.inputs(), operator.outputs())) {
            for (int i : some) {
                if (i < 0) {
                    continue;
                }
                TfliteModel.TfliteTensor tensor = tensors.get(i);
                TensorType type = tensor.type();
                if (!Value.isFloat(type) && !Value.isWhole(type) && type != TensorType.BOOL
                        && type != TensorType.RESOURCE) {
                    throw new Node.Refused("of " + type);
                }
                boolean quantised = tensor.quantization().isQuantized() && Value.isWhole(type)
                        && type != TensorType.INT64;
                if (quantised && !file.isConstant(graph, i) && !MOVE.contains(node.name())) {
                    throw quantised(type);
                }
                boolean needs = quantised && file.isConstant(graph, i) && !MOVE.contains(node.name());
                if (needs && node.outputs().stream().noneMatch(out -> Value.isFloat(out.type()))) {
                    throw quantised(type);
                }
            }
        }
    }

    /// A subgraph with its constants; what follows from constants alone is computed now.
    private Graph graph(int number, Run.Subgraphs none) throws WeightsException {
        TfliteModel.SubGraph graph = model.subGraphs().get(number);
        List<Plan.Step> all = new ArrayList<>();
        List<Value> slots = new ArrayList<>(Arrays.asList(new Value[graph.tensors().size()]));
        for (Plan.Step step : steps.get(number)) {
            all.add(withConstants(number, step, slots));
        }
        for (int output : graph.outputs()) {
            if (file.isConstant(number, output) && slots.get(output) == null) {
                slots.set(output, constant(number, output, false));
            }
        }
        Value[] known = slots.toArray(Value[]::new);
        String name = file.source() + (number == 0 ? "" : ", subgraph " + number);
        for (int i = 0; i < graph.tensors().size(); i++) {
            TfliteModel.TfliteTensor tensor = graph.tensors().get(i);
            if (known[i] == null && tensor.variable() && !graph.inputs().contains(i)) {
                known[i] = zeros(tensor);
            }
        }
        int[] outputs = ints(graph.outputs());
        return new Graph(name, known, ints(graph.inputs()), outputs,
                HeadsInOneStep.in(folded(all, known, none), known, outputs));
    }

    private Value zeros(TfliteModel.TfliteTensor tensor) throws WeightsException {
        try {
            Shape shape = Shape.of(ints(tensor.shape()));
            requireRoom(shape.size());
            return Value.of(Tensor.of(shape, new float[shape.size()]));
        } catch (IllegalArgumentException e) {
            throw new WeightsException(file.source(), "a variable has the shape " + tensor.shape(), e);
        }
    }

    /// The step with the slots of its constants, which are read when they are met first. Whole numbers with a scale
    /// have a slot of their own for who needs the real numbers.
    private Plan.Step withConstants(int graph, Plan.Step step, List<Value> slots) throws WeightsException {
        List<TfliteModel.TfliteTensor> tensors = model.subGraphs().get(graph).tensors();
        int[] in = step.in();
        boolean real = Arrays.stream(step.out()).anyMatch(out -> Value.isFloat(tensors.get(out).type()))
                && !step.name().equals("DEQUANTIZE") && !step.name().equals("CAST");
        for (int i = 0; i < in.length; i++) {
            int tensor = in[i];
            boolean isEmpty = tensor >= 0 && slots.get(tensor) == null && isEmptyConstant(graph, tensor);
            if (tensor < 0 || !file.isConstant(graph, tensor) && !isEmpty) {
                continue;
            }
            boolean dequantise = real && tensors.get(tensor).quantization().isQuantized()
                    && Value.isWhole(tensors.get(tensor).type()) && tensors.get(tensor).type() != TensorType.INT64;
            if (!dequantise) {
                if (slots.get(tensor) == null) {
                    slots.set(tensor, constant(graph, tensor, isEmpty));
                }
                continue;
            }
            in[i] = dequantised(graph, tensor, slots, i == 1 && step.name().equals("FULLY_CONNECTED"));
        }
        return step;
    }

    /// By graph, tensor, and whether the weights are narrow (1) or not (0).
    private final Map<List<Integer>, Integer> realSlots = new HashMap<>();

    private int dequantised(int graph, int tensor, List<Value> slots, boolean ofProduct) throws WeightsException {
        boolean narrow = ofProduct && NarrowWeights.are(model.subGraphs().get(graph).tensors().get(tensor));
        List<Integer> key = List.of(graph, tensor, narrow ? 1 : 0);
        Integer slot = realSlots.get(key);
        if (slot == null) {
            requireRoom(size(graph, tensor));
            slot = slots.size();
            slots.add(Value
                    .of(narrow ? NarrowWeights.read(file, graph, tensor) : file.tensor(graph, tensor).parameter()));
            realSlots.put(key, slot);
        }
        return slot;
    }

    private long size(int graph, int tensor) {
        long size = 1;
        for (int n : model.subGraphs().get(graph).tensors().get(tensor).shape()) {
            size *= n;
        }
        return size;
    }

    private boolean isEmptyConstant(int graph, int tensor) {
        TfliteModel.SubGraph subGraph = model.subGraphs().get(graph);
        return subGraph.tensors().get(tensor).shape().contains(0) && !subGraph.inputs().contains(tensor)
                && !subGraph.tensors().get(tensor).variable()
                && subGraph.operators().stream().noneMatch(operator -> operator.outputs().contains(tensor));
    }

    private Value constant(int graph, int tensor, boolean isEmpty) throws WeightsException {
        TfliteModel.TfliteTensor description = model.subGraphs().get(graph).tensors().get(tensor);
        TensorType type = description.type();
        try {
            Shape shape = Shape.of(ints(description.shape()));
            requireRoom(Value.isWhole(type) ? 2L * shape.size() : shape.size());
            if (Value.isFloat(type)) {
                return isEmpty ? Value.of(Tensor.of(shape)) : Value.of(file.tensor(graph, tensor).parameter()).as(type);
            }
            long[] numbers = isEmpty ? new long[0] : file.longs(graph, tensor);
            if (type != TensorType.BOOL) {
                return Value.of(type, shape, numbers);
            }
            boolean[] flags = new boolean[numbers.length];
            for (int i = 0; i < flags.length; i++) {
                flags[i] = numbers[i] != 0;
            }
            return Value.of(shape, flags);
        } catch (IllegalArgumentException e) {
            throw new WeightsException(file.source(), "tensor " + tensor + ": " + e.getMessage(), e);
        }
    }

    /// The steps that are left when all that depends on constants alone has been computed.
    private List<Plan.Step> folded(List<Plan.Step> all, Value[] known, Run.Subgraphs none) {
        List<Plan.Step> left = new ArrayList<>();
        Compute compute = Compute.cpu();
        for (Plan.Step step : all) {
            boolean constant = step.operator().isPure()
                    && Arrays.stream(step.in()).allMatch(slot -> slot < 0 || known[slot] != null);
            if (!constant || !fold(step, known, compute, none)) {
                left.add(step);
            }
        }
        return left;
    }

    /// @return false if it cannot be computed, which is an error only if it must be
    private boolean fold(Plan.Step step, Value[] known, Compute compute, Run.Subgraphs none) {
        Buffers buffers = new Buffers(Memory.heap(), new ArrayPool(), 0, Math.min(mostConstants, 1L << 26));
        Run run = new Run(compute, buffers, none, 1L << 32);
        try {
            Value[] out = step.operator().run(run, step.inputs(known));
            for (int i = 0; i < step.out().length; i++) {
                requireRoom(out[i].size());
                known[step.out()[i]] = out[i].constant();
            }
            return true;
        } catch (IllegalArgumentException | ArithmeticException | WeightsException e) {
            return false;
        }
    }

    private long foldedNumbers;

    private void requireRoom(long numbers) throws WeightsException {
        foldedNumbers += numbers;
        if (foldedNumbers > mostConstants) {
            throw new WeightsException(file.source(),
                    "its constants and what follows from them take at least "
                            + Counts.bytes(Float.BYTES * foldedNumbers) + ", but may take "
                            + Counts.bytes(Float.BYTES * mostConstants)
                            + ", half of Java's memory; start Java with a larger -Xmx");
        }
    }
}
