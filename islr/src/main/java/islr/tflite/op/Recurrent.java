package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tflite.value.Value;
import java.util.Arrays;

/// Layers with a state. Where the state is a variable of the graph, a run begins with zeros and leaves nothing to the
/// next one: the answer to a clip does not depend on the clips before it.
final class Recurrent {
    private static final int LSTM_STATE = 18;
    private static final int LSTM_NORMS = 20;
    private static final int BACKWARD = 18;
    private static final int BIDIRECTIONAL_STATE = 35;

    private Recurrent() {}

    /// `UNIDIRECTIONAL_SEQUENCE_LSTM`.
    static Factory lstm() {
        return node -> {
            Lstm lstm = new Lstm(node.activation(0), node.float32(1, 0), node.float32(2, 0));
            boolean timeMajor = node.bool(3);
            return (Operator.Single) (run, in) -> {
                Lstm.Weights w = weights(in, 1, LSTM_NORMS);
                Value x = timeMajor ? three(in[0]) : Permutes.permuted(run, three(in[0]), 1, 0, 2);
                Value y = run.floats(x.shape().with(-1, w.outputs()));
                lstm.run(run, x, w, Lstm.optional(in, LSTM_STATE), Lstm.optional(in, LSTM_STATE + 1), y, false);
                return timeMajor ? y : Permutes.permuted(run, y, 1, 0, 2);
            };
        };
    }

    private static Lstm.Weights weights(Value[] in, int at, int norms) {
        Lstm.Weights w = Lstm.Weights.of(in, at, norms);
        for (int gate = 1; gate < 4; gate++) {
            if (w.fromInput()[gate] == null || w.fromState()[gate] == null || w.fromInput()[gate].shape().rank() != 2) {
                throw new IllegalArgumentException("the weights of a gate are missing");
            }
        }
        if (w.fromInput()[0] != null && w.fromState()[0] == null) {
            throw new IllegalArgumentException("the weights of a gate are missing");
        }
        return w;
    }

    private static Value three(Value x) {
        Permutes.sizes(x, 3);
        return x;
    }

    /// `BIDIRECTIONAL_SEQUENCE_LSTM`: one from the beginning and one from the end.
    static Factory bidirectional() {
        return node -> {
            Lstm lstm = new Lstm(node.activation(0), node.float32(1, 0), node.float32(2, 0));
            boolean merge = node.bool(3);
            boolean timeMajor = node.int8(4, 1) != 0;
            if (node.inputs().size() > BIDIRECTIONAL_STATE + 4 && node.inputs().get(BIDIRECTIONAL_STATE + 4) != null) {
                throw new Node.Refused("with an auxiliary input");
            }
            return (run, in) -> {
                Value x = timeMajor ? three(in[0]) : Permutes.permuted(run, three(in[0]), 1, 0, 2);
                Value[] y = new Value[2];
                for (int i = 0; i < 2; i++) {
                    Lstm.Weights w = weights(in, i == 0 ? 1 : BACKWARD, -1);
                    Value each = run.floats(x.shape().with(-1, w.outputs()));
                    lstm.run(run, x, w, Lstm.optional(in, BIDIRECTIONAL_STATE + 2 * i),
                            Lstm.optional(in, BIDIRECTIONAL_STATE + 2 * i + 1), each, i == 1);
                    y[i] = timeMajor ? each : Permutes.permuted(run, each, 1, 0, 2);
                }
                return merge ? new Value[] {Joins.joined(run, 2, y)} : y;
            };
        };
    }

    /// `LSTM`: one step of the full form, or of the basic one, whose state are inputs and outputs.
    static Factory step() {
        return node -> {
            Lstm lstm = new Lstm(node.activation(0), node.float32(1, 0), node.float32(2, 0));
            if (node.int8(3, 0) == 1) {
                return (run, in) -> basic(run, in);
            }
            return (Operator.Single) (run, in) -> {
                Lstm.Weights w = weights(in, 1, LSTM_NORMS);
                Shape shape = in[0].shape();
                Value x = in[0].reshaped(Axes.inserted(shape, 0, 1));
                Value y = run.floats(three(x).shape().with(-1, w.outputs()));
                lstm.run(run, x, w, Lstm.optional(in, LSTM_STATE), Lstm.optional(in, LSTM_STATE + 1), y, false);
                return y.reshaped(shape.with(-1, w.outputs()));
            };
        };
    }

