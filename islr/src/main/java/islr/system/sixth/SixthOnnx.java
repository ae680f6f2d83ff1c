package islr.system.sixth;

import islr.data.Skeleton;
import islr.nn.BatchNorm;
import islr.nn.Parameters;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Attribute;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.util.List;

/// [SixthNetwork] as nodes of a graph, for one clip of at most L frames: `[T, 100, 3]` → logits `[classes]`.
///
/// Computed when the graph is made: the two maps behind the smoothing are one, what the kinds of points contribute is a
/// vector, batch norms are multiplied into the maps before them, keys and queries of the distances are matrices, and
/// the attention's scale is in the queries.
final class SixthOnnx {
    private static final int POINTS = SixthLandmarks.POINTS;
    private static final int KERNEL = 5;
    /// Frames of zeros that the smoothing looks at.
    private static final int TAIL = 2;

    private final SixthSizes sizes;
    private final Checkpoint checkpoint;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxMath m;
    private final OnnxLayers layers;

    SixthOnnx(OnnxGraph graph, SixthSizes sizes, Checkpoint checkpoint) {
        this.sizes = sizes;
        this.checkpoint = checkpoint;
        this.weights = new GraphWeights(checkpoint);
        this.graph = graph;
        this.m = new OnnxMath(graph);
        this.layers = new OnnxLayers(graph, weights);
    }

    /// @param points `[T, 100, 3]`
    /// @return `[classes]`
    String logits(String points) throws WeightsException {
        String frames = m.size(points, 0);
        String x = together(places(points, frames), frames);
        String distances = distances(frames);
        List<Integer> widths = sizes.widths();
        for (int i = 0; i < SixthNetwork.LAYERS; i++) {
            x = new Layer("frame_transformer_" + (i + 1), widths.get(i), widths.get(i + 1)).of(x, distances);
        }
        String mean = m.div(m.sum(x, 0), m.toReal(frames));
        return m.reshape(layers.linear(mean, "logits", widths.getLast(), sizes.classes()), sizes.classes());
    }

    /// See [LandmarkEncoder]: `[T, 100, 3]` → `[T, 100·E]`.
    private String places(String points, String frames) throws WeightsException {
        String along = layers.transpose(m.concat(0, points, tail(frames)), 1, 2, 0); // [100, 3, T + tail]
        String smoothed = m.slice(smoothing(smoothing(along, 0, Skeleton.AXES, 8), 1, 8, 16), 2, graph.integers(0),
                frames);
        String place = m.concat(2, points, layers.transpose(smoothed, 2, 0, 1)); // [T, 100, 19]
        int units = sizes.landmarkUnits();
        int in = Skeleton.AXES + 16;
        Compute c = Compute.cpu();
        Tensor map = weights.get("dense.weight", units, 3 * units).slice(c, 1, 2 * units, 3 * units);
        Tensor weight = map.matmul(c, weights.get("pos_dense.weight", units, in));
        Tensor bias = weights.get("pos_dense.bias", units).reshape(c, 1, units).linear(c, map, null);
        String mapped = layers.linear(layers.reshape(place, -1, in), "places", weight, bias.reshape(c, units));
        Tensor kinds = new LandmarkEncoder(units, Parameters.of(checkpoint.tensors())).kinds(c);
        String kind = graph.initializer("kinds", kinds.view(0, Shape.of(1, POINTS * units)));
        return m.add(layers.reshape(mapped, -1, (long) POINTS * units), kind);
    }

    /// Frames of zeros behind the clip, see [Tail].
    private String tail(String frames) {
        String zeros = graph.initializer("tail", Tensor.zeros(TAIL, POINTS, Skeleton.AXES));
        return switch (sizes.tail()) {
            case FITTING -> m.slice(zeros, 0, graph.integers(0),
                    m.min(m.sub(graph.integers(sizes.frames()), frames), graph.integers(TAIL)));
            case TWO -> zeros;
            case NONE -> m.slice(zeros, 0, 0, 0);
        };
    }

    private String smoothing(String x, int number, int in, int out) throws WeightsException {
        String path = "pos_cnn." + number + ".weight";
        return graph.node("Conv", List.of(x, graph.initializer(path, weights.get(path, out, in, KERNEL))),
                Attribute.integers("kernel_shape", KERNEL), Attribute.integers("pads", KERNEL / 2, KERNEL / 2));
    }

    /// See [FrameEncoder]: `[T, 100·E]` → `[T, d0]`.
    private String together(String all, String frames) throws WeightsException {
        int hand = SixthLandmarks.HAND;
        String hands = m.max(part("left_hand_mlp", centred(slice(all, 0, hand), hand, frames), hand),
                part("right_hand_mlp", centred(slice(all, hand, 2 * hand), hand, frames), hand));
        String mouth = part("lips_mlp", centred(slice(all, FrameEncoder.LIPS, FrameEncoder.LIPS + hand), hand, frames),
                hand);
        int head = FrameEncoder.LIPS - FrameEncoder.SILHOUETTE + POINTS - FrameEncoder.CHEEKS;
        String face = part("face_mlp", centred(m.concat(1, slice(all, FrameEncoder.SILHOUETTE, FrameEncoder.LIPS),
                slice(all, FrameEncoder.CHEEKS, POINTS)), head, frames), head);
        String parts = m.concat(1, part("full_mlp", all, POINTS), hands, mouth, face);
        return encoded("landmark_mlp", parts, 4 * sizes.partUnits(), sizes.widths().getFirst());
    }

