package islr.system.onnx;

import islr.weights.onnx.OnnxGraph;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;

/// The operators that our graphs use, in double precision, each result rounded to float32.
final class OnnxOperators {
    private OnnxOperators() {}

    static List<Value> run(OnnxEvaluator.Node node, List<Value> in) {
        Value x = in.getFirst();
        return switch (node.op()) {
            case "Add" -> two(in, Double::sum);
            case "Sub" -> two(in, (a, b) -> a - b);
            case "Mul" -> two(in, (a, b) -> a * b);
            case "Div" -> two(in, (a, b) -> a / b);
            case "Max" -> two(in, Math::max);
            case "Equal" -> two(in, (a, b) -> a == b ? 1 : 0);
            case "Not" -> List.of(x.map(a -> 1 - a));
            case "Relu" -> List.of(x.map(a -> Math.max(a, 0)));
            case "Gelu" -> List.of(x.map(OnnxOperators::gelu));
            case "Cast" -> List.of(node.integer("to", 0) == OnnxGraph.INT64 ? x.map(a -> (long) a) : x);
            case "Where" -> List.of(where(x, in.get(1), in.get(2)));
            case "Shape" -> List.of(shape(node, x));
            case "Reshape" -> List.of(reshape(x, in.get(1)));
            case "Transpose" -> List.of(transpose(x, node.integers("perm")));
            case "Concat" -> List.of(concat(in, x.axis(node.integer("axis", 0))));
            case "Split" -> split(x, in.get(1), x.axis(node.integer("axis", 0)));
            case "Slice" -> List.of(slice(x, in));
            case "Gather" -> List.of(gather(x, in.get(1)));
            case "ReduceSum" -> List.of(reduce(x, in.get(1), 0, Double::sum));
            case "ReduceMax" -> List.of(reduce(x, in.get(1), Double.NEGATIVE_INFINITY, Math::max));
            case "Softmax" -> List.of(softmax(x, x.axis(node.integer("axis", -1))));
            case "LayerNormalization" -> List.of(layerNorm(x, in.get(1), in.get(2), node.real("epsilon", 1e-5)));
            case "MatMul" -> List.of(matmul(x, in.get(1)));
            case "Gemm" -> List.of(gemm(node, in));
            default -> throw new IllegalArgumentException("no operator '" + node.op() + "'");
        };
    }

    private static List<Value> two(List<Value> in, DoubleBinaryOperator f) {
        return List.of(Value.broadcast(in.get(0), in.get(1), f));
    }

    /// `x·Φ(x)`, with Φ from its series: erf(z) = 2/√π·Σ (−1)ⁿ z²ⁿ⁺¹/(n!·(2n + 1)). For
    /// larger z its terms cancel too much.
    private static double gelu(double x) {
        double z = x / Math.sqrt(2);
        if (Math.abs(z) > 4) {
            return Math.max(x, 0);
        }
        double term = z;
        double sum = z;
        for (int n = 1; n < 200; n++) {
            term *= -z * z / n;
            sum += term / (2 * n + 1);
        }
        return x * (1 + 2 / Math.sqrt(Math.PI) * sum) / 2;
    }

    private static Value where(Value condition, Value yes, Value no) {
        int[] shape = Value.broadcast(condition.shape(), Value.broadcast(yes.shape(), no.shape()));
        Value c = condition.expanded(shape);
        Value a = yes.expanded(shape);
        Value b = no.expanded(shape);
        return new Value(shape, IntStream.range(0, c.data().length)
                .mapToDouble(i -> c.data()[i] != 0 ? a.data()[i] : b.data()[i]).toArray());
    }

    private static Value shape(OnnxEvaluator.Node node, Value x) {
        int end = (int) node.integer("end", x.rank());
        return new Value(new int[] {end}, IntStream.of(x.shape()).limit(end).asDoubleStream().toArray());
    }

    private static Value reshape(Value x, Value sizes) {
        int[] shape = new int[sizes.data().length];
        int free = -1;
        int known = 1;
        for (int i = 0; i < shape.length; i++) {
            shape[i] = (int) sizes.data()[i] == 0 ? x.shape()[i] : (int) sizes.data()[i];
            free = shape[i] == -1 ? i : free;
            known *= shape[i] == -1 ? 1 : shape[i];
        }
        if (free >= 0) {
            shape[free] = x.data().length / known;
        }
        return new Value(shape, x.data());
    }

