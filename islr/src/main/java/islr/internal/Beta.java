package islr.internal;

import java.util.random.RandomGenerator;

/// Random numbers of the Beta distribution.
public final class Beta {
    private Beta() {}

    /// A number of Beta(α, α), which is 0 to 1 and, for a small α, near 0 or near 1 in most cases: the share with which
    /// two clips are mixed.
    ///
    /// For uniform u and v with `u^(1/α) + v^(1/α) ≤ 1` it is the first of these over their sum; others are drawn anew.
    ///
    /// Source: Jöhnk, *Erzeugung von betaverteilten und gammaverteilten Zufallszahlen* (1964).
    ///
    /// @param alpha above 0, 1 at the most: above that, nearly all would have to be drawn anew
    /// @throws IllegalArgumentException for other α
    public static double symmetric(double alpha, RandomGenerator random) {
        if (!(alpha > 0 && alpha <= 1)) {
            throw new IllegalArgumentException("beta distribution: α = " + alpha + " is not in (0, 1]");
        }
        while (true) {
            // In logarithms: u^(1/α) of a small α is nothing in double precision.
            double x = Math.log(1 - random.nextDouble()) / alpha;
            double y = Math.log(1 - random.nextDouble()) / alpha;
            double larger = Math.max(x, y);
            double sum = larger + Math.log1p(Math.exp(Math.min(x, y) - larger));
            if (sum <= 0) {
                return Math.exp(x - sum);
            }
        }
    }
}