    private String slice(String all, int from, int to) {
        return m.slice(all, 1, (long) from * sizes.landmarkUnits(), (long) to * sizes.landmarkUnits());
    }

    /// See [Centring].
    private String centred(String part, int points, String frames) {
        int units = sizes.landmarkUnits();
        String x = layers.reshape(part, -1, points, units);
        String count = m.toReal(m.mul(frames, graph.integers(points)));
        return layers.reshape(m.sub(x, m.div(m.sum(x, 0, 1), count)), -1, (long) points * units);
    }

    private String part(String path, String x, int points) throws WeightsException {
        return encoded(path, x, points * sizes.landmarkUnits(), sizes.partUnits());
    }

    private String encoded(String path, String x, int in, int out) throws WeightsException {
        return layers.mish(layers.batchNormed(x, path,
                new OnnxLayers.Normed(path + ".0", path + ".1", in, out, BatchNorm.Options.PYTORCH.epsilon())));
    }

    /// Rows of the tables for the distances of all pairs of frames: `[H, T, T]`, at [·, i, j] that of i − j.
    private String distances(String frames) {
        int most = sizes.frames();
        int[] rows = Distances.rows(most, most - 1);
        long[] table = new long[most * most];
        for (int i = 0; i < table.length; i++) {
            table[i] = rows[i / most - i % most + most - 1];
        }
        String all = graph.initializer("distances", new int[] {1, most, most}, table);
        String zero = graph.integers(0);
        String own = m.slice(m.slice(all, 1, zero, frames), 2, zero, frames);
        return m.expand(own, m.concat(0, graph.integers(sizes.heads()), frames, frames));
    }

    /// See [SixthLayer].
    private final class Layer {
        private final String path;
        private final int in;
        private final int out;

        private Layer(String path, int in, int out) {
            this.path = path;
            this.in = in;
            this.out = out;
        }

        private String of(String x, String distances) throws WeightsException {
            String inner = path + ".layer.0.";
            String context = layers.linear(attention(x, distances), inner + "attention.output.dense", in, in);
            String a = norm(m.add(x, context), inner + "attention.output.LayerNorm", in);
            String u = m.add(a, layers.mish(layers.linear(a, inner + "intermediate.dense", in, in)));
            return norm(layers.linear(u, inner + "output.dense", in, out), inner + "output.LayerNorm", out);
        }

        private String norm(String x, String at, int channels) throws WeightsException {
            return layers.layerNorm(x, at, channels, SixthLayer.EPSILON);
        }

        private String attention(String x, String distances) throws WeightsException {
            String self = path + ".layer.0.attention.self.";
            int heads = sizes.heads();
            double scale = 1 / Math.sqrt(3.0 * in / heads);
            SixthLayer.Positions positions = new SixthLayer(sizes.frames(), in, out, heads, 0,
                    Parameters.of(checkpoint.tensors()).at(path)).positions(Compute.cpu());
            String q = layers.heads(layers.linear(x, self + "query_proj",
                    GraphWeights.scaled(weights.get(self + "query_proj.weight", in, in), scale),
                    GraphWeights.scaled(weights.get(self + "query_proj.bias", in), scale)), in, heads); // [H, T, d]
            String k = layers.heads(layers.linear(x, self + "key_proj", in, in), in, heads);
            String v = layers.heads(layers.linear(x, self + "value_proj", in, in), in, heads);
            String content = m.add(layers.matmul(q, layers.transpose(k, 0, 2, 1)),
                    picked(layers.matmul(q, table("keys", positions.keys())), distances));
            // Of key j and query i, in the row of j: the distance is still i − j.
            String ofKeys = picked(layers.matmul(k, table("queries", GraphWeights.scaled(positions.queries(), scale))),
                    layers.transpose(distances, 0, 2, 1));
            String scores = m.add(content, layers.transpose(ofKeys, 0, 2, 1));
            return layers.joined(layers.matmul(layers.softmax(scores), v), in);
        }

        private String picked(String products, String distances) {
            return graph.node("GatherElements", List.of(products, distances), Attribute.integer("axis", 2));
        }

        /// `[2L, h]` → `[H, d, 2L]`.
        private String table(String name, Tensor rows) {
            int heads = sizes.heads();
            int d = in / heads;
            int count = rows.shape().rows();
            float[] turned = new float[rows.size()];
            for (int row = 0; row < count; row++) {
                for (int column = 0; column < in; column++) {
                    turned[column * count + row] = rows.get(row, column);
                }
            }
            return graph.initializer(path + "." + name, Tensor.of(Shape.of(heads, d, count), turned));
        }
    }
}
