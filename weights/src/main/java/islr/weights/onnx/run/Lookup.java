package islr.weights.onnx.run;

import static islr.weights.onnx.run.Operator.single;

import java.util.Arrays;
import java.util.Map;
import java.util.stream.IntStream;

/// Operators that take numbers by their places, and that which finds places.
final class Lookup {
    private Lookup() {}

    static Map<String, Operator> all() {
        return Map.of("Gather", single((node, in) -> gather(in.getFirst(), in.get(1), node)), "GatherElements",
                single((node, in) -> gatherElements(in.getFirst(), in.get(1), node)), "NonZero",
                single((node, in) -> nonZero(in.getFirst())));
    }

    private static int place(double index, int size) {
        int place = (int) (index < 0 ? index + size : index);
        if (place < 0 || place >= size) {
            throw new IllegalArgumentException("place " + (long) index + " of " + size);
        }
        return place;
    }

    /// The axis is replaced by those of the places.
    private static Value gather(Value x, Value places, Node node) {
        int axis = x.axis(node.integer("axis", 0));
        int width = x.behind(axis);
        int count = places.data().length;
        double[] out = new double[x.before(axis) * count * width];
        for (int row = 0; row < x.before(axis); row++) {
            for (int i = 0; i < count; i++) {
                int place = place(places.data()[i], x.shape()[axis]);
                System.arraycopy(x.data(), (row * x.shape()[axis] + place) * width, out, (row * count + i) * width,
                        width);
            }
        }
        IntStream before = Arrays.stream(x.shape(), 0, axis);
        IntStream behind = Arrays.stream(x.shape(), axis + 1, x.rank());
        int[] shape = IntStream.concat(IntStream.concat(before, IntStream.of(places.shape())), behind).toArray();
        return new Value(x.type(), shape, out);
    }

    /// Along the last axis: a place for each number of the result.
    private static Value gatherElements(Value x, Value places, Node node) {
        int last = x.rank() - 1;
        if (x.axis(node.integer("axis", 0)) != last || places.before(last) != x.before(last)) {
            throw new IllegalArgumentException(
                    Arrays.toString(places.shape()) + " places in " + Arrays.toString(x.shape()));
        }
        double[] out = new double[places.data().length];
        int width = places.shape()[last];
        for (int i = 0; i < out.length; i++) {
            out[i] = x.data()[i / width * x.shape()[last] + place(places.data()[i], x.shape()[last])];
        }
        return new Value(x.type(), places.shape(), out);
    }

    /// Of a row of numbers, `[1, n]`.
    private static Value nonZero(Value x) {
        if (x.rank() != 1) {
            throw new IllegalArgumentException("NonZero of " + Arrays.toString(x.shape()));
        }
        Value places = Value.integers(IntStream.range(0, x.data().length).filter(i -> x.data()[i] != 0).toArray());
        return new Value(Type.INT64, new int[] {1, places.data().length}, places.data());
    }
}
