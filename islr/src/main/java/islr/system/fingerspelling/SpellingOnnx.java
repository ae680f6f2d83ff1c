package islr.system.fingerspelling;

import islr.features.ClipNodes;
import islr.system.Settings;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Axis;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;
import islr.weights.onnx.OnnxMath;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// A network that spells as two graphs: what is computed once for a sequence, and one letter.
///
/// 1. [#encoder]: `landmarks` `[frames, 543, 3]`, NaN where one is missing → `frames` `[4, T, d]`, keys and values of
///    both layers of the decoder, and in part two `confidence` `[1]`, a logit
/// 2. [#step]: `token` `[1]`, `position` `[1]`, `before` `[4, letters, d]`, `frames` → `logits` `[63]` of the next
///    letter, `after` `[4, letters + 1, d]`, which is the next step's `before`
///
/// Whoever runs them begins with token 60 and no letters before, and ends at 61. The position of a token is 59 and the
/// number of tokens so far that are not 59, itself among them; that of a token 59 is 59.
public final class SpellingOnnx {
    /// Names of inputs and outputs.
    public static final String FRAMES = "frames";
    public static final String CONFIDENCE = "confidence";
    public static final String TOKEN = "token";
    public static final String POSITION = "position";
    public static final String BEFORE = "before";
    public static final String AFTER = "after";
    public static final String LOGITS = "logits";
    /// Keys and values of every layer of the decoder.
    public static final int KEPT = 2 * FingerspellingSizes.DECODER_LAYERS;

    private final FingerspellingSizes sizes;
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxMath m;
    private final OnnxLayers layers;
    private final int width;

    private SpellingOnnx(OnnxGraph graph, FingerspellingSizes sizes, Checkpoint checkpoint) {
        this.sizes = sizes;
        this.graph = graph;
        weights = new GraphWeights(checkpoint);
        m = new OnnxMath(graph);
        layers = new OnnxLayers(graph, weights);
        width = sizes.width();
    }

    /// The graph of a sequence.
    ///
    /// @param name of the graph
    /// @param state the network's tensors
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph encoder(String name, Settings settings, Map<String, Tensor> state) throws WeightsException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(state, "state");
        OnnxGraph graph = new OnnxGraph(name);
        Checkpoint checkpoint = new Checkpoint(name, state, Map.of());
        FingerspellingSizes sizes = Fingerspelling.sizes(settings);
        SpellingFeatures features = Fingerspelling.features(settings);
        String points = new SpellingFramesOnnx(ClipNodes.inputOf(graph), features.frames(), features.fit()).points();
        String rows = new SpellingEncoderOnnx(graph, sizes, checkpoint).encoded(points);
        SpellingOnnx own = new SpellingOnnx(graph, sizes, checkpoint);
        graph.output(FRAMES, own.seen(rows), Axis.of(KEPT), Axis.any("rows"), Axis.of(sizes.width()));
        if (sizes.part() == Part.TWO) {
            String first = own.m.slice(rows, 0, 0, 1);
            graph.output(CONFIDENCE, own.m.reshape(own.layers.linear(first, "aux_fc", sizes.width(), 1), 1),
                    Axis.of(1));
        }
        return graph;
    }

    /// Keys and values of the frames, `[4, T, d]`.
    private String seen(String rows) throws WeightsException {
        String[] all = new String[KEPT];
        for (int j = 0; j < FingerspellingSizes.DECODER_LAYERS; j++) {
            String path = layer(j) + "encoder_attn.";
            all[2 * j] = m.reshape(layers.linear(rows, path + "k_proj", width, width), 1, -1, width);
            all[2 * j + 1] = m.reshape(layers.linear(rows, path + "v_proj", width, width), 1, -1, width);
        }
        return m.concat(0, all);
    }

    private static String layer(int number) {
        return "decoder.decoder.layers." + number + ".";
    }

    /// The graph of a letter.
    ///
    /// @param name of the graph
    /// @param state the network's tensors
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph step(String name, Settings settings, Map<String, Tensor> state) throws WeightsException {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(settings, "settings");
        Objects.requireNonNull(state, "state");
        OnnxGraph graph = new OnnxGraph(name);
        new SpellingOnnx(graph, Fingerspelling.sizes(settings), new Checkpoint(name, state, Map.of())).step();
        return graph;
    }

    private void step() throws WeightsException {
        String token = m.toInteger(graph.input(TOKEN, Axis.of(1)));
        String position = m.toInteger(graph.input(POSITION, Axis.of(1)));
        String before = graph.input(BEFORE, Axis.of(KEPT), Axis.any("letters"), Axis.of(width));
        String frames = graph.input(FRAMES, Axis.of(KEPT), Axis.any("rows"), Axis.of(width));
        String letter = m.gather(table("decoder.decoder.embed_tokens.weight"), token, 0);
        String x = m.add(m.mul(letter, graph.real((float) Math.sqrt(width))),
                m.gather(table("decoder.decoder.embed_positions.weights"), position, 0));
        List<String> after = new ArrayList<>();
        for (int j = 0; j < FingerspellingSizes.DECODER_LAYERS; j++) {
            String path = layer(j);
            String normed = norm(x, path + "self_attn_layer_norm");
            String keys = m.concat(0, kept(before, 2 * j), linear(normed, path + "self_attn.k_proj"));
            String values = m.concat(0, kept(before, 2 * j + 1), linear(normed, path + "self_attn.v_proj"));
            after.add(m.reshape(keys, 1, -1, width));
            after.add(m.reshape(values, 1, -1, width));
            x = m.add(x, attention(normed, path + "self_attn.", keys, values));
            x = m.add(x, attention(norm(x, path + "encoder_attn_layer_norm"), path + "encoder_attn.",
                    kept(frames, 2 * j), kept(frames, 2 * j + 1)));
            int hidden = sizes.decoderHidden();
            String inner = layers.relu(layers.linear(norm(x, path + "final_layer_norm"), path + "fc1", width, hidden));
            x = m.add(x, layers.linear(inner, path + "fc2", hidden, width));
        }
        String logits = layers.unbiased(norm(x, "decoder.decoder.layer_norm"), "decoder.lm_head", width,
                Characters.COUNT);
        graph.output(LOGITS, m.reshape(logits, Characters.COUNT), Axis.of(Characters.COUNT));
        graph.output(AFTER, m.concat(0, after.toArray(String[]::new)), Axis.of(KEPT), Axis.any("more"), Axis.of(width));
    }

    private String table(String name) throws WeightsException {
        Shape shape = weights.checkpoint().tensor(name).shape();
        return graph.initializer(name, weights.get(name, shape.dim(0), width));
    }

    private String norm(String x, String path) throws WeightsException {
        return layers.layerNorm(x, path, width, DecoderLayer.EPSILON);
    }

    private String linear(String x, String path) throws WeightsException {
        return layers.linear(x, path, width, width);
    }

    private String kept(String all, int number) {
        return m.reshape(m.gather(all, 0, number), -1, width);
    }

    /// Of one row to keys and values `[n, d]`.
    private String attention(String x, String path, String keys, String values) throws WeightsException {
        int heads = sizes.decoderHeads();
        String q = m.mul(linear(x, path + "q_proj"), graph.real((float) (1 / Math.sqrt((double) width / heads))));
        String scores = layers.matmul(layers.heads(q, width, heads),
                layers.transpose(layers.heads(keys, width, heads), 0, 2, 1)); // [H, 1, n]
        String mixed = layers.matmul(layers.softmax(scores), layers.heads(values, width, heads));
        return linear(layers.joined(mixed, width), path + "out_proj");
    }
}
