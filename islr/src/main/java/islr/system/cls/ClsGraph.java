package islr.system.cls;

import islr.system.Architecture;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.GraphView;
import islr.tflite.GraphView.Step;
import islr.weights.WeightsException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// Finds the weights of CLS in a graph, as PyTorch's exporters and TensorFlow's converter write it: from the logits
/// back to the frames, see [ClsNetwork].
///
/// The converter may multiply the scale of a layer norm into the matrix behind it, and its shift into the bias. Of
/// three matrices behind one norm it does so with some. Then the norm gets the scale 1 and the shift 0, and all
/// matrices have them: the same function with other numbers.
final class ClsGraph {
    /// y = W x + b.
    ///
    /// @param weight [out, in]
    /// @param bias [out], zeros if there is none
    /// @param input the tensor x
    private record Linear(Tensor weight, Tensor bias, int input) {}

    /// @param scale null if there is none
    /// @param shift null if there is none
    /// @param of what is normalised
    private record Norm(Tensor scale, Tensor shift, int of) {
        boolean hasNumbersOf(Norm other) {
            return scale == other.scale && shift == other.shift;
        }
    }

    private final GraphView graph;
    private final Map<String, Tensor> weights = new LinkedHashMap<>();
    private final Map<Integer, Tensor> constants = new LinkedHashMap<>();
    private int units;

    private ClsGraph(GraphView graph) {
        this.graph = graph;
    }

    /// @throws WeightsException that says where the graph is another one
    static Architecture.Ours read(GraphView graph) throws WeightsException {
        ClsGraph reader = new ClsGraph(graph);
        String heads = reader.network();
        return new Architecture.Ours(reader.weights, heads.isEmpty() ? Map.of() : Map.of(Cls.HEADS.key(), heads));
    }

    /// @return the number of heads; empty if it cannot be told
    private String network() throws WeightsException {
        if (graph.outputs().size() != 1) {
            throw graph.differs("it has " + graph.outputs().size() + " outputs in place of one");
        }
        int scores = graph.behindMoves(graph.outputs().getFirst());
        Optional<Step> softmax = graph.producer(scores, "SOFTMAX");
        Linear logits = linear(softmax.isPresent() ? softmax.get().inputs().getFirst() : scores, "its result");
        units = logits.weight.shape().columns();
        put("logit", logits);

        Step sum = sum(logits.input, "what is classified");
        Linear fed = linear(addend(sum), "what the feed-forward network adds");
        Linear hidden = linear(behind(fed.input, "RELU"), "the feed-forward network");
        Norm second = norm(hidden.input, "the feed-forward network");
        putNorm("encoder.0.norm2", second, true);
        put("encoder.0.ffn.mlp.0", hidden);
        put("encoder.0.ffn.mlp.2", fed);
        if (second.of != graph.behindMoves(sum.other(addend(sum)))) {
            throw graph.differs("its feed-forward network does not read what it is added to");
        }
        return attention(sum(second.of, "what the feed-forward network reads"));
    }

    private String attention(Step sum) throws WeightsException {
        Linear out = linear(addend(sum), "what the attention adds");
        put("encoder.0.attn.mha.out_proj", out);
        Step mixed = step(graph.behindMoves(out.input), "its attention", "BATCH_MATMUL");
        Step softmax = step(graph.behindMoves(mixed.inputs().getFirst()), "its attention", "SOFTMAX");
        int scaled = graph.behindMoves(softmax.inputs().getFirst());
        Step products = step(unscaled(scaled), "its attention", "BATCH_MATMUL");
        Linear q = linear(unscaled(products.inputs().get(0)), "the queries");
        Linear k = linear(unscaled(products.inputs().get(1)), "the keys");
        Linear v = linear(mixed.inputs().get(1), "the values");
        Norm[] norms = {norm(q.input, "the queries"), norm(k.input, "the keys"), norm(v.input, "the values")};
        boolean alike = norms[0].hasNumbersOf(norms[1]) && norms[0].hasNumbersOf(norms[2]);
        Linear[] parts = {q, k, v};
        for (int i = 0; i < parts.length; i++) {
            if (norms[i].of != norms[0].of) {
                throw graph.differs("its queries, keys and values are of different numbers");
            }
            parts[i] = alike ? parts[i] : with(norms[i], parts[i]);
        }
        putNorm("encoder.0.norm1", norms[0], alike);
        weights.put("encoder.0.attn.mha.in_proj_weight", joined(parts[0].weight, parts[1].weight, parts[2].weight));
        weights.put("encoder.0.attn.mha.in_proj_bias", joined(parts[0].bias, parts[1].bias, parts[2].bias));
        if (norms[0].of != graph.behindMoves(sum.other(addend(sum)))) {
            throw graph.differs("its attention does not read what it is added to");
        }
        tokens(norms[0].of);
        return heads(scaled, products);
    }

