package islr.system.mlp;

import islr.nn.BatchNorm;
import islr.tensor.Shape;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import islr.weights.onnx.Axis;
import islr.weights.onnx.GraphWeights;
import islr.weights.onnx.OnnxGraph;
import islr.weights.onnx.OnnxLayers;

/// The perceptron on the features of a whole clip as a graph, as it predicts.
///
/// ```
/// xᵢ₊₁ = relu(batchNorm(Wᵢ·xᵢ + bᵢ))    i = 0 … k − 1
/// logits = W·x_k + b
/// ```
///
/// - `features` `[batch, F]` → `logits` `[batch, classes]`
/// - `fc.{i}.dense.weight` `[out, in]`, `fc.{i}.dense.bias` `[out]`; `fc.{i}.bn.weight`, `.bias`, `.running_mean` and
///   `.running_var` `[out]`; `out.weight` `[classes, in]`, `out.bias` `[classes]`
///
/// With running statistics the batch norm is a linear map. It is multiplied into the dense layer in front of it when
/// the graph is made: `g = weight/√(running_var + ε)`, `W' = g·W`, `b' = g·(b − running_mean) + bias`, and the graph
/// has one `Gemm` and one `Relu` a layer.
///
/// Source: seed 001, "Model 2: Linear, BN, ReLU"; ε is that of Keras.
public final class MlpOnnx {
    private static final double BATCH_NORM_EPSILON = BatchNorm.Options.KERAS.epsilon();

    private final Checkpoint checkpoint;
    private final OnnxLayers layers;

    private MlpOnnx(OnnxGraph graph, Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.layers = new OnnxLayers(graph, new GraphWeights(checkpoint));
    }

    /// The number of layers and all sizes come from the tensors.
    ///
    /// @param preset the graph's name
    /// @param checkpoint with our names
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph of(String preset, Checkpoint checkpoint) throws WeightsException {
        OnnxGraph graph = new OnnxGraph(preset);
        MlpOnnx model = new MlpOnnx(graph, checkpoint);
        Axis batch = Axis.any("batch");
        int in = model.sizes(model.hiddenLayers() == 0 ? "out" : "fc.0.dense").dim(1);
        String x = graph.input("features", batch, Axis.of(in));
        graph.output("logits", model.logits(x, in), batch, Axis.of(model.sizes("out").dim(0)));
        return graph;
    }

    /// Adds the network to a graph.
    ///
    /// @param features value `[batch, F]`
    /// @param width F
    /// @return logits `[batch, classes]`
    static String logits(OnnxGraph graph, Checkpoint checkpoint, String features, int width) throws WeightsException {
        return new MlpOnnx(graph, checkpoint).logits(features, width);
    }

    private String logits(String features, int width) throws WeightsException {
        int hiddenLayers = hiddenLayers();
        String x = features;
        int in = width;
        for (int i = 0; i < hiddenLayers; i++) {
            int out = sizes("fc." + i + ".dense").dim(0);
            x = layers.relu(layers.batchNormed(x, "fc." + i,
                    new OnnxLayers.Normed("fc." + i + ".dense", "fc." + i + ".bn", in, out, BATCH_NORM_EPSILON)));
            in = out;
        }
        return layers.linear(x, "out", in, sizes("out").dim(0));
    }

    /// Any tensor of a layer counts, so that the others are missed.
    private int hiddenLayers() {
        int count = 0;
        while (has("fc." + count + ".")) {
            count++;
        }
        return count;
    }

    private boolean has(String prefix) {
        return checkpoint.tensors().keySet().stream().anyMatch(name -> name.startsWith(prefix));
    }

    /// The shape `[out, in]` of a layer's weight.
    private Shape sizes(String path) throws WeightsException {
        Shape shape = checkpoint.tensor(path + ".weight").shape();
        if (shape.rank() != 2) {
            throw new WeightsException("onnx", "'" + path + ".weight' is " + shape + ", the graph needs [out, in]");
        }
        return shape;
    }
}
