package islr.system.mlp;

import islr.nn.BatchNorm;
import islr.tensor.Shape;
import islr.tensor.Tensor;
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
    private final GraphWeights weights;
    private final OnnxGraph graph;
    private final OnnxLayers layers;

    private MlpOnnx(String preset, Checkpoint checkpoint) {
        this.checkpoint = checkpoint;
        this.weights = new GraphWeights(checkpoint);
        this.graph = new OnnxGraph(preset);
        this.layers = new OnnxLayers(graph, weights);
    }

    /// The number of layers and all sizes come from the tensors.
    ///
    /// @param preset the graph's name
    /// @param checkpoint with our names
    /// @throws WeightsException if a tensor is missing or has another shape
    public static OnnxGraph of(String preset, Checkpoint checkpoint) throws WeightsException {
        MlpOnnx model = new MlpOnnx(preset, checkpoint);
        model.build();
        return model.graph;
    }

    private void build() throws WeightsException {
        int hiddenLayers = hiddenLayers();
        Axis batch = Axis.any("batch");
        int in = sizes(hiddenLayers == 0 ? "out" : "fc.0.dense").dim(1);
        String x = graph.input("features", batch, Axis.of(in));
        for (int i = 0; i < hiddenLayers; i++) {
            int out = sizes("fc." + i + ".dense").dim(0);
            x = layers.relu(normalized(x, "fc." + i, in, out));
            in = out;
        }
        int classes = sizes("out").dim(0);
        graph.output("logits", layers.linear(x, "out", in, classes), batch, Axis.of(classes));
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

    /// The dense layer with the batch norm behind it.
    private String normalized(String x, String path, int in, int out) throws WeightsException {
        Tensor weight = weights.get(path + ".dense.weight", out, in);
        Tensor bias = weights.get(path + ".dense.bias", out);
        Tensor gain = weights.get(path + ".bn.weight", out);
        Tensor shift = weights.get(path + ".bn.bias", out);
        Tensor mean = weights.get(path + ".bn.running_mean", out);
        Tensor variance = weights.get(path + ".bn.running_var", out);
        float[] w = weight.toArray();
        float[] b = new float[out];
        for (int i = 0; i < out; i++) {
            double g = gain.get(i) / Math.sqrt(variance.get(i) + BATCH_NORM_EPSILON);
            for (int j = i * in; j < (i + 1) * in; j++) {
                w[j] = (float) (g * w[j]);
            }
            b[i] = (float) (g * ((double) bias.get(i) - mean.get(i)) + shift.get(i));
        }
        return layers.linear(x, path, Tensor.of(weight.shape(), w), Tensor.of(bias.shape(), b));
    }
}
