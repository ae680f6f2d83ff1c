package islr.system.sixth;

/// Distances in time that the attention tells apart: near ones exactly, far ones in buckets that widen.
///
/// With `m = ⌊L/2⌋`, distance t belongs to bucket t if `|t| ≤ m`, otherwise to
/// `±(⌈ln(|t|/m) / ln((L − 1)/m) · (m − 1)⌉ + m)`; the table of their vectors has row `L + bucket`, 0 to 2L − 1 at the
/// most.
///
/// Source: DeBERTa-v2 of `transformers` 4.22.2, `make_log_bucket_position`. (The file that was handed in has the
/// distance itself in the place of the bucket, and reads rows that were never trained; that is not repeated here.)
final class Distances {
    private Distances() {}

    /// @param frames L
    /// @param reach the largest distance
    /// @return the row of distance t at t + reach
    static int[] rows(int frames, int reach) {
        int[] rows = new int[2 * reach + 1];
        for (int t = -reach; t <= reach; t++) {
            rows[t + reach] = Math.clamp(frames + (long) bucket(t, frames), 0, 2 * frames - 1);
        }
        return rows;
    }

    static int bucket(int distance, int frames) {
        int middle = frames / 2;
        int far = Math.abs(distance);
        if (far <= middle) {
            return distance;
        }
        double share = Math.log((double) far / middle) / Math.log((frames - 1.0) / middle);
        return Integer.signum(distance) * ((int) Math.ceil(share * (middle - 1)) + middle);
    }
}
