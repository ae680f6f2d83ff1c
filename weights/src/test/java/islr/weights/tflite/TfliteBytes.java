package islr.weights.tflite;

import com.google.flatbuffers.FlatBufferBuilder;
import java.util.ArrayList;
import java.util.List;

/// TFLite files put together with the library's builder: one graph of constants.
public final class TfliteBytes {
    private final FlatBufferBuilder builder = new FlatBufferBuilder(1024);
    private final List<Integer> tensors = new ArrayList<>();
    private final List<Integer> buffers = new ArrayList<>();
    private final List<Integer> operators = new ArrayList<>();

    /// The first buffer is always empty.
    public TfliteBytes() {
        buffers.add(table(1, new int[0]));
    }

    /// @param type its number in the schema
    public TfliteBytes tensor(String name, int type, int[] shape, byte... data) {
        return tensor(name, type, shape, new float[0], new long[0], 0, data);
    }

    public TfliteBytes tensor(String name, int type, int[] shape, float[] scales, long[] zeroPoints, int axis,
            byte... data) {
        int buffer = 0;
        if (data.length > 0) {
            int bytes = builder.createByteVector(data);
            builder.startTable(1);
            builder.addOffset(0, bytes, 0);
            buffer = buffers.size();
            buffers.add(builder.endTable());
        }
        int text = builder.createString(name);
        int sizes = ints(shape);
        int quantization = scales.length == 0 ? 0 : quantization(scales, zeroPoints, axis);
        builder.startTable(10);
        builder.addOffset(0, sizes, 0);
        builder.addByte(1, (byte) type, 0);
        builder.addInt(2, buffer, 0);
        builder.addOffset(3, text, 0);
        builder.addOffset(4, quantization, 0);
        tensors.add(builder.endTable());
        return this;
    }

    private int quantization(float[] scales, long[] zeroPoints, int axis) {
        builder.startVector(Float.BYTES, scales.length, Float.BYTES);
        for (int i = scales.length - 1; i >= 0; i--) {
            builder.addFloat(scales[i]);
        }
        int scale = builder.endVector();
        builder.startVector(Long.BYTES, zeroPoints.length, Long.BYTES);
        for (int i = zeroPoints.length - 1; i >= 0; i--) {
            builder.addLong(zeroPoints[i]);
        }
        int zeroPoint = builder.endVector();
        builder.startTable(7);
        builder.addOffset(2, scale, 0);
        builder.addOffset(3, zeroPoint, 0);
        builder.addInt(6, axis, 0);
        return builder.endTable();
    }

    /// An operator whose options are one whole number.
    public TfliteBytes operator(int[] inputs, int[] outputs, int option) {
        int from = ints(inputs);
        int to = ints(outputs);
        builder.startTable(1);
        builder.addInt(0, option, 0);
        int options = builder.endTable();
        builder.startTable(5);
        builder.addInt(0, 0, 0);
        builder.addOffset(1, from, 0);
        builder.addOffset(2, to, 0);
        builder.addByte(3, (byte) 8, 0);
        builder.addOffset(4, options, 0);
        operators.add(builder.endTable());
        return this;
    }

    private int ints(int... numbers) {
        builder.startVector(Integer.BYTES, numbers.length, Integer.BYTES);
        for (int i = numbers.length - 1; i >= 0; i--) {
            builder.addInt(numbers[i]);
        }
        return builder.endVector();
    }

    private int offsets(List<Integer> offsets) {
        builder.startVector(Integer.BYTES, offsets.size(), Integer.BYTES);
        for (int i = offsets.size() - 1; i >= 0; i--) {
            builder.addOffset(offsets.get(i));
        }
        return builder.endVector();
    }

    /// A table of offsets alone.
    private int table(int fields, int... offsets) {
        builder.startTable(fields);
        for (int i = 0; i < offsets.length; i++) {
            builder.addOffset(i, offsets[i], 0);
        }
        return builder.endTable();
    }

    private int pair(String name, int number) {
        int text = builder.createString(name);
        builder.startTable(2);
        builder.addOffset(0, text, 0);
        builder.addInt(1, number, 0);
        return builder.endTable();
    }

    /// The file: the first tensor is the input, the last the output.
    public byte[] done() {
        int last = tensors.size() - 1;
        int main = builder.createString("main");
        int inputs = ints(0);
        int outputs = ints(last);
        int graph = table(5, offsets(tensors), inputs, outputs, offsets(operators), main);
        builder.startTable(4);
        builder.addByte(0, (byte) 9, 0);
        builder.addInt(2, 2, 1);
        builder.addInt(3, 9, 0);
        int code = builder.endTable();
        int key = builder.createString("serving_default");
        int signature = table(3, offsets(List.of(pair("x", 0))), offsets(List.of(pair("y", last))), key);
        int description = builder.createString("made by a test");
        int codes = offsets(List.of(code));
        int graphs = offsets(List.of(graph));
        int all = offsets(buffers);
        int signatures = offsets(List.of(signature));
        builder.startTable(8);
        builder.addInt(0, 3, 0);
        builder.addOffset(1, codes, 0);
        builder.addOffset(2, graphs, 0);
        builder.addOffset(3, description, 0);
        builder.addOffset(4, all, 0);
        builder.addOffset(7, signatures, 0);
        builder.finish(builder.endTable(), "TFL3");
        return builder.sizedByteArray();
    }
}
