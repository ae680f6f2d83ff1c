package islr.system.gislr;

import islr.system.Sample;
import islr.system.Settings;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Attribute;
import islr.weights.onnx.Axis;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/// GISLR-64 or GISLR-32 as a graph: padded frames in, logits out.
///
/// - `frames` [batch, S, C, 3]: x, y and z of the landmarks, 0 where one is missing → `logits` [batch, classes]
/// - `index` [batch, S]: the number of each frame in its clip, −1 for padding
///
/// ```
/// GISLR-64: x₂ = x + attention(x)                    y = x₂ + W₂·gelu(W₁·x₂ + b₁) + b₂
/// GISLR-32: x₁ = LN₁(x);  x₂ = x₁ + attention(x₁)    y = x₂ + W₂·gelu(W₁·LN₂(x₂) + b₁) + b₂
/// ```
///
/// In GISLR-32 the skip connection of the attention begins behind the layer norm, and there is no norm behind the last
/// block.
///
/// A clip whose frames are all padding gives NaN. Computed when the graph is made: the weights of the groups (a
/// softmax) are multiplied into the matrices and vectors that they weigh, and the attention's 1/√d into the query
/// matrix; the query, key and value matrices become one.
///
/// Source: M. Wijkhuizen's GISLR notebook, and the notebook of "Model 1" of seed 001.
public final class GislrOnnx {
    private static final float PADDING = -1;

    private final GislrSizes sizes;
    private final List<LandmarkGroup> groups;
    private final int columns;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxLayers layers;

    private GislrOnnx(OnnxGraph graph, GislrSizes sizes, List<LandmarkGroup> groups, Checkpoint checkpoint) {
        this.graph = graph;
        this.sizes = sizes;
        this.groups = groups;
        this.weights = new GraphWeights(checkpoint);
        this.layers = new OnnxLayers(graph, weights);
        int end = 0;
        for (LandmarkGroup group : groups) {
            if (group.first() != end) {
                throw new IllegalArgumentException("onnx: group '" + group.name() + "' begins at column "
                        + group.first() + ", those before it end at " + end);
            }
            end += group.count();
        }
        this.columns = end;
    }

    /// @param preset the graph's name
    /// @param settings those of [Gislr], with which the checkpoint was trained
    /// @param classes number of signs
    /// @param checkpoint with our names
    /// @return a graph with the weights in it, from `x` to `logits`
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph of(String preset, Settings settings, int classes, Checkpoint checkpoint)
            throws WeightsException {
        GislrSizes sizes = GislrSizes.of(settings, classes);
        return of(preset, sizes, sizes.groups(), checkpoint);
    }

    /// The inputs of the graph for one clip.
    ///
    /// @param frames [1, S, C, 3], row-major
    /// @param index [1, S]
    public record Inputs(float[] frames, float[] index) {}

    /// Pads a sample as the graph takes it.
    ///
    /// @param settings those that the graph was made with
    /// @param sample of [GislrFeatures], [t, 3C + 2]
    /// @return what the graph is given for this sample
    public static Inputs inputs(Settings settings, Sample sample) {
        FrameRows columns = new FrameRows(settings.get(Gislr.FEATURES).columns());
        float[] rows = sample.values().toArray();
        float[] frames = new float[settings.get(Gislr.FRAMES) * columns.index()];
        float[] index = new float[settings.get(Gislr.FRAMES)];
        Arrays.fill(index, PADDING);
        for (int t = 0; t < sample.rows(); t++) {
            System.arraycopy(rows, t * columns.width(), frames, t * columns.index(), columns.index());
            index[t] = rows[t * columns.width() + columns.index()];
        }
        return new Inputs(frames, index);
    }

    /// @param preset the graph's name
    /// @param groups in the order of their columns, all C of them
    /// @param checkpoint with our names
    /// @throws WeightsException if a tensor is missing or has another shape
    static OnnxGraph of(String preset, GislrSizes sizes, List<LandmarkGroup> groups, Checkpoint checkpoint)
            throws WeightsException {
        OnnxGraph graph = new OnnxGraph(preset);
        GislrOnnx model = new GislrOnnx(graph, sizes, groups, checkpoint);
        Axis batch = Axis.any("batch");
        String frames = graph.input("frames", batch, Axis.of(sizes.frames()), Axis.of(model.columns), Axis.of(3));
        String index = graph.input("index", batch, Axis.of(sizes.frames()));
        graph.output("logits", model.logits(frames, index), batch, Axis.of(sizes.classes()));
        return graph;
    }

