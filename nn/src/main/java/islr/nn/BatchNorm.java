package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import islr.tensor.grad.Saved;
import islr.tensor.op.Norms;
import java.util.Objects;

/// Batch normalisation of every channel: `y = (x − mean)/√(variance + ε)·weight + bias`.
///
/// - `x` `[.., C]` → `y` `[.., C]`; all axes but the last make the N rows
/// - `weight` `[C]` (gamma in Keras), `bias` `[C]` (beta); fresh 1 and 0
/// - buffers `running_mean` `[C]` (moving_mean), `running_var` `[C]` (moving_variance); fresh 0 and 1
///
/// **In training** mean and population variance are those of the batch, and forward updates the running ones in place:
/// `running ← (1 − momentum)·running + momentum·batch`. Otherwise the running ones are used, which makes the layer an
/// affine map of every channel; that mode has gradients, too. Which of the two is a matter of the `Compute` (see
/// [Compute#training]), not of a tape.
///
/// PyTorch and Keras differ in the defaults ([Options#PYTORCH], [Options#KERAS]), in what goes into the running
/// variance, and in a batch of one row: its variance is 0, so that y = bias, as in Keras; PyTorch refuses it. The
/// running variance takes that 0, with either option. PyTorch also stores `num_batches_tracked`, which nothing here
/// needs.
///
/// Source: Ioffe, Szegedy, *Batch Normalization* (2015). See [Norms.BatchNorm].
public final class BatchNorm {
    private final Tensor weight;
    private final Tensor bias;
    private final Tensor runningMean;
    private final Tensor runningVariance;
    private final Options options;

    /// How the layer normalises and what it remembers.
    ///
    /// @param epsilon  ε
    /// @param momentum share of a batch in the running statistics, as in PyTorch; Keras' `momentum` is 1 minus this
    /// @param unbiased whether the running variance takes the batch's sum of squares over N − 1 (PyTorch) or over N
    ///     (Keras). The batch itself is always normalised with N
    public record Options(float epsilon, float momentum, boolean unbiased) {
        public static final Options PYTORCH = new Options(1e-5f, 0.1f, true);
        public static final Options KERAS = new Options(1e-3f, 0.01f, false);

        /// @throws IllegalArgumentException if ε is negative or the momentum is not in [0, 1]
        public Options {
            if (!(epsilon >= 0) || !(momentum >= 0 && momentum <= 1)) {
                throw new IllegalArgumentException("batch norm: epsilon " + epsilon + ", momentum " + momentum
                        + ": the first must not be negative, the second lies in [0, 1]");
            }
        }
    }

    public BatchNorm(int channels, Options options, Parameters parameters) {
        Objects.requireNonNull(options, "options");
        this.weight = parameters.get("weight", Init.ones(), channels);
        this.bias = parameters.get("bias", Init.zeros(), channels);
        this.runningMean = parameters.buffer("running_mean", Init.zeros(), channels);
        this.runningVariance = parameters.buffer("running_var", Init.ones(), channels);
        this.options = options;
    }

    /// `y`, in the shape of `x`. In training, the running statistics are updated.
    public Tensor forward(Compute c, Tensor x) {
        return forward(c, x, null);
    }

    /// @param counts in training, how often each row counts in the statistics of the batch, `[N]`: several times if it
    ///     stands for equal rows, 0 if it is masked. Null if each counts once
    /// @return `y`, in the shape of `x`. In training, the running statistics are updated
    public Tensor forward(Compute c, Tensor x, float[] counts) {
        return c.isTraining() ? train(c, x, counts) : evaluate(c, x);
    }

    private Tensor train(Compute c, Tensor x, float[] counts) {
        Saved saved = Saved.keeping();
        Norms.BatchNorm operation = new Norms.BatchNorm(x, weight, bias, counts, options.epsilon);
        Tensor y = c.run(operation, saved);
        float rows = operation.rows();
        update(c, runningMean, saved.get(Norms.BatchNorm.MEAN), 1);
        update(c, runningVariance, saved.get(Norms.BatchNorm.VARIANCE),
                options.unbiased && rows > 1 ? rows / (rows - 1) : 1);
        return y;
    }

    /// `running ← (1 − momentum)·running + momentum·factor·batch`.
    private void update(Compute c, Tensor running, Tensor batch, float factor) {
        c.kernels().affine(1 - options.momentum, 0, running.array(), running.offset(), running.array(),
                running.offset(), running.size());
        c.kernels().axpy(options.momentum * factor, batch.array(), batch.offset(), running.array(), running.offset(),
                running.size());
    }

    /// `y = scale·x + (bias − scale·mean)` with `scale = weight/√(variance + ε)`.
    private Tensor evaluate(Compute c, Tensor x) {
        if (x.shape().columns() != weight.size()) {
            throw new IllegalArgumentException("batch norm: x " + x.shape() + ", weight " + weight.shape() + ": "
                    + x.shape().columns() + " channels against " + weight.size());
        }
        Tensor scale = scale(c);
        return x.multiply(c, scale).add(c, shift(c, scale));
    }

    private Tensor scale(Compute c) {
        return weight.divide(c, runningVariance.affine(c, 1, options.epsilon).sqrt(c));
    }

    private Tensor shift(Compute c, Tensor scale) {
        return bias.subtract(c, runningMean.multiply(c, scale));
    }

    /// A linear map and behind it this layer with its running statistics, as one linear map; with all numbers as they
    /// are now.
    ///
    /// @param map `[.., in]` → `[.., C]`
    public Linear foldedInto(Compute c, Linear map) {
        Objects.requireNonNull(map, "map");
        Tensor scale = scale(c);
        return map.scaled(c, scale, shift(c, scale));
    }
}
