package islr.nn;

import islr.tensor.Compute;
import islr.tensor.Segments;
import islr.tensor.Tensor;
import islr.tensor.op.Conv1d.Padding;
import java.util.Objects;

/// A convolution along time, sequence by sequence.
///
/// - `x` `[rows, in]` with the segments of its sequences → `y` `[rows', out]` with [#outputSegments]
/// - `weight` `[out, in/groups, K]`, `bias` `[out]`; fresh both U(±1/√(in/groups·K)) as in PyTorch
///
/// Unlike PyTorch, time is the first axis and sequences have their own lengths: each is padded with its own zeros. See
/// [islr.tensor.op.Conv1d].
public final class Conv1d {
    private final Tensor weight;
    private final Tensor bias;
    private final Options options;

    /// How the kernel moves.
    ///
    /// @param kernel width K
    /// @param groups 1 for a full convolution, the number of channels for a depthwise one
    public record Options(int kernel, int stride, int dilation, int groups, Padding padding, boolean bias) {
        public Options {
            Objects.requireNonNull(padding, "padding");
        }

        /// Stride 1, bias, and as many rows out as in: each sees rows before and after it.
        public static Options same(int kernel) {
            return new Options(kernel, 1, 1, 1, Padding.same(kernel, 1), true);
        }

        /// Stride 1, bias, and as many rows out as in: each sees only itself and what is before it.
        public static Options causal(int kernel) {
            return new Options(kernel, 1, 1, 1, Padding.causal(kernel, 1), true);
        }
    }

    /// @throws IllegalArgumentException if the channels do not divide into the groups
    public Conv1d(int in, int out, Options options, Parameters parameters) {
        if (options.groups < 1 || in % options.groups != 0 || out % options.groups != 0) {
            throw new IllegalArgumentException(
                    "conv1d: " + in + " and " + out + " channels do not divide into " + options.groups + " groups");
        }
        this.options = options;
        this.weight = parameters.get("weight", Init.fanInUniform(), out, in / options.groups, options.kernel);
        double bound = 1 / Math.sqrt((double) in / options.groups * options.kernel);
        this.bias = options.bias ? parameters.get("bias", Init.uniform(bound), out) : null;
    }

    /// `y` `[rows', out]`, whose sequences are [#outputSegments].
    public Tensor forward(Compute c, Tensor x, Segments segments) {
        return c.run(operation(x, segments));
    }

    /// The segments of what [#forward] returns.
    public Segments outputSegments(Tensor x, Segments segments) {
        return operation(x, segments).outputSegments();
    }

    private islr.tensor.op.Conv1d operation(Tensor x, Segments segments) {
        return new islr.tensor.op.Conv1d(x, weight, bias, segments, options.stride, options.dilation, options.groups,
                options.padding);
    }
}
