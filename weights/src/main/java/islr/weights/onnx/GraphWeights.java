package islr.weights.onnx;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.WeightsException;
import java.util.Arrays;
import java.util.List;

/// A checkpoint's tensors for a graph. Their shapes are checked, and what depends on weights alone is computed here,
/// once, instead of in the graph.
public record GraphWeights(Checkpoint checkpoint) {

    /// @return the tensor, of these sizes
    /// @throws WeightsException if there is none of that name, or it has another shape
    public Tensor get(String name, int... sizes) throws WeightsException {
        Tensor tensor = checkpoint.tensor(name);
        Shape expected = Shape.of(sizes);
        if (!tensor.shape().equals(expected)) {
            throw new WeightsException("onnx", "'" + name + "' is " + tensor.shape() + ", the graph needs " + expected);
        }
        return tensor;
    }

    /// Tensors joined along their first axis: [n, …] and [m, …] make [n + m, …].
    public static Tensor stacked(List<Tensor> tensors) {
        int rows = tensors.stream().mapToInt(tensor -> tensor.shape().dim(0)).sum();
        float[] all = new float[tensors.stream().mapToInt(Tensor::size).sum()];
        int at = 0;
        for (Tensor tensor : tensors) {
            System.arraycopy(tensor.array(), tensor.offset(), all, at, tensor.size());
            at += tensor.size();
        }
        return Tensor.of(tensors.getFirst().shape().with(0, rows), all);
    }

    /// `x·factor`, each product computed in double precision.
    public static Tensor scaled(Tensor tensor, double factor) {
        float[] x = tensor.toArray();
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) (x[i] * factor);
        }
        return Tensor.of(tensor.shape(), x);
    }

    /// `exp(xᵢ)/Σ exp(xⱼ)` over all numbers of `x`.
    public static double[] softmax(Tensor tensor) {
        float[] x = tensor.toArray();
        double most = Double.NEGATIVE_INFINITY;
        for (float v : x) {
            most = Math.max(most, v);
        }
        double[] y = new double[x.length];
        for (int i = 0; i < x.length; i++) {
            y[i] = Math.exp(x[i] - most);
        }
        double sum = Arrays.stream(y).sum();
        return Arrays.stream(y).map(v -> v / sum).toArray();
    }

    /// `(x − mean)/√(variance + ε)·scale + shift` over all numbers of `x`.
    public static float[] layerNorm(Tensor x, Tensor scale, Tensor shift, float epsilon) {
        float[] y = x.toArray();
        double mean = 0;
        for (float v : y) {
            mean += v / (double) y.length;
        }
        double variance = 0;
        for (float v : y) {
            variance += (v - mean) * (v - mean) / y.length;
        }
        double norm = 1 / Math.sqrt(variance + epsilon);
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) ((y[i] - mean) * norm * scale.get(i) + shift.get(i));
        }
        return y;
    }
}
