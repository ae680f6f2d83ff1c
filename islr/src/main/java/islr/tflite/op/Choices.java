package islr.tflite.op;

import islr.tensor.Shape;
import islr.tflite.value.Value;
import islr.weights.tflite.TensorType;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/// What truth values choose, and numbers in their order of size.
final class Choices {
    private Choices() {}

    /// `SELECT` and `SELECT_V2`: `condition ? a : b`. In the older one a condition of one axis chooses whole rows.
    static Factory select(boolean rows) {
        return node -> (Operator.Single) (run, in) -> {
            Value condition = in[0];
            Shape shape = in[1].shape();
            if (rows && condition.shape().rank() == 1 && shape.rank() > 1 && condition.size() == shape.dim(0)) {
                int[] sizes = new int[shape.rank()];
                Arrays.fill(sizes, 1);
                sizes[0] = condition.size();
                condition = condition.reshaped(Shape.of(sizes));
            }
            return select(run, condition, in[1], in[2]);
        };
    }

    private static Value select(Run run, Value condition, Value a, Value b) {
        Shape shape = Axes.broadcast(condition.shape(), Axes.broadcast(a.shape(), b.shape()));
        Value y = run.room(a.type(), shape).as(a.type());
        boolean[] flags = condition.flags();
        boolean whole = condition.shape().equals(shape) && a.shape().equals(shape)
                && (b.shape().equals(shape) || b.size() == 1);
        if (whole && a.isFloat()) {
            choose(run, flags, a, b, y);
            return y;
        }
        Pairs first = new Pairs(condition.shape(), a.shape(), shape);
        choose(run, first, flags, true, a, y);
        Pairs second = new Pairs(condition.shape(), b.shape(), shape);
        choose(run, second, flags, false, b, y);
        return y;
    }

    /// Floats, one number of `b` or as many as there are places.
    private static void choose(Run run, boolean[] flags, Value a, Value b, Value y) {
        float[] p = a.floats().array();
        float[] q = b.floats().array();
        float[] to = y.floats().array();
        int pAt = a.at();
        int qAt = b.at();
        int at = y.at();
        int step = b.size() == 1 ? 0 : 1;
        run.compute().parallel().ranges(y.size(), Run.GRAIN, (from, end) -> {
            if (step == 0) {
                float other = q[qAt];
                for (int i = from; i < end; i++) {
                    to[at + i] = flags[i] ? p[pAt + i] : other;
                }
            } else {
                for (int i = from; i < end; i++) {
                    to[at + i] = flags[i] ? p[pAt + i] : q[qAt + i];
                }
            }
        });
    }

    private static void choose(Run run, Pairs pairs, boolean[] flags, boolean where, Value from, Value y) {
        int steps = pairs.aStep;
        switch (y.array()) {
            case float[] to -> {
                float[] x = from.floats().array();
                pairs.forEach(run, (i, j, k) -> {
                    for (int n = 0; n < pairs.length; n++) {
                        if (flags[i + n * steps] == where) {
                            to[y.at() + k + n] = x[from.at() + j + n * pairs.bStep];
                        }
                    }
                });
            }
            case long[] to -> {
                long[] x = from.longs();
                pairs.forEach(run, (i, j, k) -> {
                    for (int n = 0; n < pairs.length; n++) {
                        if (flags[i + n * steps] == where) {
                            to[k + n] = x[j + n * pairs.bStep];
                        }
                    }
                });
            }
            default -> {
                boolean[] to = y.flags();
                boolean[] x = from.flags();
                pairs.forEach(run, (i, j, k) -> {
                    for (int n = 0; n < pairs.length; n++) {
                        if (flags[i + n * steps] == where) {
                            to[k + n] = x[j + n * pairs.bStep];
                        }
                    }
                });
            }
        }
    }

    /// `WHERE`: the places of what is true (or not 0), in order, [n, rank].
    static Factory where() {
        return node -> new Operator.Shaped((Operator.Single) (run, in) -> {
            Value x = in[0];
            Shape shape = x.shape();
            if (x.isFlags() && shape.rank() == 1) {
                return places(run, x);
            }
            int count = 0;
            for (int i = 0; i < x.size(); i++) {
                count += isTrue(x, i) ? 1 : 0;
            }
            int rank = shape.rank();
            Value y = run.longs(TensorType.INT64, Shape.of(count, rank));
            long[] to = y.longs();
            int at = 0;
            for (int i = 0; i < x.size(); i++) {
                if (isTrue(x, i)) {
                    int left = i;
                    for (int axis = rank - 1; axis > 0; axis--) {
                        to[at + axis] = left % shape.dim(axis);
                        left /= shape.dim(axis);
                    }
                    if (rank > 0) {
                        to[at] = left;
                    }
                    at += rank;
                }
            }
            return y;
        }, 0);
    }

