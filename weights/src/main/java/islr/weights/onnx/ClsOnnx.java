package islr.weights.onnx;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.List;

/// The one-block transformer with a class token, as it predicts: of the block's rows only the token's is computed, for only it is classified.
///
/// ```
/// tokens = cls_embed; x_embed·x + pos_embed
/// c = cls_embed + W_o·concat_h(softmax(q_h·K_hᵀ/√d)·V_h) + b_o      K, V of LN1(tokens)
/// logits = logit(c + W₂·relu(W₁·LN2(c)))
/// ```
///
/// - `x` [T, F], one row a frame, T at most the rows of `pos_embed` → `logits` [classes]
/// - `pos_embed` [L, D], `cls_embed` [1, D], `x_embed.0.weight` [D, F], `encoder.0.…`, `logit.weight` [classes, D], `logit.bias`
///
/// Nothing in front of q depends on the clip, so q comes with the graph, and the query's third of `in_proj` does not.
///
/// Source: Hengck23's GISLR notebook; PyTorch.
public final class ClsOnnx {
    private final int heads;
    private final int units;
    private final int length;
    private final Weights weights;
    private final OnnxGraph graph = new OnnxGraph("cls");
    private final Layers layers;

    private ClsOnnx(int heads, Checkpoint checkpoint) throws WeightsException {
        Shape positions = checkpoint.tensor("pos_embed").shape();
        if (positions.rank() != 2 || heads < 1 || positions.dim(1) % heads != 0) {
            throw new WeightsException("onnx",
                    "'pos_embed' is " + positions + ", the graph needs [frames, a multiple of " + heads + " heads]");
        }
        this.heads = heads;
        this.length = positions.dim(0);
        this.units = positions.dim(1);
        this.weights = new Weights(checkpoint);
        this.layers = new Layers(graph, weights);
    }

    /// All sizes but one come from the tensors.
    ///
    /// @param heads 8 in the original
    /// @param checkpoint with PyTorch's names
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph of(int heads, Checkpoint checkpoint) throws WeightsException {
        ClsOnnx model = new ClsOnnx(heads, checkpoint);
        model.build(checkpoint.tensor("x_embed.0.weight").shape().columns(), checkpoint.tensor("logit.weight").shape().rows());
        return model.graph;
    }

    private void build(int features, int classes) throws WeightsException {
        String x = graph.input("x", Axis.any("frames"), Axis.of(features));
        String cls = attention(normalized(embedded(x, features)));
        String hidden = layers.linear(layers.layerNorm(cls, "encoder.0.norm2", units), "encoder.0.ffn.mlp.0", units, units);
        String fed = layers.linear(graph.node("Relu", List.of(hidden)), "encoder.0.ffn.mlp.2", units, units);
        String logits = layers.linear(layers.add(cls, fed), "logit", units, classes);
        graph.output("logits", layers.reshape(logits, classes), Axis.of(classes));
    }

    /// `x_embed·x + pos_embed`, [T, D].
    private String embedded(String x, int features) throws WeightsException {
        String frames = graph.node("Shape", List.of(x), Attribute.integer("end", 1)); // [1]: T
        String table = graph.initializer("pos_embed", weights.get("pos_embed", length, units));
        String positions = graph.node("Slice", List.of(table, graph.integers(0), frames));
        return layers.linear(x, "x_embed.0", features, units, positions);
    }

    /// LN1 of all tokens, [1 + T, D]; the first row is the same for every clip.
    private String normalized(String frames) throws WeightsException {
        String cls = graph.initializer("cls_normalized", Tensor.of(Shape.of(1, units), clsNormalized()));
        return graph.node("Concat", List.of(cls, layers.layerNorm(frames, "encoder.0.norm1", units)), Attribute.integer("axis", 0));
    }

    /// The class token's row behind attention, skip path included, [1, D].
    private String attention(String tokens) throws WeightsException {
        String path = "encoder.0.attn.mha.";
        int d = units / heads;
        Tensor weight = weights.get(path + "in_proj_weight", 3 * units, units);
        Tensor bias = weights.get(path + "in_proj_bias", 3 * units);
        String q = graph.initializer("cls_query", Tensor.of(Shape.of(heads, 1, d), query(weight, bias, d)));
        // Apart, not as one matrix: taking its product apart again costs more than a second product.
        String keys = layers.linear(tokens, path + "k_proj", part(weight, 1), part(bias, 1));
        String values = layers.linear(tokens, path + "v_proj", part(weight, 2), part(bias, 2));
        String k = layers.transpose(layers.reshape(keys, -1, heads, d), 1, 2, 0); // [H, d, 1 + T]
        String v = layers.transpose(layers.reshape(values, -1, heads, d), 1, 0, 2); // [H, 1 + T, d]
        String mixed = layers.matmul(layers.softmax(layers.matmul(q, k)), v); // [H, 1, d]
        return layers.linear(layers.reshape(mixed, 1, units), path + "out_proj", weights.get(path + "out_proj.weight", units, units),
                skipped(weights.get(path + "out_proj.bias", units)));
    }

    /// The rows of the query (0), key (1) or value map (2).
    private Tensor part(Tensor all, int map) {
        return all.view(map * all.size() / 3, all.shape().with(0, units));
    }

    /// `(W_q·LN1(cls) + b_q)/√d`, in double precision.
    private float[] query(Tensor weight, Tensor bias, int d) throws WeightsException {
        float[] x = clsNormalized();
        float[] q = new float[units];
        for (int i = 0; i < units; i++) {
            double sum = bias.get(i);
            for (int j = 0; j < units; j++) {
                sum += (double) weight.get(i, j) * x[j];
            }
            q[i] = (float) (sum / Math.sqrt(d));
        }
        return q;
    }

    private float[] clsNormalized() throws WeightsException {
        return Weights.layerNorm(weights.get("cls_embed", 1, units), weights.get("encoder.0.norm1.weight", units),
                weights.get("encoder.0.norm1.bias", units));
    }

    /// The bias plus the row that goes past attention, which is the same for every clip.
    private Tensor skipped(Tensor bias) throws WeightsException {
        float[] sum = weights.get("cls_embed", 1, units).toArray();
        for (int i = 0; i < sum.length; i++) {
            sum[i] += bias.get(i);
        }
        return Tensor.of(Shape.of(units), sum);
    }
}
