package islr.system.cls;

import islr.features.ClipNodes;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Attribute;
import islr.weights.onnx.Axis;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.util.List;

/// The one-block transformer with a class token as a graph, as it predicts: of the block's rows only the token's is
/// computed, because only it is classified.
///
/// ```
/// tokens = cls_embed; x_embed·x + pos_embed
/// n = LN1(tokens)
/// c = cls_embed + W_o·concat_h(W_v,h·(softmax(n·u_h)ᵀ·n) + b_v,h) + b_o      u_h = W_k,hᵀ·q_h/√d
/// logits = logit(c + W₂·relu(W₁·LN2(c)))
/// ```
///
/// With a single query q, keys and values need not be computed: the score `q_h·(W_k,h·n_t)` is `(W_k,hᵀ·q_h)·n_t`, and
/// the value map, being linear, is applied to the weighted mean of the rows instead of to each. b_k adds the same
/// number to all scores of a head, which does not change their softmax. This form takes a third of the time of the
/// other in ONNX Runtime.
///
/// - `x` `[T, F]`, one row a frame, T at most the rows of `pos_embed` → `logits` `[classes]`
/// - `pos_embed` `[L, D]`, `cls_embed` `[1, D]`, `x_embed.0.weight` `[D, F]`, `encoder.0.…`, `logit.weight`
///   `[classes, D]`, `logit.bias`
///
/// q does not depend on the clip, so u is computed when the graph is made, and the graph does not hold the query and
/// key thirds of `in_proj`.
///
/// Source: Hengck23's GISLR notebook; PyTorch.
public final class ClsOnnx {
    private final int heads;
    private final int units;
    private final int length;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxLayers layers;

    private ClsOnnx(OnnxGraph graph, int heads, Checkpoint checkpoint) throws WeightsException {
        this.graph = graph;
        Shape positions = checkpoint.tensor("pos_embed").shape();
        if (positions.rank() != 2 || heads < 1 || positions.dim(1) % heads != 0) {
            throw new WeightsException("onnx",
                    "'pos_embed' is " + positions + ", the graph needs [frames, a multiple of " + heads + " heads]");
        }
        this.heads = heads;
        this.length = positions.dim(0);
        this.units = positions.dim(1);
        this.weights = new GraphWeights(checkpoint);
        this.layers = new OnnxLayers(graph, weights);
    }

    /// All sizes but one come from the tensors.
    ///
    /// @param heads 8 in the original
    /// @param checkpoint with PyTorch's names
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph of(int heads, Checkpoint checkpoint) throws WeightsException {
        OnnxGraph graph = new OnnxGraph("cls");
        ClsOnnx model = new ClsOnnx(graph, heads, checkpoint);
        int features = checkpoint.tensor("x_embed.0.weight").shape().columns();
        int classes = checkpoint.tensor("logit.weight").shape().rows();
        String x = graph.input("x", Axis.any("frames"), Axis.of(features));
        graph.output("logits", model.logits(x, features, classes), Axis.of(classes));
        return graph;
    }

    /// Adds features and network to a graph.
    ///
    /// @return logits `[classes]`
    /// @throws WeightsException if a tensor is missing or has another shape
    static String logits(ClipNodes clip, ClsSizes sizes, Checkpoint checkpoint) throws WeightsException {
        return new ClsOnnx(clip.graph(), sizes.heads(), checkpoint).logits(features(clip, sizes.frames()),
                sizes.features(), sizes.classes());
    }

    /// What [ClsFeatures] computes of a clip: `[min(T, L), F]`.
    private static String features(ClipNodes clip, int frames) {
        OnnxMath m = clip.math();
        ClipNodes.Statistics all = clip.statistics(m.toReal64(clip.landmarks()), 0, 1, 2); // [1, 1, 1]
        String mean = m.toReal(all.mean());
        String deviation = m.toReal(m.sqrt(m.div(all.squares(), m.sub(all.count(), clip.graph().real64(1)))));
        String x = m.slice(clip.rows(ClsFeatures.LANDMARKS), 0, 0, frames);
        String known = m.and(m.not(m.isNaN(x)), m.greater(deviation, clip.graph().real(0)));
        String normal = m.where(known, m.div(m.sub(x, mean), deviation), clip.graph().real(0));
        return m.reshape(normal, -1, ClsFeatures.WIDTH);
    }

    private String logits(String x, int features, int classes) throws WeightsException {
        String cls = attention(normalized(embedded(x, features)));
        String hidden = layers.linear(layers.layerNorm(cls, "encoder.0.norm2", units, ClsNetwork.EPSILON),
                "encoder.0.ffn.mlp.0", units, units);
        String fed = layers.linear(layers.relu(hidden), "encoder.0.ffn.mlp.2", units, units);
        String logits = layers.linear(layers.add(cls, fed), "logit", units, classes);
        return layers.reshape(logits, classes);
    }