    /// Of a row of truth values: without a branch, which would be guessed wrongly as often as not.
    private static Value places(Run run, Value x) {
        boolean[] flags = x.flags();
        int n = x.size();
        // One more, because a place is written before it is known whether it stays.
        Value y = run.longs(TensorType.INT64, Shape.of(n + 1, 1));
        long[] to = y.longs();
        int count = 0;
        for (int i = 0; i < n; i++) {
            to[count] = i;
            count += flags[i] ? 1 : 0;
        }
        return y.first(Shape.of(count, 1));
    }

    private static boolean isTrue(Value x, int i) {
        return switch (x.array()) {
            case boolean[] flags -> flags[i];
            case float[] numbers -> numbers[x.at() + i] != 0;
            default -> x.longs()[i] != 0;
        };
    }

    /// `ARG_MAX` and `ARG_MIN`: the first place of the largest or smallest number along an axis. NaN is neither, unless
    /// it is the first.
    static Factory arg(boolean largest) {
        return node -> {
            TensorType type = node.type(0);
            return new Operator.Shaped((Operator.Single) (run, in) -> {
                Shape shape = in[0].shape();
                int axis = Axes.of(in[1].item(), shape.rank());
                int n = shape.dim(axis);
                int inner = shape.after(axis);
                if (n == 0) {
                    throw new IllegalArgumentException("axis " + axis + " of " + shape + " is empty");
                }
                Value y = run.longs(type, shape.without(axis));
                for (int i = 0; i < y.size(); i++) {
                    int from = i / inner * n * inner + i % inner;
                    int best = 0;
                    for (int k = 1; k < n; k++) {
                        boolean better = largest ? isLess(in[0], from + best * inner, from + k * inner)
                                : isLess(in[0], from + k * inner, from + best * inner);
                        best = better ? k : best;
                    }
                    y.longs()[i] = best;
                }
                return y;
            }, 1);
        };
    }

    private static boolean isLess(Value x, int i, int j) {
        return switch (x.array()) {
            case float[] numbers -> numbers[x.at() + i] < numbers[x.at() + j];
            case boolean[] flags -> !flags[i] && flags[j];
            default -> x.longs()[i] < x.longs()[j];
        };
    }

    /// `TOPK_V2`: the k largest numbers of each row in descending order, and their places; of equal ones the first.
    static Factory topK() {
        return node -> {
            TensorType places = node.type(1);
            return new Operator.Shaped((run, in) -> {
                Shape shape = in[0].shape();
                int k = in[1].item();
                int n = shape.columns();
                if (shape.rank() < 1 || k < 0 || k > n) {
                    throw new IllegalArgumentException("the " + k + " largest of " + n + " numbers");
                }
                Value top = run.room(in[0].type(), shape.with(-1, k)).as(in[0].type());
                Value at = run.longs(places, shape.with(-1, k));
                Integer[] order = new Integer[n];
                for (int row = 0; row < shape.rows() && k > 0; row++) {
                    int first = row * n;
                    for (int i = 0; i < n; i++) {
                        order[i] = i;
                    }
                    // The sort is stable, so equal numbers stay in their order.
                    Arrays.sort(order, (a, b) -> isLess(in[0], first + b, first + a) ? -1
                            : isLess(in[0], first + a, first + b) ? 1 : 0);
                    for (int i = 0; i < k; i++) {
                        at.longs()[row * k + i] = order[i];
                        System.arraycopy(in[0].array(), in[0].at() + first + order[i], top.array(),
                                top.at() + row * k + i, 1);
                    }
                }
                return new Value[] {top, at};
            }, 1);
        };
    }

    /// `UNIQUE`: each different number once in the order of their first places, and which one each number is.
    static Factory unique() {
        return node -> {
            TensorType type = node.type(1);
            return new Operator.Shaped((run, in) -> {
                Map<Object, Integer> seen = new HashMap<>();
                int n = in[0].size();
                Value which = run.longs(type, Shape.of(n));
                int[] first = new int[n];
                for (int i = 0; i < n; i++) {
                    Object number = in[0].isFloat() ? (Object) in[0].floats().array()[in[0].at() + i]
                            : (Object) in[0].longs()[i];
                    Integer known = seen.putIfAbsent(number, seen.size());
                    if (known == null) {
                        first[seen.size() - 1] = i;
                    }
                    which.longs()[i] = known == null ? seen.size() - 1 : known;
                }
                Value y = run.room(in[0].type(), Shape.of(seen.size())).as(in[0].type());
                for (int i = 0; i < seen.size(); i++) {
                    System.arraycopy(in[0].array(), in[0].at() + first[i], y.array(), y.at() + i, 1);
                }
                return new Value[] {y, which};
            }, 0);
        };
    }
}