    /// Inputs x, h, one matrix of the four gates, biases, c; outputs h, c, and x beside h and the gates, which nobody
    /// needs.
    private static Value[] basic(Run run, Value... in) {
        if (in.length != 5 || Arrays.asList(in).contains(null) || in[4].shape().rank() != 2) {
            throw new IllegalArgumentException("it has not the five inputs of a basic LSTM");
        }
        Shape shape = in[4].shape();
        int units = shape.columns();
        Value joined = Joins.joined(run, in[0].shape().rank() - 1, in[0], in[1]);
        Tensor w = in[2].floats();
        Value gates = Products.linear(run, joined.floats(), w, in[3].reshaped(Shape.of(4 * units)).floats());
        Value c = run.floats(shape);
        Value h = run.floats(shape);
        for (int i = 0; i < shape.size(); i++) {
            int at = gates.at() + i / units * 4 * units + i % units;
            float[] g = gates.floats().array();
            float cell = sigmoid(g[at]) * (float) Math.tanh(g[at + units])
                    + sigmoid(g[at + 2 * units]) * in[4].floats().array()[in[4].at() + i];
            c.floats().array()[c.at() + i] = cell;
            h.floats().array()[h.at() + i] = sigmoid(g[at + 3 * units]) * (float) Math.tanh(cell);
        }
        return new Value[] {h, c, joined, gates};
    }

    private static float sigmoid(float x) {
        return (float) (1 / (1 + Math.exp(-x)));
    }

    /// `RNN`, one step, and `UNIDIRECTIONAL_SEQUENCE_RNN`: `h = a(W·x + R·h + b)`.
    static Factory simple(boolean sequence) {
        return node -> {
            boolean timeMajor = sequence && node.bool(0);
            Activation after = node.activation(sequence ? 1 : 0);
            return (Operator.Single) (run, in) -> {
                Value x = !sequence ? in[0].reshaped(Axes.inserted(in[0].shape(), 0, 1))
                        : timeMajor ? in[0] : Permutes.permuted(run, three(in[0]), 1, 0, 2);
                int[] n = Permutes.sizes(x, 3);
                int units = Permutes.sizes(in[1], 2)[0];
                Value inputs = Products.linear(run, x.matrix(n[2]), in[1].floats(),
                        in[3].reshaped(Shape.of(units)).floats());
                Value y = run.floats(Shape.of(n[0], n[1], units));
                Value h = run.floats(Shape.of(n[1], units));
                Copies.copy(Copies.Side.of(in[4].reshaped(h.shape())), Copies.Side.of(h), n[1], units);
                int width = n[1] * units;
                for (int t = 0; t < n[0]; t++) {
                    int mark = run.buffers().mark();
                    Value next = Products.linear(run, h.floats(), in[2].floats(), null);
                    run.compute().kernels().axpy(1, inputs.floats().array(), inputs.at() + t * width,
                            next.floats().array(), next.at(), width);
                    next = after.apply(run, next);
                    System.arraycopy(next.array(), next.at(), h.array(), h.at(), width);
                    System.arraycopy(next.array(), next.at(), y.array(), y.at() + t * width, width);
                    run.buffers().sweep(mark);
                }
                if (!sequence) {
                    return y.reshaped(h.shape());
                }
                return timeMajor ? y : Permutes.permuted(run, y, 1, 0, 2);
            };
        };
    }

    /// `SVDF`: a dense layer over a window of time in parts of rank one; at the first step of a run the window is
    /// empty but for this step.
    static Factory svdf() {
        return node -> {
            int rank = node.int32(0, 0);
            Activation after = node.activation(1);
            if (rank < 1) {
                throw new Node.Refused("of rank " + rank);
            }
            return (Operator.Single) (run, in) -> {
                if (in.length != 5 || in[4] == null) {
                    throw new IllegalArgumentException("it has no state");
                }
                int[] time = Permutes.sizes(in[2], 2);
                int batch = Permutes.sizes(in[0], 2)[0];
                int filters = time[0];
                int units = filters / rank;
                Value features = Products.linear(run, in[0].floats(), in[1].floats(), null);
                Value y = run.floats(Shape.of(batch, units));
                float[] to = y.floats().array();
                float[] state = in[4].reshaped(Shape.of(batch, filters, time[1])).floats().array();
                Tensor bias = in[3] == null ? null : in[3].reshaped(Shape.of(units)).floats();
                Arrays.fill(to, y.at(), y.at() + y.size(), 0);
                for (int i = 0; i < batch * filters; i++) {
                    int filter = i % filters;
                    float sum = features.floats().array()[features.at() + i]
                            * in[2].floats().array()[in[2].at() + filter * time[1] + time[1] - 1];
                    for (int t = 0; t < time[1] - 1; t++) {
                        sum += state[in[4].at() + i * time[1] + t + 1]
                                * in[2].floats().array()[in[2].at() + filter * time[1] + t];
                    }
                    if (filter / rank < units) {
                        to[y.at() + i / filters * units + filter / rank] += sum;
                    }
                }
                for (int i = 0; bias != null && i < y.size(); i++) {
                    to[y.at() + i] += bias.array()[bias.offset() + i % units];
                }
                return after.apply(run, y);
            };
        };
    }
}