    private void tokens(int tensor) throws WeightsException {
        Step joined = step(tensor, "what its attention reads", "CONCATENATION");
        Optional<Tensor> token = joined.inputs().size() == 2 ? constant(joined.inputs().get(0)) : Optional.empty();
        if (token.isEmpty() || token.get().size() != units) {
            throw graph.differs("no class token stands in front of its frames");
        }
        weights.put("cls_embed", token.get().view(0, Shape.of(1, units)));
        Step sum = sum(joined.inputs().get(1), "what follows the class token");
        Optional<Tensor> positions = constant(graph.behindMoves(sum.inputs().get(0)));
        int embedded = sum.inputs().get(positions.isPresent() ? 1 : 0);
        positions = positions.isPresent() ? positions : constant(graph.behindMoves(sum.inputs().get(1)));
        if (positions.isEmpty() || positions.get().size() % units != 0) {
            throw graph.differs("no positions are added to its frames");
        }
        weights.put("pos_embed", positions.get().view(0, Shape.of(positions.get().size() / units, units)));
        Tensor embedding = product(graph.behindMoves(embedded)).map(Linear::weight)
                .filter(w -> w.shape().columns() == ClsFeatures.WIDTH).orElse(null);
        if (embedding == null || embedding.shape().rows() != units) {
            throw graph.differs("it does not embed a frame by one matrix [" + units + ", " + ClsFeatures.WIDTH
                    + "] without a bias");
        }
        weights.put("x_embed.0.weight", embedding);
    }

    /// From the factor 1/√(D/H), or from the shape of the queries.
    private String heads(int scaled, Step products) throws WeightsException {
        Optional<Step> factor = graph.producer(scaled, "MUL");
        if (factor.isPresent()) {
            for (int input : factor.get().inputs()) {
                Optional<Tensor> number = constant(input).filter(each -> each.size() == 1);
                if (number.isPresent()) {
                    float scale = number.get().item();
                    long width = Math.round(1.0 / (scale * (double) scale));
                    return width > 0 && units % width == 0 ? Long.toString(units / width) : "";
                }
            }
        }
        int width = graph.shape(products.inputs().getFirst()).isEmpty() ? 0
                : graph.shape(products.inputs().getFirst()).getLast();
        return width > 1 && units % width == 0 ? Integer.toString(units / width) : "";
    }

    private void put(String name, Linear linear) {
        weights.put(name + ".weight", linear.weight);
        weights.put(name + ".bias", linear.bias);
    }

    /// @param kept whether its numbers are not in the matrices behind it
    private void putNorm(String name, Norm norm, boolean kept) {
        float[] ones = new float[units];
        Arrays.fill(ones, 1);
        weights.put(name + ".weight", kept && norm.scale != null ? norm.scale : Tensor.of(Shape.of(units), ones));
        weights.put(name + ".bias", kept && norm.shift != null ? norm.shift : Tensor.zeros(units));
    }

    /// W (s x + t) + b = (W s) x + (W t + b).
    private static Linear with(Norm norm, Linear linear) {
        int rows = linear.weight.shape().rows();
        int columns = linear.weight.shape().columns();
        float[] weight = linear.weight.toArray();
        float[] bias = linear.bias.toArray();
        for (int i = 0; i < rows; i++) {
            double shift = bias[i];
            for (int j = 0; j < columns; j++) {
                float w = weight[i * columns + j];
                shift += norm.shift == null ? 0 : w * (double) norm.shift.toArray()[j];
                weight[i * columns + j] = norm.scale == null ? w : w * norm.scale.toArray()[j];
            }
            bias[i] = (float) shift;
        }
        return new Linear(Tensor.of(linear.weight.shape(), weight), Tensor.of(linear.bias.shape(), bias), linear.input);
    }

    private static Tensor joined(Tensor... parts) {
        return Tensor.concat(Compute.cpu(), 0, parts);
    }

    private Step step(int tensor, String what, String... names) throws WeightsException {
        Optional<Step> step = graph.producer(tensor, names);
        if (step.isEmpty()) {
            throw graph.differs(what + " is computed by " + graph.producer(tensor).map(Step::name).orElse("nothing")
                    + ", not by " + String.join(" or ", names));
        }
        return step.get();
    }

    private Step sum(int tensor, String what) throws WeightsException {
        return step(graph.behindMoves(tensor), what, "ADD");
    }

