package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;

/// Pictures of another size.
final class Resize {
    private Resize() {}

    /// How a place of the result is one of the operand.
    ///
    /// @param corners whether the corner points of both lie on each other
    /// @param centers whether numbers stand for the middle of their pixel
    private record Grid(boolean corners, boolean centers) {
        float scale(int from, int to) {
            return corners && to > 1 ? (from - 1) / (float) (to - 1) : from / (float) to;
        }
    }

    private static int[] target(Value... in) {
        Permutes.sizes(in[0], 4);
        int[] size = in[1].ints();
        if (size.length != 2 || size[0] < 1 || size[1] < 1 || in[0].shape().dim(1) < 1 || in[0].shape().dim(2) < 1) {
            throw new IllegalArgumentException("a picture " + in[0].shape() + " of a new size " + in[1].shape());
        }
        return size;
    }

    /// `RESIZE_BILINEAR`: between the four nearest numbers.
    static Factory bilinear() {
        return node -> {
            Grid grid = new Grid(node.bool(2), node.bool(3));
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] size = target(in);
                int[] n = in[0].shape().toArray();
                Value y = run.floats(Shape.of(n[0], size[0], size[1], n[3]));
                Between[] rows = between(grid, n[1], size[0]);
                Between[] columns = between(grid, n[2], size[1]);
                float[] x = in[0].floats().array();
                float[] to = y.floats().array();
                int at = y.at();
                for (int b = 0; b < n[0]; b++) {
                    int picture = in[0].at() + b * n[1] * n[2] * n[3];
                    for (Between row : rows) {
                        for (Between column : columns) {
                            int lowLow = picture + (row.low * n[2] + column.low) * n[3];
                            int lowHigh = picture + (row.low * n[2] + column.high) * n[3];
                            int highLow = picture + (row.high * n[2] + column.low) * n[3];
                            int highHigh = picture + (row.high * n[2] + column.high) * n[3];
                            for (int c = 0; c < n[3]; c++) {
                                to[at++] = x[lowLow + c] * (1 - row.share) * (1 - column.share)
                                        + x[highLow + c] * row.share * (1 - column.share)
                                        + x[lowHigh + c] * (1 - row.share) * column.share
                                        + x[highHigh + c] * row.share * column.share;
                            }
                        }
                    }
                }
                return y;
            }, 1);
        };
    }

    /// Two neighbours, and the share of the second one.
    private record Between(int low, int high, float share) {}

    private static Between[] between(Grid grid, int from, int to) {
        Between[] all = new Between[to];
        float scale = grid.scale(from, to);
        for (int i = 0; i < to; i++) {
            float place = grid.centers ? (i + 0.5f) * scale - 0.5f : i * scale;
            int floor = (int) Math.floor(place);
            int low = Math.max(0, floor);
            all[i] = new Between(Math.min(low, from - 1), Math.min(floor + 1, from - 1), place - low);
        }
        return all;
    }

    /// `RESIZE_NEAREST_NEIGHBOR`.
    static Factory nearest() {
        return node -> {
            Grid grid = new Grid(node.bool(0), node.bool(1));
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                int[] size = target(in);
                int[] n = in[0].shape().toArray();
                Value y = run.room(in[0].type(), Shape.of(n[0], size[0], size[1], n[3]));
                int[] rows = nearest(grid, n[1], size[0]);
                int[] columns = nearest(grid, n[2], size[1]);
                int at = y.at();
                for (int b = 0; b < n[0]; b++) {
                    for (int row : rows) {
                        for (int column : columns) {
                            System.arraycopy(in[0].array(), in[0].at() + ((b * n[1] + row) * n[2] + column) * n[3],
                                    y.array(), at, n[3]);
                            at += n[3];
                        }
                    }
                }
                return y;
            }, 1);
        };
    }

    private static int[] nearest(Grid grid, int from, int to) {
        int[] all = new int[to];
        float scale = grid.scale(from, to);
        float shift = grid.centers ? 0.5f : 0;
        for (int i = 0; i < to; i++) {
            float place = (i + shift) * scale;
            all[i] = Math.clamp(grid.corners ? (int) Math.floor(place + 0.5f) : (int) Math.floor(place), 0, from - 1);
        }
        return all;
    }
}
