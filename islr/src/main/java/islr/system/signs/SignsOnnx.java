package islr.system.signs;

import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Attribute;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.util.List;

/// [SignsNetwork] as nodes of a graph, for one clip: `[S, F]` → logits `[classes]`.
final class SignsOnnx {
    private final SignsSizes sizes;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxMath m;
    private final OnnxLayers layers;

    SignsOnnx(OnnxGraph graph, SignsSizes sizes, Checkpoint checkpoint) {
        this.sizes = sizes;
        this.weights = new GraphWeights(checkpoint);
        this.graph = graph;
        this.m = new OnnxMath(graph);
        this.layers = new OnnxLayers(graph, weights);
    }

    String logits(String rows) throws WeightsException {
        int units = sizes.units();
        String embedded = layers.linear(standardized(rows), "embed", sizes.features(), units);
        String position = graph.initializer("position", weights.get("position", sizes.frames(), units));
        String x = m.add(layers.gelu(norm(embedded, "norm")), position);
        for (int i = 0; i < sizes.blocks(); i++) {
            x = block(x, "blocks." + i + ".");
        }
        String mean = m.div(m.sum(x, 0), graph.real(sizes.frames()));
        return m.reshape(layers.linear(mean, "classifier", units, sizes.classes()), sizes.classes());
    }

    /// See [Standardizing].
    private String standardized(String rows) throws WeightsException {
        String zero = graph.real(0);
        String normal = m.div(m.sub(rows, statistics("stats.mean")), statistics("stats.std"));
        return m.where(m.equal(rows, zero), zero, normal);
    }

    private String statistics(String name) throws WeightsException {
        return graph.initializer(name, weights.get(name, sizes.features()));
    }

    private String norm(String x, String path) throws WeightsException {
        return layers.layerNorm(x, path, sizes.units(), SignsBlock.EPSILON);
    }

    /// See [SignsBlock].
    private String block(String rows, String path) throws WeightsException {
        String x = m.add(rows, fed(convolved(norm(rows, path + "norm1"), path + "conv"), path + "ff1"));
        if (sizes.heads() > 0) {
            x = m.add(x, layers.attention(norm(x, path + "norm2"), path + "attn", sizes.units(), sizes.heads()));
        }
        return m.add(x, fed(norm(x, path + "norm3"), path + "ff2"));
    }

    /// Each column by itself, along time: `[S, D]` → `[S, D]`.
    private String convolved(String x, String path) throws WeightsException {
        int units = sizes.units();
        int kernel = SignsBlock.KERNEL;
        String along = m.reshape(layers.transpose(x, 1, 0), 1, units, sizes.frames());
        String weight = graph.initializer(path + ".weight", weights.get(path + ".weight", units, 1, kernel));
        String bias = graph.initializer(path + ".bias", weights.get(path + ".bias", units));
        String mixed = graph.node("Conv", List.of(along, weight, bias), Attribute.integers("kernel_shape", kernel),
                Attribute.integers("pads", kernel / 2, kernel / 2), Attribute.integer("group", units));
        return layers.transpose(m.reshape(mixed, units, sizes.frames()), 1, 0);
    }

    private String fed(String x, String path) throws WeightsException {
        int wide = SignsBlock.WIDER * sizes.units();
        return layers.linear(layers.silu(layers.linear(x, path + ".fc1", sizes.units(), wide)), path + ".fc2", wide,
                sizes.units());
    }
}
