package islr.system.fingerspelling;

import islr.nn.BatchNorm;
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
import java.util.Arrays;
import java.util.List;

/// [FrameEncoder] as nodes of a graph, as it predicts: `[T, 130, 3]` → `[T, d]`, T at most L.
///
/// Batch norms with running statistics are a factor and a summand of each channel; the positions of part one are mapped
/// when the graph is made.
final class SpellingEncoderOnnx {
    private static final int CHANNELS = 32;
    private static final int AXES = 3;

    private final FingerspellingSizes sizes;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxMath m;
    private final OnnxLayers layers;
    private final int width;

    SpellingEncoderOnnx(OnnxGraph graph, FingerspellingSizes sizes, Checkpoint checkpoint) {
        this.sizes = sizes;
        this.graph = graph;
        weights = new GraphWeights(checkpoint);
        m = new OnnxMath(graph);
        layers = new OnnxLayers(graph, weights);
        width = sizes.width();
    }

    String encoded(String points) throws WeightsException {
        String frames = m.size(points, 0);
        String x = extracted(points, "feature_extractor", SpellingPoints.COUNT, width);
        if (sizes.part() == Part.TWO) {
            SpellingPoints.Kind[] kinds = SpellingPoints.Kind.values();
            String[] parts = new String[kinds.length];
            for (int i = 0; i < kinds.length; i++) {
                parts[i] = extracted(ofKind(points, kinds[i]), "feature_extractor_" + kinds[i].label(),
                        kinds[i].points().length, width / kinds.length);
            }
            x = m.add(x, m.concat(1, parts));
        }
        Positions positions = sizes.part() == Part.TWO ? rotary(frames) : null;
        for (int i = 0; i < sizes.blocks(); i++) {
            x = block(x, "encoder.blocks." + i + ".", frames, positions);
        }
        return x;
    }

    /// See [KindOfPoints].
    private String ofKind(String points, SpellingPoints.Kind kind) {
        String own = m.gather(points, 1, Arrays.stream(kind.points()).asLongStream().toArray());
        String x = m.toReal64(own);
        String mean = m.mean(x, 1);
        String rest = m.sub(x, mean);
        String deviation = m.sqrt(m.mean(m.mul(rest, rest), 1)); // [T, 1, 3]
        String zero = graph.real(0);
        String there = m.not(m.equal(m.add(m.slice(own, 2, 0, 1), m.slice(own, 2, 1, 2)), zero));
        return m.where(m.and(there, m.greater(deviation, graph.real64(0))), m.toReal(m.div(rest, deviation)), zero);
    }

    /// See [FeatureExtractor].
    private String extracted(String points, String path, int count, int out) throws WeightsException {
        String image = m.reshape(layers.transpose(points, 2, 0, 1), 1, AXES, -1, count);
        int kernel = FeatureExtractor.KERNEL;
        String name = path + ".conv_stem.weight";
        String stem = graph.node("Conv",
                List.of(image, graph.initializer(name, weights.get(name, CHANNELS, AXES, kernel, kernel))),
                Attribute.integers("kernel_shape", kernel, kernel), Attribute.integers("pads", 1, 1, 1, 1),
                Attribute.integers("strides", 1, FeatureExtractor.STRIDE));
        String seen = layers.silu(normed(stem, path + ".bn_conv", CHANNELS, 1, CHANNELS, 1, 1));
        int all = (count + 1) / 2 * CHANNELS;
        String flat = m.reshape(layers.transpose(seen, 0, 2, 3, 1), -1, all);
        return normed(layers.unbiased(flat, path + ".stem_linear", all, out), path + ".stem_bn", out, out);
    }

    /// A batch norm as a factor and a summand.
    ///
    /// @param shape of these two
    private String normed(String x, String path, int channels, int... shape) throws WeightsException {
        float[] factor = new float[channels];
        float[] summand = new float[channels];
        for (int i = 0; i < channels; i++) {
            double g = weights.get(path + ".weight", channels).get(i) / Math.sqrt(
                    weights.get(path + ".running_var", channels).get(i) + (double) BatchNorm.Options.PYTORCH.epsilon());
            factor[i] = (float) g;
            summand[i] = (float) (weights.get(path + ".bias", channels).get(i)
                    - g * weights.get(path + ".running_mean", channels).get(i));
        }
        return m.add(m.mul(x, graph.initializer(path + ".factor", Tensor.of(Shape.of(shape), factor))),
                graph.initializer(path + ".summand", Tensor.of(Shape.of(shape), summand)));
    }

    /// See [SqueezeformerBlock].
    private String block(String in, String path, String frames, Positions positions) throws WeightsException {
        String x = in;
        String[] modules = {"mhsa", "ff_mhsa", "conv", "ff_conv"};
        for (int i = 0; i < modules.length; i++) {
            String y = m.add(m.mul(x, row(path + "scale_" + modules[i])), row(path + "bias_" + modules[i]));
            String branch = switch (i) {
                case 0 -> sizes.part() == Part.TWO ? turnedAttention(y, path + "mhsa_llama.", positions)
                        : relativeAttention(y, path + "mhsa.attention.", frames);
                case 2 -> convolution(y, path + "conv.", frames);
                default -> layers.linear(layers.silu(layers.linear(y, path + modules[i] + ".ffn1", width, width)),
                        path + modules[i] + ".ffn2", width, width);
            };
            x = layers.layerNorm(m.add(x, branch), path + "ln_" + modules[i], width, DecoderLayer.EPSILON);
        }
        return x;
    }

    private String row(String name) throws WeightsException {
        return graph.initializer(name, weights.get(name, 1, 1, width).view(0, Shape.of(width)));
    }

    /// cos and sin of the clip's frames, `[T, h]`.
    private record Positions(String cos, String sin) {}

