package islr.features;

/// Features as a network takes them: finite, of ordinary size, and 0 where something is missing.
public final class Bounded {
    /// No feature is further from 0: real ones, in widths of the shoulders or lengths of the palm, are within ± 4, but
    /// for errors of the detector.
    public static final float MOST = 8;

    private Bounded() {}

    /// The number itself between −8 and 8, the nearer of the two outside, 0 for NaN.
    public static float of(double value) {
        return Double.isNaN(value) ? 0 : (float) Math.clamp(value, -MOST, MOST);
    }
}
