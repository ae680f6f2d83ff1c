package islr.weights.onnx.run;

import static islr.weights.onnx.run.Operator.single;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/// Operators that give numbers another place, and those that make sizes.
final class Arrangement {
    private Arrangement() {}

    static Map<String, Operator> all() {
        Map<String, Operator> all = new HashMap<>();
        all.put("Shape", single((node, in) -> shape(node, in.getFirst())));
        all.put("Reshape", single((node, in) -> reshape(in.getFirst(), in.get(1).toInts())));
        all.put("Squeeze", single((node, in) -> squeeze(in.getFirst())));
        all.put("Expand", single(
                (node, in) -> in.getFirst().expanded(Value.broadcast(in.getFirst().shape(), in.get(1).toInts()))));
        all.put("Transpose", single((node, in) -> transpose(in.getFirst(), node.integers("perm"))));
        all.put("Concat", single((node, in) -> concat(in, in.getFirst().axis(node.integer("axis", 0)))));
        all.put("Split", (node, in) -> split(in.getFirst(), in.get(1).toInts(), node));
        all.put("Slice", single((node, in) -> slice(in)));
        all.put("Range", single((node, in) -> range(in)));
        return all;
    }

    private static Value shape(Node node, Value x) {
        int start = (int) node.integer("start", 0);
        int end = (int) node.integer("end", x.rank());
        return Value.integers(Arrays.copyOfRange(x.shape(), start, end));
    }

    private static Value reshape(Value x, int... sizes) {
        int[] shape = sizes.clone();
        int free = -1;
        int known = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = shape[i] == 0 ? x.shape()[i] : shape[i];
            free = shape[i] == -1 ? i : free;
            known *= shape[i] == -1 ? 1 : shape[i];
        }
        if (free >= 0) {
            shape[free] = x.data().length / known;
        }
        return new Value(x.type(), shape, x.data());
    }

    private static Value squeeze(Value x) {
        return new Value(x.type(), IntStream.of(x.shape()).filter(size -> size != 1).toArray(), x.data());
    }

    static Value transpose(Value x, long... axes) {
        int[] steps = new int[x.rank()];
        for (int axis = x.rank() - 1, step = 1; axis >= 0; axis--) {
            steps[axis] = step;
            step *= x.shape()[axis];
        }
        int[] shape = Arrays.stream(axes).mapToInt(axis -> x.shape()[(int) axis]).toArray();
        int[] strides = Arrays.stream(axes).mapToInt(axis -> steps[(int) axis]).toArray();
        return new Value(x.type(), shape, x.gathered(new double[x.data().length], shape, strides));
    }

    private static Value concat(List<Value> parts, int axis) {
        Value first = parts.getFirst();
        int[] shape = first.with(axis, parts.stream().mapToInt(part -> part.shape()[axis]).sum());
        double[] out = new double[Value.size(shape)];
        int at = 0;
        for (int row = 0; row < first.before(axis); row++) {
            for (Value part : parts) {
                int length = part.shape()[axis] * part.behind(axis);
                System.arraycopy(part.data(), row * length, out, at, length);
                at += length;
            }
        }
        return new Value(first.type(), shape, out);
    }

    private static List<Value> split(Value x, int[] sizes, Node node) {
        int axis = x.axis(node.integer("axis", 0));
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (int size : sizes) {
            parts.add(part(x, axis, from, from + size));
            from += size;
        }
        return parts;
    }

    /// Starts, ends and axes are inputs; steps are 1.
    private static Value slice(List<Value> in) {
        Value out = in.getFirst();
        int[] starts = in.get(1).toInts();
        int[] ends = in.get(2).toInts();
        for (int i = 0; i < starts.length; i++) {
            int axis = in.size() > 3 ? out.axis(in.get(3).toInts()[i]) : i;
            int size = out.shape()[axis];
            int start = Math.clamp(starts[i] < 0 ? starts[i] + (long) size : starts[i], 0, size);
            int end = Math.clamp(ends[i] < 0 ? ends[i] + (long) size : ends[i], start, size);
            out = part(out, axis, start, end);
        }
        return out;
    }

    private static Value part(Value x, int axis, int from, int to) {
        int behind = x.behind(axis);
        int[] shape = x.with(axis, to - from);
        double[] out = new double[Value.size(shape)];
        int length = (to - from) * behind;
        for (int row = 0; row < x.before(axis); row++) {
            System.arraycopy(x.data(), (row * x.shape()[axis] + from) * behind, out, row * length, length);
        }
        return new Value(x.type(), shape, out);
    }

    /// From start to before the limit, in steps.
    private static Value range(List<Value> in) {
        double start = in.getFirst().data()[0];
        double step = in.get(2).data()[0];
        int count = (int) Math.max(0, Math.ceil((in.get(1).data()[0] - start) / step));
        return new Value(in.getFirst().type(), new int[] {count},
                IntStream.range(0, count).mapToDouble(i -> start + i * step).toArray());
    }
}
