package islr.weights.onnx.run;

import static islr.weights.onnx.run.Operator.single;

import java.util.Arrays;
import java.util.Map;
import java.util.function.DoubleBinaryOperator;

/// Operators that make one number of many: sums and the like along axes, and those that divide by such sums.
final class Reduction {
    private Reduction() {}

    static Map<String, Operator> all() {
        return Map.of("ReduceSum", over(0, Double::sum), "ReduceMax", over(Double.NEGATIVE_INFINITY, Math::max),
                "ReduceMin", over(Double.POSITIVE_INFINITY, Math::min), "Softmax",
                single((node, in) -> softmax(in.getFirst(), node)), "LayerNormalization",
                single((node, in) -> layerNorm(in.getFirst(), in.get(1), in.get(2), node.real("epsilon", 1e-5))));
    }

    /// Over some axes, which stay with size 1.
    private static Operator over(double start, DoubleBinaryOperator f) {
        return single((node, in) -> {
            Value x = in.getFirst();
            for (int axis : in.get(1).toInts()) {
                x = reduce(x, x.axis(axis), start, f);
            }
            return Value.rounded(x.type(), x.shape(), x.data());
        });
    }

    private static Value reduce(Value x, int axis, double start, DoubleBinaryOperator f) {
        int[] shape = x.with(axis, 1);
        int behind = x.behind(axis);
        double[] out = new double[Value.size(shape)];
        Arrays.fill(out, start);
        for (int i = 0; i < x.data().length; i++) {
            int to = i / (behind * x.shape()[axis]) * behind + i % behind;
            out[to] = f.applyAsDouble(out[to], x.data()[i]);
        }
        return new Value(x.type(), shape, out);
    }

    /// Over the last axis.
    private static Value softmax(Value x, Node node) {
        int axis = x.axis(node.integer("axis", -1));
        if (axis != x.rank() - 1) {
            throw new IllegalArgumentException("Softmax over axis " + axis + " of " + x.rank());
        }
        int n = x.shape()[axis];
        double[] out = new double[x.data().length];
        for (int row = 0; row < out.length; row += n) {
            double max = Arrays.stream(x.data(), row, row + n).max().orElseThrow();
            double sum = 0;
            for (int i = row; i < row + n; i++) {
                out[i] = Math.exp(x.data()[i] - max);
                sum += out[i];
            }
            for (int i = row; i < row + n; i++) {
                out[i] /= sum;
            }
        }
        return Value.rounded(x.type(), x.shape(), out);
    }

    /// Over the last axis.
    private static Value layerNorm(Value x, Value scale, Value shift, double epsilon) {
        int n = x.shape()[x.rank() - 1];
        double[] out = new double[x.data().length];
        for (int row = 0; row < out.length; row += n) {
            double mean = Arrays.stream(x.data(), row, row + n).average().orElseThrow();
            double variance = Arrays.stream(x.data(), row, row + n).map(a -> (a - mean) * (a - mean)).average()
                    .orElseThrow();
            for (int i = 0; i < n; i++) {
                out[row + i] = (x.data()[row + i] - mean) / Math.sqrt(variance + epsilon) * scale.data()[i]
                        + shift.data()[i];
            }
        }
        return Value.rounded(x.type(), x.shape(), out);
    }
}
