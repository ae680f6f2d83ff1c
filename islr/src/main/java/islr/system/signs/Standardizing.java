package islr.system.signs;

import islr.nn.Init;
import islr.nn.Parameters;
import islr.system.Sample;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// Every column of the features in units of its own: `v = 0 ? 0 : (v − mean)/std`.
///
/// A number that is exactly 0 is missing. It takes no part in mean and deviation, and becomes the mean.
final class Standardizing {
    private static final String MEAN = "mean";
    private static final String STD = "std";
    /// Columns that hardly change must not be blown up.
    private static final double LEAST_STD = 0.05;

    private final float[] mean;
    private final float[] std;

    /// @throws IllegalArgumentException if a deviation is not positive
    Standardizing(int features, Parameters parameters) {
        mean = parameters.buffer(MEAN, Init.zeros(), features).toArray();
        std = parameters.buffer(STD, Init.ones(), features).toArray();
        for (float s : std) {
            if (!(s > 0)) {
                throw new IllegalArgumentException(
                        "statistics: a standard deviation of " + s + " cannot be divided by");
            }
        }
    }

    /// `mean` and `std`, population deviation, of the rows of many clips.
    static SequencedMap<String, Tensor> statistics(String path, int features, Iterable<Sample> clips) {
        double[] sum = new double[features];
        double[] squares = new double[features];
        long[] count = new long[features];
        for (Sample clip : clips) {
            Tensor rows = clip.values();
            for (int i = 0; i < rows.size(); i++) {
                double v = rows.array()[rows.offset() + i];
                if (v != 0) {
                    sum[i % features] += v;
                    squares[i % features] += v * v;
                    count[i % features]++;
                }
            }
        }
        float[] means = new float[features];
        float[] stds = new float[features];
        for (int i = 0; i < features; i++) {
            double mean = count[i] == 0 ? 0 : sum[i] / count[i];
            double variance = count[i] == 0 ? 1 : Math.max(0, squares[i] / count[i] - mean * mean);
            means[i] = (float) mean;
            stds[i] = (float) Math.max(LEAST_STD, Math.sqrt(variance));
        }
        SequencedMap<String, Tensor> statistics = new LinkedHashMap<>();
        statistics.put(path + "." + MEAN, Tensor.of(Shape.of(features), means));
        statistics.put(path + "." + STD, Tensor.of(Shape.of(features), stds));
        return statistics;
    }

    /// [N, F] → [N, F]; no gradient goes back to the features.
    Tensor forward(Compute c, Tensor rows) {
        Tensor normal = c.allocate(rows.shape());
        int features = mean.length;
        for (int row = 0; row < rows.shape().dim(0); row++) {
            int from = rows.offset() + row * features;
            int to = normal.offset() + row * features;
            for (int i = 0; i < features; i++) {
                float v = rows.array()[from + i];
                normal.array()[to + i] = v == 0 ? 0 : (v - mean[i]) / std[i];
            }
        }
        return normal;
    }
}
