package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.ToIntFunction;

/// How gradients are scaled down before a step: those whose norm is too large, all of them together or each by itself.
///
/// @param by what has a norm of its own
/// @param norm the largest; 0 or more
/// @param parts into how many equal parts, one behind the other along its rows, a tensor falls: 1 for most
public record Clipping(By by, double norm, ToIntFunction<String> parts) {
    /// Nothing is scaled.
    public static final Clipping NONE = new Clipping(By.NONE, 0, name -> 1);

    /// What has a norm of its own.
    public enum By {
        NONE,
        /// All gradients together.
        ALL,
        /// Each tensor.
        TENSOR,
        /// Each part of a tensor, the heads of an attention for instance.
        HEAD
    }

    /// @throws IllegalArgumentException if the norm is negative: that would turn the gradients round
    public Clipping {
        Objects.requireNonNull(by, "by");
        Objects.requireNonNull(parts, "parts");
        GradientClipping.requireNorm(norm);
    }

    /// All gradients together.
    public static Clipping all(double norm) {
        return new Clipping(By.ALL, norm, name -> 1);
    }

    /// @param gradients by name
    /// @return the scaled gradients, by name; those that need no scaling as they are
    public Map<String, Tensor> of(Compute c, Map<String, Tensor> gradients) {
        Objects.requireNonNull(c, "c");
        Objects.requireNonNull(gradients, "gradients");
        return switch (by) {
            case NONE -> gradients;
            case ALL -> GradientClipping.byGlobalNorm(c, gradients, norm).gradients();
            case TENSOR, HEAD -> {
                Map<String, Tensor> clipped = new LinkedHashMap<>();
                gradients.forEach((name, g) -> clipped.put(name, clipped(c, g, parts(name))));
                yield clipped;
            }
        };
    }

    /// How many norms a tensor has.
    int parts(String name) {
        return by == By.HEAD ? parts.applyAsInt(name) : 1;
    }

    private Tensor clipped(Compute c, Tensor g, int count) {
        Tensor clipped = c.allocate(g.shape());
        GradientClipping.byParts(c, g, count, norm, clipped);
        return clipped;
    }
}
