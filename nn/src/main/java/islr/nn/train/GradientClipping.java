package islr.nn.train;

import islr.tensor.Compute;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/// Scaling gradients down to a largest norm.
public final class GradientClipping {
    private GradientClipping() {}

    /// Gradients and the norm that they had together before.
    public record Clipped(Map<String, Tensor> gradients, double norm) {
        public Clipped {
            Objects.requireNonNull(gradients, "gradients");
        }
    }

    /// All gradients together, as `torch.nn.utils.clip_grad_norm_`: each times min(1, maxNorm/(norm + 1e-6)), norm
    /// being the Euclidean norm of all their numbers. Gradients that need no scaling are returned as they are. If one
    /// number is NaN, the norm is, and all gradients become NaN.
    ///
    /// @throws IllegalArgumentException if `maxNorm` is negative: that would turn the gradients round
    public static Clipped byGlobalNorm(Compute c, Map<String, Tensor> gradients, double maxNorm) {
        requireNorm(maxNorm);
        double square = 0;
        for (Tensor g : gradients.values()) {
            square += squaredNorm(g.array(), g.offset(), g.size());
        }
        double norm = Math.sqrt(square);
        double factor = maxNorm / (norm + 1e-6);
        if (factor >= 1) {
            return new Clipped(gradients, norm);
        }
        Map<String, Tensor> scaled = new LinkedHashMap<>();
        gradients.forEach((name, g) -> scaled.put(name, g.scale(c, (float) factor)));
        return new Clipped(scaled, norm);
    }

    /// Each of several equal parts of a gradient by itself: `g / max(‖g‖, maxNorm)·maxNorm`.
    ///
    /// @param clipped takes the result
    static void byParts(Compute c, Tensor g, int parts, double maxNorm, Tensor clipped) {
        int size = g.size() / parts;
        for (int part = 0; part < parts; part++) {
            double norm = Math.sqrt(squaredNorm(g.array(), g.offset() + part * size, size));
            c.kernels().affine(factor(norm, maxNorm), 0, g.array(), g.offset() + part * size, clipped.array(),
                    clipped.offset() + part * size, size);
        }
    }

    /// What a gradient of this norm is multiplied by. A norm that is not a number makes the gradient one.
    static float factor(double norm, double maxNorm) {
        return norm <= maxNorm ? 1 : (float) (maxNorm / norm);
    }

    static void requireNorm(double maxNorm) {
        if (!(maxNorm >= 0)) {
            throw new IllegalArgumentException("gradient clipping: a norm of " + maxNorm + "; 0 or more can be had");
        }
    }

    /// Σ x², in double precision: sums of squares of 10⁶ small numbers lose digits in float. Four sums, so that no
    /// addition waits for the one before it.
    static double squaredNorm(float[] x, int offset, int n) {
        int end = offset + n;
        int i = offset;
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (; i <= end - 4; i += 4) {
            s0 += (double) x[i] * x[i];
            s1 += (double) x[i + 1] * x[i + 1];
            s2 += (double) x[i + 2] * x[i + 2];
            s3 += (double) x[i + 3] * x[i + 3];
        }
        for (; i < end; i++) {
            s0 += (double) x[i] * x[i];
        }
        return s0 + s1 + (s2 + s3);
    }
}
