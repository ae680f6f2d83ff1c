package islr.weights.onnx;

import islr.tensor.Tensor;
import islr.weights.WeightsException;
import java.util.List;

/// Layers as nodes of a graph, and the operations that they are made of.
record Layers(OnnxGraph graph, Weights weights) {
    static final float LAYER_NORM_EPSILON = 1e-5f;

    /// `y = x·Wᵀ + b`, with `.weight` [out, in] and `.bias` [out] below a path: `x` [N, in] → `y` [N, out].
    String linear(String x, String path, int in, int out) throws WeightsException {
        return linear(x, path, weights.get(path + ".weight", out, in), weights.get(path + ".bias", out));
    }

    /// `y = x·Wᵀ`.
    String unbiased(String x, String path, int in, int out) throws WeightsException {
        return linear(x, path, weights.get(path + ".weight", out, in));
    }

    /// `y = x·Wᵀ + addend`, where the addend is a value of the graph that y's shape spreads over.
    String linear(String x, String path, int in, int out, String addend) throws WeightsException {
        return gemm(x, graph.initializer(path + ".weight", weights.get(path + ".weight", out, in)), addend);
    }

    /// `y = x·Wᵀ + b`, under the names of a path.
    String linear(String x, String path, Tensor weight, Tensor bias) {
        return gemm(x, graph.initializer(path + ".weight", weight), graph.initializer(path + ".bias", bias));
    }

    /// `y = x·Wᵀ`, under the name of a path.
    String linear(String x, String path, Tensor weight) {
        return gemm(x, graph.initializer(path + ".weight", weight));
    }

    /// `a·bᵀ`, or `a·bᵀ + addend`: one node, sum included. A weight stays in PyTorch's layout: the runtime packs it
    /// once, transposed or not.
    String gemm(String... inputs) {
        return graph.node("Gemm", List.of(inputs), Attribute.integer("transB", 1));
    }

    /// With the error function, not the approximation by tanh.
    String gelu(String x) {
        return graph.node("Gelu", List.of(x), Attribute.text("approximate", "none"));
    }

    /// Over the last axis, with PyTorch's 1e-5 beside the variance.
    String layerNorm(String x, String path, int channels) throws WeightsException {
        String scale = graph.initializer(path + ".weight", weights.get(path + ".weight", channels));
        String shift = graph.initializer(path + ".bias", weights.get(path + ".bias", channels));
        return graph.node("LayerNormalization", List.of(x, scale, shift), Attribute.integer("axis", -1),
                Attribute.real("epsilon", LAYER_NORM_EPSILON));
    }

    String softmax(String x) {
        return graph.node("Softmax", List.of(x), Attribute.integer("axis", -1));
    }

    /// @param sizes of the result; one may be −1 and follows from the others
    String reshape(String x, long... sizes) {
        return graph.node("Reshape", List.of(x, graph.integers(sizes)));
    }

    /// @param axes of `x`, in their new order
    String transpose(String x, long... axes) {
        return graph.node("Transpose", List.of(x), Attribute.integers("perm", axes));
    }

    /// [N, sum of the widths] → one [N, width] for each.
    List<String> columns(String x, long... widths) {
        return graph.node("Split", widths.length, List.of(x, graph.integers(widths)), Attribute.integer("axis", 1));
    }

    String add(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    String matmul(String a, String b) {
        return graph.node("MatMul", List.of(a, b));
    }

    String number(String condition) {
        return graph.node("Cast", List.of(condition), Attribute.integer("to", OnnxGraph.FLOAT));
    }
}
