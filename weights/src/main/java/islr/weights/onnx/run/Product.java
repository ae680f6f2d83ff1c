package islr.weights.onnx.run;

import static islr.weights.onnx.run.Operator.single;

import java.util.Arrays;
import java.util.List;
import java.util.Map;

/// Products of matrices, and the convolution.
final class Product {
    private Product() {}

    static Map<String, Operator> all() {
        return Map.of("MatMul", single((node, in) -> matmul(in.getFirst(), in.get(1))), "Gemm", single(Product::gemm),
                "Conv", single(Product::conv));
    }

    /// Over the last two axes, those before them broadcast.
    private static Value matmul(Value a, Value b) {
        int[] batch = Value.broadcast(Arrays.copyOf(a.shape(), a.rank() - 2), Arrays.copyOf(b.shape(), b.rank() - 2));
        int m = a.shape()[a.rank() - 2];
        int k = a.shape()[a.rank() - 1];
        int n = b.shape()[b.rank() - 1];
        if (b.shape()[b.rank() - 2] != k) {
            throw new IllegalArgumentException(Arrays.toString(a.shape()) + " times " + Arrays.toString(b.shape()));
        }
        double[] left = a.expanded(with(batch, m, k)).data();
        double[] right = b.expanded(with(batch, k, n)).data();
        double[] out = new double[Value.size(batch) * m * n];
        for (int row = 0; row < Value.size(batch) * m; row++) {
            for (int t = 0; t < k; t++) {
                double x = left[row * k + t];
                int from = (row / m * k + t) * n;
                for (int i = 0; i < n; i++) {
                    out[row * n + i] += x * right[from + i];
                }
            }
        }
        return Value.rounded(a.type(), with(batch, m, n), out);
    }

    private static int[] with(int[] batch, int rows, int columns) {
        int[] shape = Arrays.copyOf(batch, batch.length + 2);
        shape[batch.length] = rows;
        shape[batch.length + 1] = columns;
        return shape;
    }

    /// `a·b + c`, b transposed if the node says so.
    private static Value gemm(Node node, List<Value> in) {
        Value b = node.integer("transB", 0) == 1 ? Arrangement.transpose(in.get(1), 1, 0) : in.get(1);
        Value product = matmul(in.getFirst(), b);
        return in.size() == 3 ? Value.broadcast(product.type(), product, in.get(2), Double::sum) : product;
    }

    /// Along one axis: `x` [B, C, T], `w` [M, C/groups, K] → [B, M, T + pads − K + 1].
    private static Value conv(Node node, List<Value> in) {
        Value x = in.getFirst();
        Value w = in.get(1);
        if (x.rank() == 4) {
            return conv2d(node, x, w);
        }
        int groups = (int) node.integer("group", 1);
        int channels = x.shape()[1];
        int length = x.shape()[2];
        int width = w.shape()[2];
        int front = (int) node.integers("pads")[0];
        int[] shape = {x.shape()[0], w.shape()[0], length + front + (int) node.integers("pads")[1] - width + 1};
        if (w.shape()[1] * groups != channels) {
            throw new IllegalArgumentException("Conv of " + channels + " channels with " + Arrays.toString(w.shape())
                    + " in " + groups + " groups");
        }
        double[] out = new double[Value.size(shape)];
        for (int i = 0; i < out.length; i++) {
            int t = i % shape[2];
            int to = i / shape[2] % shape[1];
            int from = i / shape[2] / shape[1] * channels + to / (shape[1] / groups) * w.shape()[1];
            double sum = in.size() > 2 ? in.get(2).data()[to] : 0;
            for (int c = 0; c < w.shape()[1]; c++) {
                for (int k = Math.max(0, front - t); k < Math.min(width, length + front - t); k++) {
                    sum += x.data()[(from + c) * length + t + k - front]
                            * w.data()[(to * w.shape()[1] + c) * width + k];
                }
            }
            out[i] = sum;
        }
        return Value.rounded(x.type(), shape, out);
    }

    /// Over two axes, without groups and bias.
    private static Value conv2d(Node node, Value x, Value w) {
        long[] pads = node.integers("pads");
        long[] strides = node.integers("strides");
        if (node.integer("group", 1) != 1 || w.rank() != 4 || w.shape()[1] != x.shape()[1]) {
            throw new IllegalArgumentException("Conv of " + Arrays.toString(x.shape()) + " with "
                    + Arrays.toString(w.shape()) + ", which is not known here");
        }
        int[] of = x.shape();
        int[] kernel = w.shape();
        int[] shape = {of[0], kernel[0], 0, 0};
        for (int axis = 0; axis < 2; axis++) {
            shape[2 + axis] = (int) ((of[2 + axis] + pads[axis] + pads[2 + axis] - kernel[2 + axis]) / strides[axis]
                    + 1);
        }
        double[] out = new double[Value.size(shape)];
        for (int i = 0; i < out.length; i++) {
            int left = (int) (i % shape[3] * strides[1] - pads[1]);
            int top = (int) (i / shape[3] % shape[2] * strides[0] - pads[0]);
            int to = i / shape[3] / shape[2] % shape[1];
            int image = i / shape[3] / shape[2] / shape[1];
            for (int c = 0; c < kernel[1]; c++) {
                for (int a = Math.max(0, -top); a < Math.min(kernel[2], of[2] - top); a++) {
                    for (int b = Math.max(0, -left); b < Math.min(kernel[3], of[3] - left); b++) {
                        out[i] += x.data()[((image * of[1] + c) * of[2] + top + a) * of[3] + left + b]
                                * w.data()[((to * kernel[1] + c) * kernel[2] + a) * kernel[3] + b];
                    }
                }
            }
        }
        return Value.rounded(x.type(), shape, out);
    }
}
