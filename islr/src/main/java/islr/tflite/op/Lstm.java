package islr.tflite.op;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tflite.value.Value;

/// A long short-term memory over a sequence:
///
/// `i, f, o = σ(W·x + R·h + p∘c + b)`, `g = a(W·x + R·h + b)`, `c = f∘c + i∘g`, `h = P·(o∘a(c)) + b_P`
///
/// with a matrix W `[units, in]` and R `[units, out]` for each of the four. Without a W of its own the input gate is
/// `1 − f`; p (peepholes), P (projection), the scales of a layer norm and the limits of c and h are optional.
///
/// @param first the number of the first input that is a weight
final class Lstm {
    private static final int INPUT = 0;
    private static final int FORGET = 1;
    private static final int CELL = 2;
    private static final int OUTPUT = 3;

    private final Activation activation;
    private final float cellClip;
    private final float projectionClip;

    Lstm(Activation activation, float cellClip, float projectionClip) throws Node.Refused {
        this.activation = activation;
        this.cellClip = cellClip;
        this.projectionClip = projectionClip;
        if (activation != Activation.TANH && activation != Activation.NONE && activation != Activation.RELU
                && activation != Activation.RELU6) {
            throw new Node.Refused("with activation " + activation);
        }
    }

    /// The weights of one direction. Gates are in the order input, forget, cell, output.
    ///
    /// @param fromInput W
    /// @param fromState R
    /// @param peepholes p of the input, forget and output gate, null where there is none
    /// @param norms scales of a layer norm of each gate, null where there is none
    record Weights(Value[] fromInput, Value[] fromState, Value[] peepholes, Value[] biases, Value projection,
            Value projectionBias, Value[] norms) {
        /// @param at the number of the input that is the first weight
        /// @param norms the number of the input that is the first scale of a norm, or −1
        static Weights of(Value[] in, int at, int norms) {
            return new Weights(some(in, at, 4), some(in, at + 4, 4), some(in, at + 8, 3), some(in, at + 11, 4),
                    optional(in, at + 15), optional(in, at + 16), norms < 0 ? new Value[4] : some(in, norms, 4));
        }

        int units() {
            return fromInput[OUTPUT].shape().dim(0);
        }

        int outputs() {
            return projection == null ? units() : projection.shape().dim(0);
        }
    }

    static Value optional(Value[] in, int i) {
        return i < in.length ? in[i] : null;
    }

    private static Value[] some(Value[] in, int from, int count) {
        Value[] some = new Value[count];
        for (int i = 0; i < count; i++) {
            some[i] = optional(in, from + i);
        }
        return some;
    }

    /// All outputs of a sequence.
    ///
    /// @param x `[T, B, in]`
    /// @param h what the output was before, `[B, out]`
    /// @param c what the cells were before, `[B, units]`
    /// @param y takes the outputs, `[T, B, out]`
    /// @param backwards whether the sequence is read from its end
    void run(Run run, Value x, Weights w, Value h, Value c, Value y, boolean backwards) {
        int steps = x.shape().dim(0);
        int batch = x.shape().dim(1);
        int units = w.units();
        int outputs = w.outputs();
        Tensor rows = x.reshaped(Shape.of(steps * batch, x.shape().dim(2))).floats();
        Value[] inputs = new Value[4];
        for (int gate = 0; gate < 4; gate++) {
            if (w.fromInput[gate] != null) {
                inputs[gate] = Products.linear(run, rows, w.fromInput[gate].floats(),
                        w.norms[gate] == null ? bias(w, gate, units) : null);
            } else if (gate != INPUT) {
                throw new IllegalArgumentException("the weights of a gate are missing");
            }
        }
        Tensor state = copy(run, h, Shape.of(batch, outputs)).floats();
        Tensor cells = copy(run, c, Shape.of(batch, units)).floats();
        for (int step = 0; step < steps; step++) {
            int mark = run.buffers().mark();
            int t = backwards ? steps - 1 - step : step;
            Tensor next = step(run, w, inputs, t * batch, state, cells);
            System.arraycopy(next.array(), next.offset(), state.array(), state.offset(), batch * outputs);
            System.arraycopy(next.array(), next.offset(), y.floats().array(), y.at() + t * batch * outputs,
                    batch * outputs);
            run.buffers().sweep(mark);
        }
    }

