package islr.tensor.kernel;

/// The functions of `MathSimd` as a textbook has them, in double with [StrictMath]: the same bits everywhere, slow, and
/// the measure of the fast ones. A float method is its double formula, rounded once.
public final class ScalarMath {

    private static final double SQRT_2 = StrictMath.sqrt(2);
    private static final double TWO_OVER_SQRT_PI = 2 / StrictMath.sqrt(Math.PI);
    private static final double INV_SQRT_2PI = 1 / StrictMath.sqrt(2 * Math.PI);

    private ScalarMath() {}

    /// e^x.
    public static float exp(float x) {
        return (float) StrictMath.exp(x);
    }

    /// ln x.
    public static float log(float x) {
        return (float) StrictMath.log(x);
    }

    /// tanh x.
    public static float tanh(float x) {
        return (float) StrictMath.tanh(x);
    }

    /// σ(x); see [#sigmoid(double)].
    public static float sigmoid(float x) {
        return (float) sigmoid((double) x);
    }

    /// GELU(x); see [#gelu(double)].
    public static float gelu(float x) {
        return (float) gelu((double) x);
    }

    /// GELU′(x); see [#geluDerivative(double)].
    public static float geluDerivative(float x) {
        return (float) geluDerivative((double) x);
    }

    /// Mish(x)/x; see [#mishFactor(double)].
    public static float mishFactor(float x) {
        return (float) mishFactor((double) x);
    }

    /// Mish′(x); see [#mishDerivative(double)].
    public static float mishDerivative(float x) {
        return (float) mishDerivative((double) x);
    }

    /// erf x = 2/√π·∫₀ˣ e^(−u²) du. Below 2 by Kummer's series, erf x = 2/√π·e^(−x²)·Σ x·(2x²)ⁿ/(1·3·5···(2n+1)), whose
    /// terms all have one sign; above as 1 − erfc x. Error below 1e-15.
    public static double erf(double x) {
        double a = Math.abs(x);
        if (a >= 2) {
            return Math.copySign(1 - erfc(a), x);
        }
        double term = x;
        double sum = x;
        for (int n = 1; Math.abs(term) > 1e-17 * Math.abs(sum); n++) {
            term *= 2 * x * x / (2 * n + 1);
            sum += term;
        }
        return TWO_OVER_SQRT_PI * StrictMath.exp(-x * x) * sum;
    }

    /// erfc x = 1 − erf x, without the cancellation for large x: from 2 on by the continued fraction of Laplace,
    /// erfc x = e^(−x²)/√π · 1/(x + ½/(x + 1/(x + 3⁄2/(x + 2/(x + …))))). Relative error below 2e-13.
    public static double erfc(double x) {
        if (!(x >= 2)) {
            // From −6 down, erf is −1 in double.
            return 1 - erf(Math.max(x, -6));
        }
        double f = x;
        for (int n = 120; n >= 1; n--) {
            f = x + n * 0.5 / f;
        }
        return TWO_OVER_SQRT_PI / 2 * StrictMath.exp(-x * x) / f;
    }

    /// σ(x) = 1/(1 + e^(−x)).
    public static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    /// Mish(x)/x = tanh(ln(1 + e^x)).
    public static double mishFactor(double x) {
        return StrictMath.tanh(StrictMath.log1p(StrictMath.exp(x)));
    }

    /// Mish′(x) = t + x·(1 − t²)·σ(x), t = tanh(ln(1 + e^x)); its limit at ∞ is 1.
    public static double mishDerivative(double x) {
        double t = mishFactor(x);
        return x == Double.POSITIVE_INFINITY ? 1 : t + x * (1 - t * t) * sigmoid(x);
    }

    /// GELU(x) = x·Φ(x), Φ(x) = ½·erfc(−x/√2); its limit at −∞ is −0.
    public static double gelu(double x) {
        return x == Double.NEGATIVE_INFINITY ? -0.0 : x * 0.5 * erfc(-x / SQRT_2);
    }

    /// GELU′(x) = Φ(x) + x·φ(x), φ(x) = e^(−x²/2)/√(2π); its limits at ∓∞ are 0 and 1.
    public static double geluDerivative(double x) {
        double density = Double.isInfinite(x) ? 0 : x * INV_SQRT_2PI * StrictMath.exp(-x * x / 2);
        return 0.5 * erfc(-x / SQRT_2) + density;
    }
}
