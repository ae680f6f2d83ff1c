package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import islr.tensor.grad.RowGradient;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;

/// AdamW in the arithmetic of TensorFlow Addons on Keras 2, with which the GISLR systems were trained; per tensor, t =
/// 1, 2, …:
///
/// 1. `g ← g / max(‖g‖, 1)·1`: clipped to `clipNorm`, each tensor by itself
/// 2. `w ← w − decay·w`: the decay is **not** multiplied by the rate
/// 3. `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`
/// 4. `w ← w − rate·√(1−β₂ᵗ)/(1−β₁ᵗ) · m/(√v + ε)`: ε beside √v, not beside its corrected form
///
/// Where this differs from an ordinary tensor:
///
/// - **Tensors made of several.** Keras has one small matrix for each attention head, ours is one [D, D]; each head is
///   clipped by its own norm.
/// - **Tables** whose rows are looked up: the norm is that of the single occurrences before equal rows are summed; the
///   decay touches only rows that were used in this step; steps 3 and 4 run on all rows. A row that stands for k rows
///   counts its square divided by k.
///
/// The decay usually follows the rate from outside, see [#decay(double)].
public final class KerasAdamW implements Optimizer {
    private final SequencedMap<String, Tensor> parameters;
    private final ToIntFunction<String> parts;
    private final Moments moments;
    private final Options options;
    private double decay;

    /// @param clipNorm largest norm of one tensor's gradient
    /// @param tables whether tables are treated apart, as in the original; false makes them ordinary tensors
    public record Options(double beta1, double beta2, double epsilon, double clipNorm, boolean tables) {
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-7, 1, true);

        /// @throws IllegalArgumentException if a β is not in [0, 1), ε is negative, or the norm is not positive
        public Options {
            Moments.require(beta1, beta2, epsilon);
            if (!(clipNorm > 0)) {
                throw new IllegalArgumentException(
                        "optimiser: gradients clipped to a norm of " + clipNorm + "; it must be positive");
            }
        }
    }

    /// @param parts how many equal tensors of the original a parameter consists of, one behind the other along its rows
    ///     (1 for most)
    /// @param decay share of every weight that a step takes away
    /// @throws IllegalArgumentException if the rows of a parameter do not divide into its parts
    public KerasAdamW(SequencedMap<String, Tensor> parameters, ToIntFunction<String> parts, double decay,
            Options options) {
        Objects.requireNonNull(options, "options");
        parameters.forEach((name, w) -> {
            int count = parts.applyAsInt(name);
            if (count != 1 && (count < 1 || w.shape().rank() == 0 || w.shape().dim(0) % count != 0)) {
                throw new IllegalArgumentException("optimiser: the rows of '" + name + "' " + w.shape()
                        + " do not divide into " + count + " parts");
            }
        });
        this.parameters = parameters;
        this.parts = parts;
        this.moments = new Moments(parameters);
        this.options = options;
        this.decay = decay;
    }

    /// Sets the decay of the steps to come; the original changes it with the learning rate at the start of each epoch.
    public void decay(double decay) {
        this.decay = decay;
    }

    @Override
    public void step(Compute c, Gradients gradients, double rate) {
        Objects.requireNonNull(gradients, "gradients");
        parameters.values().forEach(gradients::of); // throws before anything is changed
        int t = moments.next();
        double stepSize = rate * Math.sqrt(1 - Math.pow(options.beta2, t)) / (1 - Math.pow(options.beta1, t));
        List<Map.Entry<String, Tensor>> all = List.copyOf(parameters.entrySet());
        List<Tensor> clipped = all.stream().map(entry -> c.allocate(entry.getValue().shape())).toList();
        c.parallel().run(all.size(), (i, worker) -> step(c, all.get(i).getKey(), all.get(i).getValue(), gradients,
                clipped.get(i), (float) stepSize));
    }

    /// One parameter, with room for its clipped gradient.
    private void step(Compute c, String name, Tensor w, Gradients gradients, Tensor g, float stepSize) {
        List<RowGradient> rows = options.tables ? gradients.rows(w) : List.of();
        if (rows.isEmpty()) {
            clip(c, gradients.of(w), parts.applyAsInt(name), g);
            decay(c, w, 0, w.size());
        } else {
            clipTable(c, gradients.of(w), rows, g);
            decayUsedRows(c, w, rows);
        }
        c.kernels().adam(w.array(), w.offset(), g.array(), g.offset(), moments.m(name), 0, moments.v(name), 0, w.size(),
                options.beta1, options.beta2, stepSize, 1, (float) options.epsilon);
        w.changed();
    }

    private void clip(Compute c, Tensor g, int parts, Tensor clipped) {
        int size = g.size() / parts;
        for (int part = 0; part < parts; part++) {
            double norm = Math.sqrt(GradientClipping.squaredNorm(g.array(), g.offset() + part * size, size));
            c.kernels().affine(factor(norm), 0, g.array(), g.offset() + part * size, clipped.array(),
                    clipped.offset() + part * size, size);
        }
    }

    private void clipTable(Compute c, Tensor g, List<RowGradient> rows, Tensor clipped) {
        double square = 0;
        for (RowGradient use : rows) {
            square += use.squaredNorm();
        }
        c.kernels().affine(factor(Math.sqrt(square)), 0, g.array(), g.offset(), clipped.array(), clipped.offset(),
                g.size());
    }

    private float factor(double norm) {
        return (float) (options.clipNorm / Math.max(norm, options.clipNorm));
    }

    private void decayUsedRows(Compute c, Tensor table, List<RowGradient> rows) {
        boolean[] used = new boolean[table.shape().dim(0)];
        for (RowGradient use : rows) {
            for (int row : use.rows()) {
                used[row] = true;
            }
        }
        int channels = table.shape().columns();
        for (int row = 0; row < used.length; row++) {
            if (used[row]) {
                decay(c, table, row * channels, channels);
            }
        }
    }

    private void decay(Compute c, Tensor w, int from, int n) {
        c.kernels().affine((float) (1 - decay), 0, w.array(), w.offset() + from, w.array(), w.offset() + from, n);
    }

    @Override
    public SequencedMap<String, Tensor> state() {
        return moments.state(parameters);
    }

    @Override
    public void restore(Map<String, Tensor> state) {
        moments.restore(state);
    }
}