    /// Adds the network to a graph.
    ///
    /// @param frames value `[batch, S, C, 3]`
    /// @param index value `[batch, S]`
    /// @return logits `[batch, classes]`
    static String logits(OnnxGraph graph, GislrSizes sizes, Checkpoint checkpoint, String frames, String index)
            throws WeightsException {
        return new GislrOnnx(graph, sizes, sizes.groups(), checkpoint).logits(frames, index);
    }

    private String logits(String frames, String index) throws WeightsException {
        String padding = graph.node("Equal", List.of(index, graph.real(PADDING))); // [B, S]
        String scoreShift = scoreShift(padding);

        String x = mixed(merged(normalized(frames)), positions(index, padding)); // [B·S, D]
        for (int i = 0; i < sizes.blocks() - 1; i++) {
            x = attended(x, scoreShift, i);
            x = layers.add(x, fed(hidden(x, i), i));
        }
        // The mean of a linear map's results is its result for the mean: the last one sees one row a clip instead of
        // one a frame.
        int last = sizes.blocks() - 1;
        String share = share(padding);
        x = attended(x, scoreShift, last);
        String pooled = layers.add(mean(x, share, sizes.units()),
                fed(mean(hidden(x, last), share, 2 * sizes.units()), last));
        return layers.linear(pooled, "classifier", sizes.units(), sizes.classes());
    }

    /// What padding adds to the scores of the attention: to those of its queries, [B, 1, S, 1], with all keys,
    /// or to those of its keys, which are then not attended to, [B, 1, 1, S].
    private String scoreShift(String padding) {
        String shift = graph.node("Mul", List.of(layers.number(padding), graph.real(FrameBatch.KERAS_PENALTY)));
        int s = sizes.frames();
        return switch (sizes.padding()) {
            case ATTENDED -> layers.reshape(shift, -1, 1, s, 1);
            case MASKED -> layers.reshape(shift, -1, 1, 1, s);
        };
    }

    /// `v = 0 ? 0 : (v − mean)/std` of x and y: [B, S, C, 3] → [B·S, 2C].
    private String normalized(String frames) throws WeightsException {
        String xy = graph.node("Slice", List.of(frames, graph.integers(0), graph.integers(2), graph.integers(3)));
        String centred = graph.node("Sub", List.of(xy, statistics("mean")));
        String normal = graph.node("Div", List.of(centred, statistics("std")));
        String missing = graph.node("Equal", List.of(xy, graph.real(0)));
        return layers.reshape(graph.node("Where", List.of(missing, graph.real(0), normal)), -1, 2L * columns);
    }

    /// All groups' `mean` or `std`, [C, 2].
    private String statistics(String kind) throws WeightsException {
        List<Tensor> all = new ArrayList<>();
        for (LandmarkGroup group : groups) {
            all.add(weights.get("stats." + group.name() + "." + kind, group.count(), 2));
        }
        return graph.initializer("stats." + kind, GraphWeights.stacked(all));
    }

    /// The groups' embeddings, weighed: `Σ_g softmax(w)_g·(absent ? empty_g : W₂·gelu(W₁·x_g))`, [B·S, landmark units].
    private String merged(String features) throws WeightsException {
        double[] weight = GraphWeights.softmax(weights.get("embedding.landmark_weights", groups.size()));
        List<String> parts = layers.columns(features, groups.stream().mapToLong(group -> 2L * group.count()).toArray());
        String sum = null;
        for (int g = 0; g < groups.size(); g++) {
            String path = "embedding." + groups.get(g).name();
            String part = embedding(parts.get(g), path, 2 * groups.get(g).count(), weight[g]);
            sum = sum == null ? part : layers.add(sum, part);
        }
        return sum;
    }

    private String embedding(String x, String path, int in, double weight) throws WeightsException {
        int units = sizes.landmarkUnits();
        String hidden = layers.gelu(layers.unbiased(x, path + ".fc1", in, units));
        String there = layers.linear(hidden, path + ".fc2",
                GraphWeights.scaled(weights.get(path + ".fc2.weight", units, units), weight));
        String empty = graph.initializer(path + ".empty",
                GraphWeights.scaled(weights.get(path + ".empty", units), weight));
        // The features of a missing group are all 0; the original tests their sum.
        String sum = graph.node("ReduceSum", List.of(x, graph.integers(1))); // [B·S, 1]
        return graph.node("Where", List.of(graph.node("Equal", List.of(sum, graph.real(0))), empty, there));
    }

    /// `W₂·gelu(W₁·x) + position`, [B·S, D].
    private String mixed(String merged, String positions) throws WeightsException {
        String hidden = layers.gelu(layers.unbiased(merged, "embedding.fc1", sizes.landmarkUnits(), sizes.units()));
        return layers.linear(hidden, "embedding.fc2", sizes.units(), sizes.units(), positions);
    }

