package islr.features;

/// Mean and spread of the numbers that are there, summed in double precision in two passes.
///
/// @param mean NaN if there is no number
/// @param squares Σ (v − mean)²: over n it is the variance of these numbers, over n − 1 an estimate of the variance of
///     what they were drawn from
/// @param count n
public record Moments(double mean, double squares, long count) {
    /// Of every `step`-th number from `from` on, before `to`; NaN = missing.
    public static Moments of(float[] numbers, int from, int to, int step) {
        double sum = 0;
        long count = 0;
        for (int i = from; i < to; i += step) {
            if (!Float.isNaN(numbers[i])) {
                sum += numbers[i];
                count++;
            }
        }
        double mean = sum / count;
        double squares = 0;
        for (int i = from; i < to; i += step) {
            if (!Float.isNaN(numbers[i])) {
                squares += (numbers[i] - mean) * (numbers[i] - mean);
            }
        }
        return new Moments(mean, squares, count);
    }
}
