package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Convolutions of pictures `[B, H, W, C]`; those along time are pictures of one row.
final class Convolutions {
    /// Numbers of a part of the matrix that a convolution is multiplied as.
    private static final int PART = 1 << 20;

    private Convolutions() {}

    /// `CONV_2D`: weights `[out, KH, KW, C]`. Every window becomes a row, and the rows are multiplied with the weights;
    /// of windows of one number the rows are there already.
    static Factory conv2d() {
        return node -> {
            boolean same = Window.isSame(node, 0);
            int strideW = node.int32(1, 1);
            int strideH = node.int32(2, 1);
            Activation after = node.activation(3);
            int dilationW = node.int32(4, 1);
            int dilationH = node.int32(5, 1);
            return (Operator.Single) (run, in) -> {
                Permutes.sizes(in[0], 4);
                int[] k = Permutes.sizes(in[1], 4);
                Window high = new Window(k[1], strideH, dilationH, same);
                Window wide = new Window(k[2], strideW, dilationW, same);
                return after.apply(run, conv(run, in[0], in[1], Products.bias(in, k[0]), high, wide));
            };
        };
    }

    private static Value conv(Run run, Value x, Value w, Tensor bias, Window high, Window wide) {
        int[] n = x.shape().toArray();
        int[] k = w.shape().toArray();
        int rowsOut = high.count(n[1]);
        int columnsOut = wide.count(n[2]);
        int windows = n[0] * rowsOut * columnsOut;
        if (k[3] == 0 || n[3] % k[3] != 0 || k[0] % (n[3] / k[3]) != 0) {
            throw new IllegalArgumentException(x.shape() + " does not fit the weights " + w.shape());
        }
        int groups = n[3] / k[3];
        Shape shape = Shape.of(n[0], rowsOut, columnsOut, k[0]);
        int inner = k[1] * k[2] * k[3];
        boolean isRow = k[1] == 1 && k[2] == 1 && high.stride() == 1 && wide.stride() == 1;
        if (groups == 1 && isRow) {
            return Products.linear(run, x.reshaped(Shape.of(windows, inner)).floats(), w.matrix(inner), bias)
                    .reshaped(shape);
        }
        Value y = run.floats(shape);
        int part = Math.max(1, PART / inner);
        int outputs = k[0] / groups;
        for (int group = 0; group < groups; group++) {
            Tensor weights = groups == 1 ? w.matrix(inner)
                    : w.matrix(inner).view(group * outputs * inner, Shape.of(outputs, inner));
            Tensor b = bias == null || groups == 1 ? bias : bias.view(group * outputs, Shape.of(outputs));
            for (int from = 0; from < windows; from += part) {
                int mark = run.buffers().mark();
                int to = Math.min(windows, from + part);
                Value rows = run.floats(Shape.of(to - from, inner));
                fill(run, x, rows, from, new int[] {rowsOut, columnsOut, group * k[3], k[3]}, high, wide);
                Value some = Products.linear(run, rows.floats(), weights, b);
                if (groups == 1 && to - from == windows) {
                    return some.reshaped(shape);
                }
                Copies.copy(Copies.Side.of(some), Copies.Side.of(y, from * k[0] + group * outputs, k[0], 1), to - from,
                        outputs);
                run.buffers().sweep(mark);
            }
        }
        return y;
    }

    /// One row for each window from `first` on: the numbers that it sees, 0 outside the picture.
    ///
    /// @param g rows and columns of the result, the first channel and how many there are
    private static void fill(Run run, Value x, Value rows, int first, int[] g, Window high, Window wide) {
        int[] n = x.shape().toArray();
        float[] from = x.floats().array();
        float[] to = rows.floats().array();
        int top = high.first(n[1]);
        int left = wide.first(n[2]);
        int channels = g[3];
        int inner = rows.shape().columns();
        run.compute().parallel().ranges(rows.shape().rows(), Math.max(1, Run.GRAIN / inner), (begin, end) -> {
            for (int row = begin; row < end; row++) {
                int window = first + row;
                int h = window / g[1] % g[0] * high.stride() + top;
                int w = window % g[1] * wide.stride() + left;
                int picture = window / (g[0] * g[1]);
                int at = rows.at() + row * inner;
                for (int i = 0; i < high.size(); i++) {
                    int line = h + i * high.dilation();
                    for (int j = 0; j < wide.size(); j++, at += channels) {
                        int column = w + j * wide.dilation();
                        if (line < 0 || line >= n[1] || column < 0 || column >= n[2]) {
                            Arrays.fill(to, at, at + channels, 0);
                        } else {
                            System.arraycopy(from, x.at() + ((picture * n[1] + line) * n[2] + column) * n[3] + g[2], to,
                                    at, channels);
                        }
                    }
                }
            }
        });
    }

    /// `DEPTHWISE_CONV_2D`: each channel by itself, weights `[1, KH, KW, C·multiplier]`.
    static Factory depthwise() {
        return node -> {
            boolean same = Window.isSame(node, 0);
            int strideW = node.int32(1, 1);
            int strideH = node.int32(2, 1);
            Activation after = node.activation(4);
            int dilationW = node.int32(5, 1);
            int dilationH = node.int32(6, 1);
            return (Operator.Single) (run, in) -> {
                int[] n = Permutes.sizes(in[0], 4);
                int[] k = Permutes.sizes(in[1], 4);
                if (k[0] != 1 || n[3] == 0 || k[3] % n[3] != 0) {
                    throw new IllegalArgumentException(in[0].shape() + " does not fit the weights " + in[1].shape());
                }
                Window high = new Window(k[1], strideH, dilationH, same);
                Window wide = new Window(k[2], strideW, dilationW, same);
                Value x = k[3] == n[3] ? in[0] : repeatedChannels(run, in[0], k[3] / n[3]);
                return after.apply(run, depthwise(run, x, in[1].floats(), Products.bias(in, k[3]), high, wide));
            };
        };
    }