    private static Tensor bias(Weights w, int gate, int units) {
        return w.biases[gate] == null ? null : w.biases[gate].reshaped(Shape.of(units)).floats();
    }

    private static Value copy(Run run, Value x, Shape shape) {
        Value y = run.floats(shape);
        if (x == null) {
            Copies.clear(y);
        } else {
            Copies.copy(Copies.Side.of(x.reshaped(shape)), Copies.Side.of(y), shape.toArray());
        }
        return y;
    }

    /// One step: changes the cells and returns the output.
    private Tensor step(Run run, Weights w, Value[] inputs, int row, Tensor state, Tensor cells) {
        int batch = cells.shape().dim(0);
        int units = cells.shape().dim(1);
        float[] c = cells.array();
        Tensor forget = gate(run, w, FORGET, inputs, row, state, cells);
        Tensor input = inputs[INPUT] == null ? null : gate(run, w, INPUT, inputs, row, state, cells);
        Tensor fresh = sum(run, w, CELL, inputs, row, state, null);
        fresh = activated(run, fresh);
        for (int i = 0; i < batch * units; i++) {
            float f = forget.array()[forget.offset() + i];
            float take = input == null ? 1 - f : input.array()[input.offset() + i];
            float cell = f * c[cells.offset() + i] + take * fresh.array()[fresh.offset() + i];
            c[cells.offset() + i] = cellClip > 0 ? Math.clamp(cell, -cellClip, cellClip) : cell;
        }
        Tensor output = gate(run, w, OUTPUT, inputs, row, state, cells);
        Value shown = run.floats(cells.shape());
        System.arraycopy(c, cells.offset(), shown.floats().array(), shown.at(), cells.size());
        Tensor h = Arithmetic.MUL.apply(run, Value.of(output), Value.of(activated(run, shown.floats()))).floats();
        if (w.projection == null) {
            return h;
        }
        Tensor y = Products
                .linear(run, h, w.projection.floats(),
                        w.projectionBias == null ? null : w.projectionBias.reshaped(Shape.of(w.outputs())).floats())
                .floats();
        if (projectionClip > 0) {
            Activation.clamp(run, y, -projectionClip, projectionClip);
        }
        return y;
    }

    private Tensor activated(Run run, Tensor x) {
        return activation.apply(run, Value.of(x)).floats();
    }

    private static Tensor gate(Run run, Weights w, int gate, Value[] inputs, int row, Tensor state, Tensor cells) {
        return Unary.of(run, Kernels.Unary.SIGMOID, Value.of(sum(run, w, gate, inputs, row, state, cells))).floats();
    }

    /// `W·x + R·h + p∘c + b`, normalised if the gate is.
    private static Tensor sum(Run run, Weights w, int gate, Value[] inputs, int row, Tensor state, Tensor cells) {
        int units = inputs[gate].shape().columns();
        int batch = state.shape().dim(0);
        Kernels kernels = run.compute().kernels();
        Tensor y = Products.linear(run, state, w.fromState[gate].floats(), null).floats();
        float[] to = y.array();
        kernels.axpy(1, inputs[gate].floats().array(), inputs[gate].at() + row * units, to, y.offset(), batch * units);
        Value peephole = gate == CELL ? null : w.peepholes[gate == OUTPUT ? 2 : gate];
        for (int b = 0; b < batch; b++) {
            int at = y.offset() + b * units;
            if (peephole != null && cells != null) {
                kernels.multiplyAdd(peephole.reshaped(Shape.of(units)).floats().array(), peephole.at(), cells.array(),
                        cells.offset() + b * units, to, at, units);
            }
            if (w.norms[gate] != null) {
                normalise(kernels, to, at, units, w.norms[gate], w.biases[gate]);
            }
        }
        return y;
    }

    private static void normalise(Kernels kernels, float[] y, int at, int n, Value scale, Value bias) {
        float mean = kernels.sum(y, at, n) / n;
        float variance = kernels.squaredDistance(y, at, n, mean) / n;
        float inverse = 1 / (float) Math.sqrt(variance + 1e-8f);
        float[] weights = scale.reshaped(Shape.of(n)).floats().array();
        for (int i = 0; i < n; i++) {
            y[at + i] = (y[at + i] - mean) * inverse * weights[scale.at() + i]
                    + (bias == null ? 0 : bias.floats().array()[bias.at() + i]);
        }
    }
}
