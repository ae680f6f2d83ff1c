package islr.system.gislr;

import islr.system.Sample;

/// Mean and standard deviation of each landmark's x and y over a training set: what [#normalize] subtracts and divides
/// by.
///
/// A value of exactly 0 is missing: it takes no part in the statistics, and stays 0.
///
/// @param mean [n, 2]
/// @param std [n, 2], population standard deviation; never 0
record Statistics(float[] mean, float[] std) {

    /// @throws IllegalArgumentException if there are not as many of both, or a deviation is not positive
    public Statistics {
        if (mean.length != std.length) {
            throw new IllegalArgumentException(
                    "statistics: " + mean.length + " means and " + std.length + " standard deviations");
        }
        for (float s : std) {
            if (!(s > 0)) {
                throw new IllegalArgumentException(
                        "statistics: a standard deviation of " + s + " cannot be divided by");
            }
        }
    }

    /// The statistics of a group of columns over many clips, in double precision. A landmark that is never there, or
    /// never moves, gets mean 0 or its value, and deviation 1.
    static Statistics of(Iterable<Sample> clips, LandmarkGroup group) {
        int n = group.count() * 2;
        double[] sum = new double[n];
        long[] count = new long[n];
        forEach(clips, group, (i, v) -> {
            sum[i] += v;
            count[i]++;
        });
        double[] mean = new double[n];
        for (int i = 0; i < n; i++) {
            mean[i] = count[i] == 0 ? 0 : sum[i] / count[i];
        }
        double[] square = new double[n];
        forEach(clips, group, (i, v) -> square[i] += (v - mean[i]) * (v - mean[i]));
        float[] means = new float[n];
        float[] stds = new float[n];
        for (int i = 0; i < n; i++) {
            means[i] = (float) mean[i];
            float std = count[i] == 0 ? 0 : (float) Math.sqrt(square[i] / count[i]);
            stds[i] = std > 0 ? std : 1;
        }
        return new Statistics(means, stds);
    }

    @FunctionalInterface
    private interface Value {
        void at(int index, float value);
    }

    private static void forEach(Iterable<Sample> clips, LandmarkGroup group, Value value) {
        for (Sample sample : clips) {
            for (int t = 0; t < sample.rows(); t++) {
                int row = sample.values().offset() + t * sample.width();
                for (int c = 0; c < group.count(); c++) {
                    int at = row + FrameRows.landmark(group.first() + c);
                    for (int axis = 0; axis < 2; axis++) {
                        float v = sample.values().array()[at + axis];
                        if (v != 0) {
                            value.at(2 * c + axis, v);
                        }
                    }
                }
            }
        }
    }

    /// One frame's landmarks of a group as features, x₀, y₀, x₁, y₁, …: `v = 0 ? 0 : (v − mean)/std`.
    ///
    /// @param row where the frame's landmarks begin in `values`
    /// @return whether their sum is other than 0: a group that is not there gives zeros
    boolean normalize(float[] values, int row, LandmarkGroup group, float[] features, int offset) {
        float sum = 0;
        for (int c = 0; c < group.count(); c++) {
            int at = row + FrameRows.landmark(group.first() + c);
            for (int axis = 0; axis < 2; axis++) {
                float v = values[at + axis];
                int i = 2 * c + axis;
                float normal = v == 0 ? 0 : (v - mean[i]) / std[i];
                features[offset + i] = normal;
                sum += normal;
            }
        }
        return sum != 0;
    }
}