    /// Which operand of a sum is the product; the other one is what it is added to.
    private int addend(Step sum) throws WeightsException {
        int second = sum.inputs().get(1);
        return product(graph.behindMoves(second)).isPresent() ? second : sum.inputs().getFirst();
    }

    private int behind(int tensor, String name) {
        int behind = graph.behindMoves(tensor);
        return graph.producer(behind, name).map(step -> graph.behindMoves(step.inputs().getFirst())).orElse(behind);
    }

    /// Behind a multiplication with one number.
    private int unscaled(int tensor) throws WeightsException {
        int behind = graph.behindMoves(tensor);
        Optional<Step> factor = graph.producer(behind, "MUL");
        if (factor.isPresent()) {
            for (int input : factor.get().inputs()) {
                if (constant(input).filter(each -> each.size() == 1).isPresent()) {
                    return graph.behindMoves(factor.get().other(input));
                }
            }
        }
        return behind;
    }

    private Linear linear(int tensor, String what) throws WeightsException {
        int behind = graph.behindMoves(tensor);
        Optional<Linear> product = product(behind);
        if (product.isEmpty()) {
            throw graph.differs(what + " is computed by " + graph.producer(behind).map(Step::name).orElse("nothing")
                    + ", not by a matrix of the file");
        }
        int wanted = product.get().weight.shape().columns();
        if (units != 0 && (wanted != units || product.get().weight.shape().rows() != units)) {
            throw graph.differs(what + " is computed by a matrix " + product.get().weight.shape() + ", not by one ["
                    + units + ", " + units + "]");
        }
        return product.get();
    }

    /// A product with a constant, and the constant that is added.
    private Optional<Linear> product(int tensor) throws WeightsException {
        Optional<Step> sum = graph.producer(tensor, "ADD");
        if (sum.isPresent()) {
            for (int input : sum.get().inputs()) {
                Optional<Tensor> bias = constant(input);
                Optional<Linear> product = bias.isEmpty() ? Optional.empty()
                        : product(graph.behindMoves(sum.get().other(input)));
                if (product.isPresent() && product.get().weight.shape().rows() == bias.get().size()) {
                    return Optional.of(new Linear(product.get().weight, bias.get().view(0, Shape.of(bias.get().size())),
                            product.get().input));
                }
            }
            return Optional.empty();
        }
        Optional<Step> step = graph.producer(tensor, "FULLY_CONNECTED");
        Optional<Tensor> weight = step.isEmpty() ? Optional.empty() : constant(step.get().inputs().get(1));
        if (weight.isEmpty() || weight.get().shape().rank() != 2) {
            return Optional.empty();
        }
        int third = step.get().inputs().size() > 2 ? step.get().inputs().get(2) : -1;
        Tensor bias = third < 0 ? Tensor.zeros(weight.get().shape().rows()) : constant(third).orElse(null);
        return bias == null || bias.size() != weight.get().shape().rows() ? Optional.empty()
                : Optional.of(new Linear(weight.get(), bias, graph.behindMoves(step.get().inputs().getFirst())));
    }

    private Norm norm(int tensor, String what) throws WeightsException {
        int at = graph.behindMoves(tensor);
        Tensor shift = null;
        Tensor scale = null;
        for (String name : new String[] {"ADD", "MUL"}) {
            Optional<Step> step = graph.producer(at, name);
            if (step.isEmpty()) {
                continue;
            }
            for (int input : step.get().inputs()) {
                Optional<Tensor> numbers = constant(input).filter(each -> each.size() == units);
                if (numbers.isPresent()) {
                    shift = name.equals("ADD") ? numbers.get() : shift;
                    scale = name.equals("MUL") ? numbers.get() : scale;
                    at = step.get().other(input);
                    break;
                }
            }
        }
        Step normal = step(at, what + " read what", "MUL", "DIV");
        for (int input : normal.inputs()) {
            Optional<Step> centred = graph.producer(input, "SUB");
            if (centred.isPresent() && graph.producer(centred.get().inputs().get(1), "MEAN").isPresent()) {
                return new Norm(scale, shift, centred.get().inputs().getFirst());
            }
        }
        throw graph.differs(what + " read numbers that are not normalised row by row");
    }

    /// The same object for the same tensor.
    private Optional<Tensor> constant(int tensor) throws WeightsException {
        if (!constants.containsKey(tensor)) {
            graph.constant(tensor).ifPresent(numbers -> constants.put(tensor, numbers));
        }
        return Optional.ofNullable(constants.get(tensor));
    }
}
