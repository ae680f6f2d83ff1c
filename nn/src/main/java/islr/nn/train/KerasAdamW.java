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
/// 1. `g ← g / max(‖g‖, 1)·1`: clipped, each tensor by itself, unless [Clipping] says otherwise
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
    private final Clipping clipping;
    private final Moments moments;
    private final Options options;
    private double decay;

    /// @param clipped by what gradients are clipped
    /// @param clipNorm the largest norm of a gradient, if it is clipped
    /// @param tables whether tables are treated apart, as in the original; false makes them ordinary tensors
    public record Options(double beta1, double beta2, double epsilon, Clipping.By clipped, double clipNorm,
            boolean tables) {
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-7, 1, true);

        /// Each tensor of the original is clipped by its own norm, as there.
        public Options(double beta1, double beta2, double epsilon, double clipNorm, boolean tables) {
            this(beta1, beta2, epsilon, Clipping.By.HEAD, clipNorm, tables);
        }

        /// @throws IllegalArgumentException if a β is not in [0, 1), ε is negative, or the norm is not positive
        public Options {
            Moments.require(beta1, beta2, epsilon);
            Objects.requireNonNull(clipped, "clipped");
            if (!(clipNorm > 0)) {
                throw new IllegalArgumentException(
                        "optimiser: gradients clipped to a norm of " + clipNorm + "; it must be positive");
            }
        }

        /// The same with another clipping.
        public Options with(Clipping.By clipped, double clipNorm) {
            return new Options(beta1, beta2, epsilon, clipped, clipNorm, tables);
        }
    }

    /// @param parts how many equal tensors of the original a parameter consists of, one behind the other along its rows
    ///     (1 for most)
    /// @param decay share of every weight that a step takes away
    /// @throws IllegalArgumentException if the rows of a parameter do not divide into its parts
    public KerasAdamW(SequencedMap<String, Tensor> parameters, ToIntFunction<String> parts, double decay,
            Options options) {
        Objects.requireNonNull(options, "options");
        this.clipping = new Clipping(options.clipped, options.clipNorm, parts);
        parameters.forEach((name, w) -> {
            int count = clipping.parts(name);
            if (count != 1 && (count < 1 || w.shape().rank() == 0 || w.shape().dim(0) % count != 0)) {
                throw new IllegalArgumentException("optimiser: the rows of '" + name + "' " + w.shape()
                        + " do not divide into " + count + " parts");
            }
        });
        this.parameters = parameters;
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
        float together = together(gradients);
        c.parallel().run(all.size(), (i, worker) -> step(c, all.get(i).getKey(), all.get(i).getValue(), gradients,
                clipped.get(i), together, (float) stepSize));
    }

    /// What all gradients are multiplied by, where they have one norm together.
    private float together(Gradients gradients) {
        if (clipping.by() != Clipping.By.ALL) {
            return 1;
        }
        double square = 0;
        for (Tensor w : parameters.values()) {
            Tensor g = gradients.of(w);
            square += GradientClipping.squaredNorm(g.array(), g.offset(), g.size());
        }
        return GradientClipping.factor(Math.sqrt(square), clipping.norm());
    }

    /// One parameter, with room for its clipped gradient.
    private void step(Compute c, String name, Tensor w, Gradients gradients, Tensor g, float together, float stepSize) {
        List<RowGradient> rows = options.tables ? gradients.rows(w) : List.of();
        Tensor raw = gradients.of(w);
        if (clipping.by() == Clipping.By.NONE || clipping.by() == Clipping.By.ALL) {
            scale(c, raw, together, g);
        } else if (rows.isEmpty()) {
            GradientClipping.byParts(c, raw, clipping.parts(name), clipping.norm(), g);
        } else {
            scale(c, raw, GradientClipping.factor(norm(rows), clipping.norm()), g);
        }
        if (rows.isEmpty()) {
            decay(c, w, 0, w.size());
        } else {
            decayUsedRows(c, w, rows);
        }
        c.kernels().adam(w.array(), w.offset(), g.array(), g.offset(), moments.m(name), 0, moments.v(name), 0, w.size(),
                options.beta1, options.beta2, stepSize, 1, (float) options.epsilon);
        w.changed();
    }

    private static void scale(Compute c, Tensor g, float factor, Tensor scaled) {
        c.kernels().affine(factor, 0, g.array(), g.offset(), scaled.array(), scaled.offset(), g.size());
    }

    /// Of the single occurrences of a table's rows.
    private static double norm(List<RowGradient> rows) {
        double square = 0;
        for (RowGradient use : rows) {
            square += use.squaredNorm();
        }
        return Math.sqrt(square);
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
