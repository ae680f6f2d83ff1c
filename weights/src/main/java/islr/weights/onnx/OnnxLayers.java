package islr.weights.onnx;

import islr.tensor.Tensor;
import islr.weights.WeightsException;
import java.util.List;

/// Layers as nodes of a graph, and the operations that they are made of. Every method adds nodes to the graph and
/// returns the name of their result.
///
/// ```java
/// OnnxLayers layers = new OnnxLayers(graph, new GraphWeights(checkpoint));
/// String hidden = layers.gelu(layers.linear(x, "blocks.0.ff.fc1", 512, 1024));
/// ```
///
/// A layer's tensors are those of the checkpoint below its path, `blocks.0.ff.fc1.weight`, and keep these names in the
/// graph. The variants that take tensors are for weights that were changed on the way (scaled, stacked, folded).
public record OnnxLayers(OnnxGraph graph, GraphWeights weights) {

    /// `y = x·Wᵀ + b`, with `.weight` `[out, in]` and `.bias` `[out]` below a path: `x` `[N, in]` → `y` `[N, out]`.
    public String linear(String x, String path, int in, int out) throws WeightsException {
        return linear(x, path, weights.get(path + ".weight", out, in), weights.get(path + ".bias", out));
    }

    /// `y = x·Wᵀ`, with `.weight` `[out, in]` below a path.
    public String unbiased(String x, String path, int in, int out) throws WeightsException {
        return linear(x, path, weights.get(path + ".weight", out, in));
    }

    /// `y = x·Wᵀ + addend`, where the addend is a value of the graph: `[N, out]`, or of a shape that is broadcast to
    /// it.
    public String linear(String x, String path, int in, int out, String addend) throws WeightsException {
        return gemm(x, graph.initializer(path + ".weight", weights.get(path + ".weight", out, in)), addend);
    }

    /// `y = x·Wᵀ + b` with tensors of the caller, which are named after the path.
    public String linear(String x, String path, Tensor weight, Tensor bias) {
        return gemm(x, graph.initializer(path + ".weight", weight), graph.initializer(path + ".bias", bias));
    }

    /// `y = x·Wᵀ` with a tensor of the caller.
    public String linear(String x, String path, Tensor weight) {
        return gemm(x, graph.initializer(path + ".weight", weight));
    }

    /// `a·bᵀ`, or `a·bᵀ + addend` if there are three inputs: one node, sum included. A weight stays in PyTorch's
    /// layout: the runtime packs it once, transposed or not.
    public String gemm(String... inputs) {
        return graph.node("Gemm", List.of(inputs), Attribute.integer("transB", 1));
    }

    /// `x·Φ(x)` with the error function, not the approximation by tanh.
    public String gelu(String x) {
        return graph.node("Gelu", List.of(x), Attribute.text("approximate", "none"));
    }

    /// `(x − mean)/√(variance + ε)·weight + bias` over the last axis: `x` `[…, C]`, `.weight` `[C]`, `.bias` `[C]`.
    public String layerNorm(String x, String path, int channels, float epsilon) throws WeightsException {
        String scale = graph.initializer(path + ".weight", weights.get(path + ".weight", channels));
        String shift = graph.initializer(path + ".bias", weights.get(path + ".bias", channels));
        return graph.node("LayerNormalization", List.of(x, scale, shift), Attribute.integer("axis", -1),
                Attribute.real("epsilon", epsilon));
    }

    /// A linear map with a batch norm behind it.
    ///
    /// @param linear path of `.weight` `[out, in]` and `.bias` `[out]`
    /// @param norm path of `.weight`, `.bias`, `.running_mean` and `.running_var`, `[out]`
    /// @param epsilon ε of the norm
    public record Normed(String linear, String norm, int in, int out, double epsilon) {}

