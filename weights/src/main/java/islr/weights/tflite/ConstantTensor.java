package islr.weights.tflite;

import islr.tensor.Shape;
import islr.weights.DType;
import islr.weights.TensorInfo;
import islr.weights.WeightsException;
import islr.weights.internal.Numbers;
import islr.weights.internal.Sizes;
import islr.weights.internal.TensorSource;
import islr.weights.text.Counts;
import islr.weights.text.OneLine;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/// A tensor of a graph whose numbers are in the file.
final class ConstantTensor implements TensorSource {
    private final String source;
    private final TfliteModel.TfliteTensor tensor;
    private final MemorySegment data;
    private final TensorInfo info;

    /// @param dtype of the tensor's type, which is one of numbers
    ConstantTensor(String source, String name, TfliteModel.TfliteTensor tensor, DType dtype, MemorySegment data)
            throws WeightsException {
        this.source = source;
        this.tensor = tensor;
        this.data = data;
        Shape shape = Sizes.shape(tensor.shape().stream().mapToLong(Integer::longValue).toArray())
                .orElseThrow(() -> bad(name, "has the shape " + OneLine.of(tensor.shape().toString(), 200)));
        this.info = new TensorInfo(name, dtype, shape, note());
        long needed = isPacked() ? (shape.size() + 1L) / 2 : (long) shape.size() * dtype.bytes();
        if (!tensor.sparse() && data.byteSize() != needed) {
            throw bad(name, tensor.type() + " " + shape + " needs " + Counts.bytes(needed) + ", its buffer has "
                    + Counts.of(data.byteSize()));
        }
    }

    private WeightsException bad(String name, String problem) {
        return new WeightsException(source, "tensor " + OneLine.quoted(name) + " " + problem
                + "; the file is damaged or badly written, get it again from its source");
    }

    private String note() {
        Quantization quantization = tensor.quantization();
        String scales = quantization.other() ? "quantised in blocks"
                : quantization.scales().isEmpty() ? "" : quantization.scales().size() == 1 ? "one scale"
                        : "a scale per channel of axis " + quantization.axis();
        return (isPacked() ? "4 bits" + (scales.isEmpty() ? "" : ", ") : "") + scales
                + (tensor.sparse() ? " sparse" : "");
    }

    private boolean isPacked() {
        return tensor.type() == TensorType.INT4;
    }

    /// Whether the numbers could be a layer's weights: indices, sizes and axes of a graph are whole numbers without a
    /// scale.
    boolean isWeight() {
        return !info.dtype().isInteger() || tensor.quantization().isQuantized();
    }

    @Override
    public TensorInfo info() {
        return info;
    }

    @Override
    public Numbers numbers() throws WeightsException {
        return new Numbers(source, info, bytes());
    }

    private MemorySegment bytes() throws WeightsException {
        if (tensor.sparse()) {
            throw new WeightsException(source, "tensor " + OneLine.quoted(info.name())
                    + " is stored sparsely, which is not read; convert the model without sparsity");
        }
        return isPacked() ? unpacked() : data;
    }

    /// Two numbers a byte, the first in the lower half.
    private MemorySegment unpacked() {
        byte[] numbers = new byte[info.shape().size()];
        for (int i = 0; i < numbers.length; i++) {
            int pair = data.get(ValueLayout.JAVA_BYTE, i / 2);
            numbers[i] = (byte) (i % 2 == 0 ? pair << 28 >> 28 : pair >> 4);
        }
        return MemorySegment.ofArray(numbers);
    }

    @Override
    public float[] floats() throws WeightsException {
        Quantization quantization = tensor.quantization();
        if (!quantization.isQuantized() || !info.dtype().isInteger()) {
            return numbers().floats();
        }
        if (quantization.other()) {
            throw new WeightsException(source, "tensor " + OneLine.quoted(info.name())
                    + " has a scale per block or another quantisation that is not read; convert the model with one "
                    + "scale per channel");
        }
        int[] sizes = info.shape().toArray();
        int channels = quantization.scales().size();
        boolean several = channels > 1;
        int axis = quantization.axis();
        int points = quantization.zeroPoints().size();
        if (several && (axis < 0 || axis >= sizes.length || sizes[axis] != channels)
                || points > 1 && points != channels) {
            throw bad(info.name(),
                    info.shape() + " has " + channels + " scales and " + points + " zero points along axis " + axis);
        }
        int inner = 1;
        for (int after = several ? axis + 1 : sizes.length; after < sizes.length; after++) {
            inner *= sizes[after];
        }
        MemorySegment whole = bytes();
        int width = info.dtype().bytes();
        float[] real = new float[info.shape().size()];
        for (int i = 0; i < real.length; i++) {
            int channel = several ? i / inner % channels : 0;
            long zeroPoint = points == 0 ? 0 : quantization.zeroPoints().get(points == 1 ? 0 : channel);
            // In double, the difference and the product are exact: rounded once.
            real[i] = (float) ((double) quantization.scales().get(channel)
                    * (info.dtype().integer(whole, (long) i * width) - zeroPoint));
        }
        return real;
    }
}