    private Positions rotary(String frames) throws WeightsException {
        return new Positions(table("cos", frames), table("sin", frames));
    }

    private String table(String name, String frames) throws WeightsException {
        int head = width / sizes.heads();
        Tensor table = weights.get(name, 1, 1, sizes.frames(), head).view(0, Shape.of(sizes.frames(), head));
        return m.slice(graph.initializer(name, table), 0, graph.integers(0), frames);
    }

    /// See [RotaryAttention].
    private String turnedAttention(String x, String path, Positions positions) throws WeightsException {
        String q = turned(heads(layers.unbiased(x, path + "q_proj", width, width)), positions);
        String k = turned(heads(layers.unbiased(x, path + "k_proj", width, width)), positions);
        String v = heads(layers.unbiased(x, path + "v_proj", width, width));
        String scores = layers.matmul(q, layers.transpose(k, 0, 2, 1));
        return layers.unbiased(mixed(scores, v), path + "o_proj", width, width);
    }

    private String turned(String x, Positions positions) {
        int head = width / sizes.heads();
        String first = m.slice(x, 2, 0, head / 2);
        String second = m.slice(x, 2, head / 2, head);
        return m.add(m.mul(x, positions.cos), m.mul(m.concat(2, m.mul(second, graph.real(-1)), first), positions.sin));
    }

    private String heads(String x) {
        return layers.heads(x, width, sizes.heads());
    }

    /// The values mixed by the softmax of the scores over √h.
    private String mixed(String scores, String values) {
        String scaled = m.mul(scores, graph.real((float) (1 / Math.sqrt((double) width / sizes.heads()))));
        return layers.joined(layers.matmul(layers.softmax(scaled), values), width);
    }

    /// See [RelativeAttention]: the scores of all distances, a row a query, are put in the order of the keys by a
    /// column of zeros in front of them and another shape.
    private String relativeAttention(String x, String path, String frames) throws WeightsException {
        String q = layers.linear(x, path + "query_proj", width, width);
        String k = heads(layers.linear(x, path + "key_proj", width, width));
        String v = heads(layers.linear(x, path + "value_proj", width, width));
        String contents = layers.matmul(heads(m.add(q, bias(path + "u_bias"))), layers.transpose(k, 0, 2, 1));
        int most = sizes.frames();
        Tensor mapped = new RelativePositions(width, most).of(islr.tensor.Segments.ofLengths(most))
                .linear(Compute.cpu(), weights.get(path + "pos_proj.weight", width, width), null);
        String one = graph.integers(1);
        String p = m.slice(graph.initializer(path + "positions", mapped), 0, m.sub(graph.integers(most), frames),
                m.sub(m.add(graph.integers(most), frames), one)); // [2T − 1, d]
        String all = layers.matmul(heads(m.add(q, bias(path + "v_bias"))), layers.transpose(heads(p), 0, 2, 1));
        String wider = m.concat(2, m.mul(m.slice(all, 2, 0, 1), graph.real(0)), all); // [H, T, 2T]
        String count = graph.integers(sizes.heads());
        String twice = m.add(frames, frames);
        String turned = graph.node("Reshape", List.of(wider, m.concat(0, count, twice, frames)));
        String shifted = graph.node("Reshape",
                List.of(m.slice(turned, 1, one, twice), m.concat(0, count, frames, m.sub(twice, one))));
        String scores = m.add(contents, m.slice(shifted, 2, graph.integers(0), frames));
        return layers.linear(mixed(scores, v), path + "out_proj", width, width);
    }

    private String bias(String name) throws WeightsException {
        int heads = sizes.heads();
        return graph.initializer(name, weights.get(name, heads, width / heads).view(0, Shape.of(width)));
    }

    /// See [ConvolutionModule].
    private String convolution(String x, String path, String frames) throws WeightsException {
        Tensor first = weights.get(path + "pw_conv_1.conv.weight", 2 * width, width, 1);
        Tensor bias = weights.get(path + "pw_conv_1.conv.bias", 2 * width);
        List<String> halves = layers.columns(
                layers.linear(x, path + "pw_conv_1", first.view(0, Shape.of(2 * width, width)), bias), width, width);
        String gated = m.mul(halves.getFirst(), graph.node("Sigmoid", List.of(halves.getLast())));
        int side = sizes.kernel() / 2;
        if (sizes.padded() > 0 && side > 0) {
            float[] padding = new float[side * width];
            for (int i = 0; i < padding.length; i++) {
                padding[i] = (float) (bias.get(i % width) / (1 + Math.exp(-bias.get(width + i % width))));
            }
            String rows = graph.initializer(path + "padding", Tensor.of(Shape.of(side, width), padding));
            String count = m.min(m.max(m.sub(graph.integers(sizes.padded()), frames), graph.integers(0)),
                    graph.integers(side));
            gated = m.concat(0, gated, m.slice(rows, 0, graph.integers(0), count));
        }
        String name = path + "dw_conv.conv.weight";
        String along = m.reshape(layers.transpose(gated, 1, 0), 1, width, -1);
        String deep = graph.node("Conv",
                List.of(along, graph.initializer(name, weights.get(name, width, 1, sizes.kernel()))),
                Attribute.integers("kernel_shape", sizes.kernel()), Attribute.integers("pads", side, side),
                Attribute.integer("group", width));
        String rows = m.slice(layers.transpose(m.reshape(deep, width, -1), 1, 0), 0, graph.integers(0), frames);
        String active = layers.silu(normed(rows, path + "bn", width, width));
        return layers.linear(active, path + "pw_conv_2",
                weights.get(path + "pw_conv_2.conv.weight", width, width, 1).view(0, Shape.of(width, width)),
                weights.get(path + "pw_conv_2.conv.bias", width));
    }
}