    /// A linear map with a batch norm behind it as one map: with running statistics the norm is linear, too.
    /// `g = weight/√(running_var + ε)`, `W' = g·W`, `b' = g·(b − running_mean) + bias`, in double precision.
    ///
    /// @param name what the new tensors are named after
    public String batchNormed(String x, String name, Normed of) throws WeightsException {
        Tensor weight = weights.get(of.linear + ".weight", of.out, of.in);
        Tensor bias = weights.get(of.linear + ".bias", of.out);
        Tensor gain = weights.get(of.norm + ".weight", of.out);
        Tensor shift = weights.get(of.norm + ".bias", of.out);
        Tensor mean = weights.get(of.norm + ".running_mean", of.out);
        Tensor variance = weights.get(of.norm + ".running_var", of.out);
        float[] w = weight.toArray();
        float[] b = new float[of.out];
        for (int i = 0; i < of.out; i++) {
            double g = gain.get(i) / Math.sqrt(variance.get(i) + of.epsilon);
            for (int j = i * of.in; j < (i + 1) * of.in; j++) {
                w[j] = (float) (g * w[j]);
            }
            b[i] = (float) (g * ((double) bias.get(i) - mean.get(i)) + shift.get(i));
        }
        return linear(x, name, Tensor.of(weight.shape(), w), Tensor.of(bias.shape(), b));
    }

    /// `x/(1 + exp(−x))`.
    public String silu(String x) {
        return graph.node("Mul", List.of(x, graph.node("Sigmoid", List.of(x))));
    }

    /// `x·tanh(log(1 + exp(x)))`. The operator of this name came with opset 18, as a function of these.
    public String mish(String x) {
        return graph.node("Mul", List.of(x, graph.node("Tanh", List.of(graph.node("Softplus", List.of(x))))));
    }

    /// `max(x, 0)`.
    public String relu(String x) {
        return graph.node("Relu", List.of(x));
    }

    /// Over the last axis.
    public String softmax(String x) {
        return graph.node("Softmax", List.of(x), Attribute.integer("axis", -1));
    }

    /// `W_o·concat_h(softmax(Q_h·K_hᵀ/√d)·V_h) + b_o` of the rows of one sequence, `[N, D]` → `[N, D]`: every row looks
    /// at every row.
    ///
    /// @param path of `q_proj`, `k_proj`, `v_proj` and `out_proj`
    /// @param heads divide the units
    public String attention(String x, String path, int units, int heads) throws WeightsException {
        double scale = 1 / Math.sqrt((double) units / heads);
        String q = linear(x, path + ".q_proj",
                GraphWeights.scaled(weights.get(path + ".q_proj.weight", units, units), scale),
                GraphWeights.scaled(weights.get(path + ".q_proj.bias", units), scale));
        String scores = matmul(heads(q, units, heads),
                transpose(heads(linear(x, path + ".k_proj", units, units), units, heads), 0, 2, 1)); // [H, N, N]
        String mixed = matmul(softmax(scores), heads(linear(x, path + ".v_proj", units, units), units, heads));
        return linear(joined(mixed, units), path + ".out_proj", units, units);
    }

    /// The columns of each head by themselves, `[N, D]` → `[H, N, d]`.
    public String heads(String x, int units, int heads) {
        return transpose(reshape(x, -1, heads, units / heads), 1, 0, 2);
    }

    /// The inverse of [#heads], `[H, N, d]` → `[N, D]`.
    public String joined(String x, int units) {
        return reshape(transpose(x, 1, 0, 2), -1, units);
    }

    /// @param sizes of the result; one may be −1, which is computed from the others
    /// @return the name of the result, with the numbers of `x` in their order
    public String reshape(String x, long... sizes) {
        return graph.node("Reshape", List.of(x, graph.integers(sizes)));
    }

    /// @param axes of `x`, in their new order
    /// @return the name of the result
    public String transpose(String x, long... axes) {
        return graph.node("Transpose", List.of(x), Attribute.integers("perm", axes));
    }

    /// Splits the columns: `[N, sum of the widths]` → one `[N, width]` for each.
    ///
    /// @return the names of the parts, from the left
    public List<String> columns(String x, long... widths) {
        return graph.node("Split", widths.length, List.of(x, graph.integers(widths)), Attribute.integer("axis", 1));
    }

    /// `a + b`, with broadcasting.
    public String add(String a, String b) {
        return graph.node("Add", List.of(a, b));
    }

    /// `a·b` over the last two axes, with broadcasting over the axes before them.
    public String matmul(String a, String b) {
        return graph.node("MatMul", List.of(a, b));
    }

    /// 1 where a condition holds, 0 elsewhere.
    public String number(String condition) {
        return graph.node("Cast", List.of(condition), Attribute.integer("to", OnnxGraph.FLOAT));
    }
}