    private static Value repeatedChannels(Run run, Value x, int times) {
        int[] n = x.shape().toArray();
        int pixels = n[0] * n[1] * n[2];
        return Copies.gather(run, x, 0, Shape.of(pixels, n[3], times), n[3], 1, 0)
                .reshaped(Shape.of(n[0], n[1], n[2], n[3] * times));
    }

    private static Value depthwise(Run run, Value x, Tensor w, Tensor bias, Window high, Window wide) {
        int[] n = x.shape().toArray();
        int channels = n[3];
        int rows = high.count(n[1]);
        int columns = wide.count(n[2]);
        int top = high.first(n[1]);
        int left = wide.first(n[2]);
        Value y = run.floats(Shape.of(n[0], rows, columns, channels));
        run.work((long) y.size() * high.size() * wide.size());
        float[] from = x.floats().array();
        float[] to = y.floats().array();
        Kernels kernels = run.compute().kernels();
        run.compute().parallel().ranges(n[0] * rows * columns, Math.max(1, Run.GRAIN / channels), (begin, end) -> {
            for (int pixel = begin; pixel < end; pixel++) {
                int at = y.at() + pixel * channels;
                if (bias == null) {
                    Arrays.fill(to, at, at + channels, 0);
                } else {
                    System.arraycopy(bias.array(), bias.offset(), to, at, channels);
                }
                int picture = pixel / (rows * columns);
                for (int i = 0; i < high.size(); i++) {
                    int line = pixel / columns % rows * high.stride() + top + i * high.dilation();
                    for (int j = 0; j < wide.size() && line >= 0 && line < n[1]; j++) {
                        int column = pixel % columns * wide.stride() + left + j * wide.dilation();
                        if (column >= 0 && column < n[2]) {
                            kernels.multiplyAdd(from, x.at() + ((picture * n[1] + line) * n[2] + column) * channels,
                                    w.array(), w.offset() + (i * wide.size() + j) * channels, to, at, channels);
                        }
                    }
                }
            }
        });
        return y;
    }

    /// `TRANSPOSE_CONV`: every number is spread over a window, weights `[out, KH, KW, C]`; the result's shape comes
    /// first.
    static Factory transposed() {
        return node -> {
            boolean same = Window.isSame(node, 0);
            int strideW = node.int32(1, 1);
            int strideH = node.int32(2, 1);
            Activation after = node.activation(3);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] n = Permutes.sizes(in[2], 4);
                int[] k = Permutes.sizes(in[1], 4);
                Shape shape = Shape.of(in[0].ints());
                Window high = new Window(k[1], strideH, 1, same);
                Window wide = new Window(k[2], strideW, 1, same);
                if (shape.rank() != 4 || n[3] != k[3] || shape.dim(3) != k[0] || shape.dim(0) != n[0]
                        || high.count(shape.dim(1)) != n[1] || wide.count(shape.dim(2)) != n[2]) {
                    throw new IllegalArgumentException(
                            in[2] + " with weights " + in[1].shape() + " does not become " + shape);
                }
                Value y = run.floats(shape);
                spread(run, in, high, wide, y);
                return after.apply(run, y);
            }, 0);
        };
    }

    private static void spread(Run run, Value[] in, Window high, Window wide, Value y) {
        int[] n = in[2].shape().toArray();
        int[] k = in[1].shape().toArray();
        int outputs = k[0];
        float[] to = y.floats().array();
        Arrays.fill(to, y.at(), y.at() + y.size(), 0);
        int heightOut = y.shape().dim(1);
        int widthOut = y.shape().dim(2);
        // Each pixel times all weights, [pixels, KH·KW·out], is then added where it belongs.
        Value w = Permutes.permuted(run, in[1], 1, 2, 0, 3);
        int window = k[1] * k[2] * outputs;
        Value parts = Products.linear(run, in[2].reshaped(Shape.of(n[0] * n[1] * n[2], n[3])).floats(),
                w.reshaped(Shape.of(window, n[3])).floats(), null);
        float[] from = parts.floats().array();
        Kernels kernels = run.compute().kernels();
        for (int pixel = 0; pixel < n[0] * n[1] * n[2]; pixel++) {
            int picture = pixel / (n[1] * n[2]);
            for (int i = 0; i < k[1]; i++) {
                int line = pixel / n[2] % n[1] * high.stride() + high.first(heightOut) + i;
                for (int j = 0; j < k[2] && line >= 0 && line < heightOut; j++) {
                    int column = pixel % n[2] * wide.stride() + wide.first(widthOut) + j;
                    if (column >= 0 && column < widthOut) {
                        kernels.axpy(1, from, parts.at() + pixel * window + (i * k[2] + j) * outputs, to,
                                y.at() + ((picture * heightOut + line) * widthOut + column) * outputs, outputs);
                    }
                }
            }
        }
        if (in.length > 3 && in[3] != null) {
            Tensor bias = in[3].reshaped(Shape.of(outputs)).floats();
            for (int at = 0; at < y.size(); at += outputs) {
                kernels.axpy(1, bias.array(), bias.offset(), to, y.at() + at, outputs);
            }
        }
    }
}