    /// Rows `trunc(index/last·S)` of the position table, row S for padding: [B·S, D]. Another order of operations could
    /// round to other rows than in training.
    private String positions(String index, String padding) throws WeightsException {
        int s = sizes.frames();
        String largest = graph.node("ReduceMax", List.of(index, graph.integers(1))); // [B, 1]
        String last = graph.node("Max", List.of(largest, graph.real(1)));
        String scaled = graph.node("Mul", List.of(graph.node("Div", List.of(index, last)), graph.real(s)));
        String place = graph.node("Cast", List.of(scaled), Attribute.integer("to", OnnxGraph.INT64));
        String row = layers.reshape(graph.node("Where", List.of(padding, graph.integers(s), place)), -1);
        String path = "embedding.positional.weight";
        return graph.node("Gather", List.of(graph.initializer(path, weights.get(path, s + 1, sizes.units())), row));
    }

    /// `x + attention(x)`, or `x₁ + attention(x₁)` with the normalised x₁.
    private String attended(String x, String scoreShift, int block) throws WeightsException {
        String from = normalized(x, block, ".norm1");
        return layers.add(from, attention(from, scoreShift, "blocks." + block + ".attn"));
    }

    /// `x` itself in a network without layer norms.
    private String normalized(String x, int block, String norm) throws WeightsException {
        return sizes.norm() == Gislr.Norm.PRE
                ? layers.layerNorm(x, "blocks." + block + norm, sizes.units(), GislrBlock.EPSILON) : x;
    }

    /// `W_o·concat_h(softmax(Q_h·K_hᵀ/√d + shift)·V_h) + b_o`, [B·S, D] → [B·S, D].
    private String attention(String x, String scoreShift, String path) throws WeightsException {
        int units = sizes.units();
        int d = units / sizes.heads();
        double scale = 1 / Math.sqrt(d);
        Tensor weight = GraphWeights
                .stacked(List.of(GraphWeights.scaled(weights.get(path + ".q_proj.weight", units, units), scale),
                        weights.get(path + ".k_proj.weight", units, units),
                        weights.get(path + ".v_proj.weight", units, units)));
        Tensor bias = GraphWeights
                .stacked(List.of(GraphWeights.scaled(weights.get(path + ".q_proj.bias", units), scale),
                        weights.get(path + ".k_proj.bias", units), weights.get(path + ".v_proj.bias", units)));
        List<String> maps = layers.columns(layers.linear(x, path + ".qkv_proj", weight, bias), units, units, units);
        String q = layers.transpose(heads(maps.get(0), d), 0, 2, 1, 3); // [B, H, S, d]
        String k = layers.transpose(heads(maps.get(1), d), 0, 2, 3, 1); // [B, H, d, S]
        String v = layers.transpose(heads(maps.get(2), d), 0, 2, 1, 3); // [B, H, S, d]
        String probabilities = layers.softmax(layers.add(layers.matmul(q, k), scoreShift));
        String heads = layers.transpose(layers.matmul(probabilities, v), 0, 2, 1, 3); // [B, S, H, d]
        return layers.linear(layers.reshape(heads, -1, units), path + ".out_proj", units, units);
    }

    /// [B·S, D] → [B, S, H, d].
    private String heads(String x, int d) {
        return layers.reshape(x, -1, sizes.frames(), sizes.heads(), d);
    }

    /// The first half of a feed-forward network, [B·S, D] → [B·S, 2D].
    private String hidden(String x, int block) throws WeightsException {
        String from = normalized(x, block, ".norm2");
        return layers.gelu(layers.linear(from, "blocks." + block + ".ff.fc1", sizes.units(), 2 * sizes.units()));
    }

    /// The second half, [rows, 2D] → [rows, D].
    private String fed(String hidden, int block) throws WeightsException {
        return layers.linear(hidden, "blocks." + block + ".ff.fc2", 2 * sizes.units(), sizes.units());
    }

    /// The weight of each frame in its clip's mean, [B, 1, S]: 1/n for each of the n frames, 0 for padding.
    private String share(String padding) {
        String counts = layers.number(graph.node("Not", List.of(padding)));
        return layers.reshape(
                graph.node("Div", List.of(counts, graph.node("ReduceSum", List.of(counts, graph.integers(1))))), -1, 1,
                sizes.frames());
    }

    /// The mean over each clip's frames without padding, [B·S, C] → [B, C].
    private String mean(String x, String share, int columns) {
        String sum = layers.matmul(share, layers.reshape(x, -1, sizes.frames(), columns)); // [B, 1, C]
        return layers.reshape(sum, -1, columns);
    }
}
