package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;

/// One number of each window of a channel; places outside the picture do not count.
enum Pools {
    AVERAGE, MAX, L2;

    Factory operator() {
        return node -> {
            boolean same = Window.isSame(node, 0);
            int strideW = node.int32(1, 1);
            int strideH = node.int32(2, 1);
            int width = node.int32(3, 1);
            int height = node.int32(4, 1);
            Activation after = node.activation(5);
            return (Operator.Single) (run, in) -> after.apply(run,
                    pool(run, in[0], new Window(height, strideH, 1, same), new Window(width, strideW, 1, same)));
        };
    }

    private Value pool(Run run, Value x, Window high, Window wide) {
        int[] n = Permutes.sizes(x, 4);
        int rows = high.count(n[1]);
        int columns = wide.count(n[2]);
        int channels = n[3];
        int top = high.first(n[1]);
        int left = wide.first(n[2]);
        Value y = run.floats(Shape.of(n[0], rows, columns, channels));
        float[] from = x.floats().array();
        float[] to = y.floats().array();
        run.work((long) y.size() * Math.min(high.size(), n[1]) * Math.min(wide.size(), n[2]));
        for (int pixel = 0; pixel < n[0] * rows * columns; pixel++) {
            int picture = pixel / (rows * columns);
            int h = pixel / columns % rows * high.stride() + top;
            int w = pixel % columns * wide.stride() + left;
            int lineEnd = Math.min(n[1], h + high.size());
            int columnEnd = Math.min(n[2], w + wide.size());
            for (int c = 0; c < channels; c++) {
                float sum = this == MAX ? Float.NEGATIVE_INFINITY : 0;
                int count = 0;
                for (int line = Math.max(0, h); line < lineEnd; line++) {
                    for (int column = Math.max(0, w); column < columnEnd; column++) {
                        float number = from[x.at() + ((picture * n[1] + line) * n[2] + column) * channels + c];
                        count++;
                        sum = switch (this) {
                            case AVERAGE -> sum + number;
                            case MAX -> sum < number ? number : sum;
                            case L2 -> sum + number * number;
                        };
                    }
                }
                to[y.at() + pixel * channels + c] = switch (this) {
                    case AVERAGE -> sum / count;
                    case MAX -> sum;
                    case L2 -> (float) Math.sqrt(sum / count);
                };
            }
        }
        return y;
    }
}