    /// `x_embed·x + pos_embed`, `[T, D]`.
    private String embedded(String x, int features) throws WeightsException {
        String frames = graph.node("Shape", List.of(x), Attribute.integer("end", 1)); // [1]: T
        String table = graph.initializer("pos_embed", weights.get("pos_embed", length, units));
        String positions = graph.node("Slice", List.of(table, graph.integers(0), frames));
        return layers.linear(x, "x_embed.0", features, units, positions);
    }

    /// LN1 of all tokens, [1 + T, D]; the first row is the same for every clip.
    private String normalized(String frames) throws WeightsException {
        String cls = graph.initializer("cls_normalized", Tensor.of(Shape.of(1, units), clsNormalized()));
        return graph.node("Concat",
                List.of(cls, layers.layerNorm(frames, "encoder.0.norm1", units, ClsNetwork.EPSILON)),
                Attribute.integer("axis", 0));
    }

    /// The class token's row behind attention, skip path included, `[1, D]`.
    private String attention(String tokens) throws WeightsException {
        String path = "encoder.0.attn.mha.";
        int d = units / heads;
        Tensor weight = weights.get(path + "in_proj_weight", 3 * units, units);
        Tensor bias = weights.get(path + "in_proj_bias", 3 * units);
        String u = graph.initializer("cls_query",
                Tensor.of(Shape.of(heads, units), foldedQuery(weight, query(weight, bias), d)));
        String probabilities = layers.softmax(layers.gemm(u, tokens)); // [H, 1 + T]
        String pooled = layers.reshape(layers.matmul(probabilities, tokens), heads, 1, units); // [H, 1, D]
        String values = graph.initializer(path + "v_proj.weight", valueMaps(weight, d)); // [H, D, d]
        String mixed = layers.reshape(layers.matmul(pooled, values), 1, units);
        Tensor out = weights.get(path + "out_proj.weight", units, units);
        return layers.linear(mixed, path + "out_proj", out,
                constantPart(out, bias, weights.get(path + "out_proj.bias", units)));
    }

    /// `W_q·LN1(cls) + b_q`, `[D]`, in double precision as all that is computed here.
    private double[] query(Tensor weight, Tensor bias) throws WeightsException {
        float[] x = clsNormalized();
        double[] q = new double[units];
        for (int i = 0; i < units; i++) {
            q[i] = bias.get(i);
            for (int j = 0; j < units; j++) {
                q[i] += (double) weight.get(i, j) * x[j];
            }
        }
        return q;
    }

    /// `W_k,hᵀ·q_h/√d` of every head, `[H, D]`.
    private float[] foldedQuery(Tensor weight, double[] q, int d) {
        float[] all = new float[heads * units];
        for (int h = 0; h < heads; h++) {
            double[] sum = new double[units];
            for (int i = h * d; i < (h + 1) * d; i++) {
                for (int j = 0; j < units; j++) {
                    sum[j] += q[i] * weight.get(units + i, j);
                }
            }
            for (int j = 0; j < units; j++) {
                all[h * units + j] = (float) (sum[j] / Math.sqrt(d));
            }
        }
        return all;
    }

    /// The heads' value maps, each transposed for a product from the left.
    private Tensor valueMaps(Tensor weight, int d) {
        float[] all = new float[units * units];
        for (int i = 0; i < units; i++) {
            for (int j = 0; j < units; j++) {
                all[(i / d * units + j) * d + i % d] = weight.get(2 * units + i, j);
            }
        }
        return Tensor.of(Shape.of(heads, units, d), all);
    }

    /// `W_o·b_v + b_o + cls_embed`: what is added whatever the clip, the row that goes past attention included.
    private Tensor constantPart(Tensor out, Tensor bias, Tensor outBias) throws WeightsException {
        float[] skipped = weights.get("cls_embed", 1, units).toArray();
        float[] all = new float[units];
        for (int i = 0; i < units; i++) {
            double sum = (double) skipped[i] + outBias.get(i);
            for (int j = 0; j < units; j++) {
                sum += (double) out.get(i, j) * bias.get(2 * units + j);
            }
            all[i] = (float) sum;
        }
        return Tensor.of(Shape.of(units), all);
    }

    private float[] clsNormalized() throws WeightsException {
        return GraphWeights.layerNorm(weights.get("cls_embed", 1, units), weights.get("encoder.0.norm1.weight", units),
                weights.get("encoder.0.norm1.bias", units), ClsNetwork.EPSILON);
    }
}