    private static Value transpose(Value x, long... axes) {
        int[] shape = Arrays.stream(axes).mapToInt(axis -> x.shape()[(int) axis]).toArray();
        double[] out = new double[x.data().length];
        int[] at = new int[shape.length];
        for (int i = 0; i < out.length; i++) {
            int[] from = new int[shape.length];
            for (int axis = 0; axis < shape.length; axis++) {
                from[(int) axes[axis]] = at[axis];
            }
            int index = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                index = index * x.shape()[axis] + from[axis];
            }
            out[i] = x.data()[index];
            Value.next(at, shape);
        }
        return new Value(shape, out);
    }

    private static Value concat(List<Value> parts, int axis) {
        Value first = parts.getFirst();
        int[] shape = first.shape().clone();
        shape[axis] = parts.stream().mapToInt(part -> part.shape()[axis]).sum();
        double[] out = new double[Value.size(shape)];
        int at = 0;
        for (int row = 0; row < first.before(axis); row++) {
            for (Value part : parts) {
                int length = part.shape()[axis] * part.behind(axis);
                System.arraycopy(part.data(), row * length, out, at, length);
                at += length;
            }
        }
        return new Value(shape, out);
    }

    private static List<Value> split(Value x, Value sizes, int axis) {
        List<Value> parts = new ArrayList<>();
        int from = 0;
        for (double size : sizes.data()) {
            parts.add(range(x, axis, from, from + (int) size));
            from += (int) size;
        }
        return parts;
    }

    /// Starts, ends and axes are inputs; steps are 1.
    private static Value slice(Value x, List<Value> in) {
        Value out = x;
        for (int i = 0; i < in.get(1).data().length; i++) {
            int axis = in.size() > 3 ? x.axis((long) in.get(3).data()[i]) : i;
            int size = out.shape()[axis];
            int end = (int) Math.min(size, in.get(2).data()[i]);
            out = range(out, axis, (int) in.get(1).data()[i], end < 0 ? end + size : end);
        }
        return out;
    }

    private static Value range(Value x, int axis, int from, int to) {
        int[] shape = x.shape().clone();
        shape[axis] = to - from;
        int behind = x.behind(axis);
        double[] out = new double[Value.size(shape)];
        int length = (to - from) * behind;
        for (int row = 0; row < x.before(axis); row++) {
            System.arraycopy(x.data(), (row * x.shape()[axis] + from) * behind, out, row * length, length);
        }
        return new Value(shape, out);
    }

    /// Rows of a table, along the first axis.
    private static Value gather(Value table, Value rows) {
        int width = table.behind(0);
        double[] out = new double[rows.data().length * width];
        for (int i = 0; i < rows.data().length; i++) {
            System.arraycopy(table.data(), (int) rows.data()[i] * width, out, i * width, width);
        }
        int[] shape = IntStream.concat(IntStream.of(rows.shape()), IntStream.of(table.shape()).skip(1)).toArray();
        return new Value(shape, out);
    }

    /// Over one axis, which stays with size 1.
    private static Value reduce(Value x, Value axes, double start, DoubleBinaryOperator f) {
        int axis = x.axis((long) axes.data()[0]);
        int[] shape = x.shape().clone();
        shape[axis] = 1;
        int behind = x.behind(axis);
        double[] out = new double[Value.size(shape)];
        Arrays.fill(out, start);
        for (int i = 0; i < x.data().length; i++) {
            int to = i / (behind * x.shape()[axis]) * behind + i % behind;
            out[to] = f.applyAsDouble(out[to], x.data()[i]);
        }
        return new Value(shape, out).map(a -> a);
    }

    private static Value softmax(Value x, int axis) {
        if (axis != x.rank() - 1) {
            throw new IllegalArgumentException("softmax over axis " + axis + " of " + x.rank());
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
        return new Value(x.shape(), out).map(a -> a);
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
        return new Value(x.shape(), out).map(a -> a);
    }

    /// Over the last two axes, those before them broadcast.
    private static Value matmul(Value a, Value b) {
        int[] batch = Value.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
        int m = a.shape()[a.rank() - 2];
        int k = a.shape()[a.rank() - 1];
        int n = b.shape()[b.rank() - 1];
        Value left = a.expanded(with(batch, m, k));
        Value right = b.expanded(with(batch, k, n));
        double[] out = new double[Value.size(batch) * m * n];
        for (int i = 0; i < out.length; i++) {
            int row = i / n;
            int first = row / m * k * n + i % n;
            double sum = 0;
            for (int t = 0; t < k; t++) {
                sum += left.data()[row * k + t] * right.data()[first + t * n];
            }
            out[i] = sum;
        }
        return new Value(with(batch, m, n), out).map(x -> x);
    }

    private static int[] with(int[] batch, int rows, int columns) {
        int[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    /// `a·b + c`, b transposed if the node says so.
    private static Value gemm(OnnxEvaluator.Node node, List<Value> in) {
        Value b = node.integer("transB", 0) == 1 ? transpose(in.get(1), 1, 0) : in.get(1);
        Value product = matmul(in.getFirst(), b);
        return in.size() == 3 ? Value.broadcast(product, in.get(2), Double::sum) : product;
    }
}
