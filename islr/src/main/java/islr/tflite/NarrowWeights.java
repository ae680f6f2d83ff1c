package islr.tflite;

import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.WeightsException;
import islr.weights.tflite.Quantization;
import islr.weights.tflite.TensorType;
import islr.weights.tflite.TfliteFile;
import islr.weights.tflite.TfliteModel;
import java.util.Arrays;

/// Int8 weights of products, which stay so in memory and are widened in registers: a quarter of what float32 takes.
final class NarrowWeights {
    private NarrowWeights() {}

    /// Whether these are: a matrix of int8 without a zero point, with one scale or one a row.
    static boolean are(TfliteModel.TfliteTensor tensor) {
        Quantization of = tensor.quantization();
        int scales = of.scales().size();
        return tensor.type() == TensorType.INT8 && tensor.shape().size() == 2 && !of.other()
                && of.zeroPoints().stream().allMatch(zero -> zero == 0)
                && of.scales().stream().allMatch(Float::isFinite)
                && (scales == 1 || scales == tensor.shape().getFirst() && of.axis() == 0);
    }

    static Tensor read(TfliteFile file, int graph, int tensor) throws WeightsException {
        TfliteModel.TfliteTensor description = file.model().subGraphs().get(graph).tensors().get(tensor);
        int rows = description.shape().get(0);
        long[] numbers = file.longs(graph, tensor);
        byte[] bytes = new byte[numbers.length];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) numbers[i];
        }
        float[] scales = new float[rows];
        Arrays.fill(scales, description.quantization().scales().getFirst());
        for (int i = 0; description.quantization().scales().size() > 1 && i < rows; i++) {
            scales[i] = description.quantization().scales().get(i);
        }
        return Tensor.of(NarrowMatrix.int8(Shape.of(rows, description.shape().get(1)), bytes, scales));
    }
}
