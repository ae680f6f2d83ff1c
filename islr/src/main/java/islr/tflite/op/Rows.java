package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.op.Softmax;
import islr.tflite.value.Value;
import java.util.Arrays;

/// What is computed of whole rows, the numbers along the last axis.
final class Rows {
    private Rows() {}

    /// `SOFTMAX` of `beta·x`. A row of −∞ alone gives NaN, as there.
    static Factory softmax() {
        return node -> {
            float beta = node.float32(0, 0);
            return (Operator.Single) (run, in) -> {
                requireRows(in[0]);
                Tensor x = in[0].floats();
                Tensor scaled = beta == 1 ? x : x.scale(run.compute(), beta);
                Value y = run.of(run.compute().run(new Softmax.Rows(scaled)));
                int n = x.shape().columns();
                for (int row = 0; row < x.shape().rows() && n > 0; row++) {
                    int at = y.at() + row * n;
                    if (y.floats().array()[at] == 0
                            && run.compute().kernels().max(scaled.array(), scaled.offset() + row * n, n)
                                    == Float.NEGATIVE_INFINITY) {
                        Arrays.fill(y.floats().array(), at, at + n, Float.NaN);
                    }
                }
                return y;
            };
        };
    }

    static Factory logSoftmax() {
        return node -> (Operator.Single) (run, in) -> {
            requireRows(in[0]);
            return run.of(run.compute().run(new Softmax.LogRows(in[0].floats())));
        };
    }

    private static void requireRows(Value x) {
        if (x.shape().rank() < 1) {
            throw new IllegalArgumentException("a single number has no rows");
        }
    }

    /// `L2_NORMALIZATION`: `x / √max(Σx², 1e-6)` of each row.
    static Factory l2() {
        return node -> {
            Activation after = node.activation(0);
            return (Operator.Single) (run, in) -> {
                requireRows(in[0]);
                Tensor x = in[0].floats();
                Value y = run.floats(x.shape());
                Kernels kernels = run.compute().kernels();
                int n = x.shape().columns();
                for (int row = 0; row < x.shape().rows() && n > 0; row++) {
                    int at = x.offset() + row * n;
                    float norm = (float) Math.sqrt(Math.max(1e-6f, kernels.dot(x.array(), at, x.array(), at, n)));
                    kernels.affine(1 / norm, 0, x.array(), at, y.floats().array(), y.at() + row * n, n);
                }
                return after.apply(run, y);
            };
        };
    }

    /// `LOCAL_RESPONSE_NORMALIZATION`: `x / (bias + alpha·Σ x²)^beta` over the neighbouring channels.
    static Factory localResponse() {
        return node -> {
            int radius = node.int32(0, 0);
            float bias = node.float32(1, 0);
            float alpha = node.float32(2, 0);
            float beta = node.float32(3, 0);
            return (Operator.Single) (run, in) -> {
                requireRows(in[0]);
                Tensor x = in[0].floats();
                Value y = run.floats(x.shape());
                int n = x.shape().columns();
                for (int i = 0; i < x.size(); i++) {
                    int row = i / n * n;
                    float sum = 0;
                    int end = (int) Math.min(n, i % n + 1L + Math.max(0, radius));
                    for (int k = Math.max(0, i % n - Math.max(0, radius)); k < end; k++) {
                        float number = x.array()[x.offset() + row + k];
                        sum += number * number;
                    }
                    y.floats().array()[y.at() + i] = x.array()[x.offset() + i]
                            * (float) Math.pow(bias + alpha * sum, -beta);
                }
                return y;
            };
        };
    }

    /// `PRELU`: negative numbers times a slope of their own.
    static Factory prelu() {
        return node -> (Operator.Single) (run, in) -> {
            Shape shape = Axes.broadcast(in[0].shape(), in[1].shape());
            Pairs pairs = new Pairs(in[0].shape(), in[1].shape(), shape);
            Value y = run.floats(shape);
            float[] x = in[0].floats().array();
            float[] slope = in[1].floats().array();
            float[] to = y.floats().array();
            pairs.forEach(run, (i, j, k) -> {
                for (int n = 0; n < pairs.length; n++) {
                    float number = x[in[0].at() + i + n * pairs.aStep];
                    to[y.at() + k + n] = number >= 0 ? number : number * slope[in[1].at() + j + n * pairs.bStep];
                }
            });
            return y;
        };
    }

    /// `ADD_N`: the sum of any number of tensors of one shape.
    static Factory addN() {
        return node -> (Operator.Single) (run, in) -> {
            Value sum = in[0];
            for (int i = 1; i < in.length; i++) {
                sum = Arithmetic.ADD.apply(run, sum, in[i]);
            }
            return sum;
        };
    }
}
