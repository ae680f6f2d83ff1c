package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Gradients;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/// AdamW in PyTorch's arithmetic, t = 1, 2, …:
///
/// 1. if asked for, gradients are clipped, see [Clipping]
/// 2. `w ← w − rate·decay·w`
/// 3. `m ← β₁m + (1−β₁)g`, `v ← β₂v + (1−β₂)g²`
/// 4. `w ← w − rate/(1−β₁ᵗ) · m / (√v/√(1−β₂ᵗ) + ε)`
///
/// Source: Loshchilov and Hutter, *Decoupled Weight Decay Regularization* (2019); `torch.optim.AdamW`.
public final class AdamW implements Optimizer {
    private final List<ParameterGroup> groups;
    private final SequencedMap<String, Tensor> parameters = new LinkedHashMap<>();
    private final Moments moments;
    private final Options options;

    /// @param clipping of the gradients
    public record Options(double beta1, double beta2, double epsilon, Clipping clipping) {
        /// PyTorch's defaults, without clipping.
        public static final Options DEFAULT = new Options(0.9, 0.999, 1e-8, Clipping.NONE);

        /// All gradients are clipped together.
        ///
        /// @param maxNorm their largest norm; infinity for no clipping
        public Options(double beta1, double beta2, double epsilon, double maxNorm) {
            this(beta1, beta2, epsilon, maxNorm == Double.POSITIVE_INFINITY ? Clipping.NONE : Clipping.all(maxNorm));
        }

        /// @throws IllegalArgumentException if a β is not in [0, 1), or ε is negative
        public Options {
            Moments.require(beta1, beta2, epsilon);
            Objects.requireNonNull(clipping, "clipping");
        }

        /// The same with all gradients clipped together.
        public Options withMaxNorm(double maxNorm) {
            return with(Clipping.all(maxNorm));
        }

        /// The same with another clipping.
        public Options with(Clipping clipping) {
            return new Options(beta1, beta2, epsilon, clipping);
        }
    }

    /// @throws IllegalArgumentException if a parameter is in two groups
    public AdamW(List<ParameterGroup> groups, Options options) {
        Objects.requireNonNull(groups, "groups");
        Objects.requireNonNull(options, "options");
        this.groups = List.copyOf(groups);
        this.options = options;
        for (ParameterGroup group : groups) {
            group.parameters().forEach((name, w) -> {
                if (parameters.put(name, w) != null) {
                    throw new IllegalArgumentException("optimiser: '" + name + "' is in two parameter groups");
                }
            });
        }
        this.moments = new Moments(parameters);
    }

    @Override
    public void step(Compute c, Gradients gradients, double rate) {
        step(c, named(gradients), rate);
    }

    /// A step by gradients that were added up, see [GradientAccumulation].
    ///
    /// @param gradients of all parameters, by name
    public void step(Compute c, SequencedMap<String, Tensor> gradients, double rate) {
        Map<String, Tensor> clipped = options.clipping.of(c, gradients);
        int t = moments.next();
        for (ParameterGroup group : groups) {
            double r = rate * group.rate();
            float decay = (float) (1 - r * group.weightDecay());
            float stepSize = (float) (r / (1 - Math.pow(options.beta1, t)));
            float vFactor = (float) (1 / Math.sqrt(1 - Math.pow(options.beta2, t)));
            List<Map.Entry<String, Tensor>> members = List.copyOf(group.parameters().entrySet());
            c.parallel().run(members.size(), (i, worker) -> {
                String name = members.get(i).getKey();
                Tensor w = members.get(i).getValue();
                Tensor g = clipped.get(name);
                c.kernels().affine(decay, 0, w.array(), w.offset(), w.array(), w.offset(), w.size());
                c.kernels().adam(w.array(), w.offset(), g.array(), g.offset(), moments.m(name), 0, moments.v(name), 0,
                        w.size(), options.beta1, options.beta2, stepSize, vFactor, (float) options.epsilon);
                w.changed();
            });
        }
    }

    private SequencedMap<String, Tensor> named(Gradients gradients) {
        SequencedMap<String, Tensor> named = new LinkedHashMap<>();
        parameters.forEach((name, w) -> named.put(name, gradients.of(w)));
        return named;
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
