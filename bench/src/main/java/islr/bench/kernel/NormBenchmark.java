package islr.bench.kernel;

import islr.bench.Sizes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// Layer norm of the model's states, [rows, 512]. GISLR-64 has none; the encoder of `nn` has two per block.
public class NormBenchmark extends KernelBenchmark {
    private static final int N = Sizes.UNITS;
    private static final float EPSILON = 1e-5f;

    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    private float[] states;
    private float[] weight;
    private float[] bias;
    private float[] normalised;
    private float[] dy;
    private float[] dx;
    private float[] dWeight;

    @Override
    protected void prepare() {
        states = numbers(rows.count() * N);
        weight = numbers(N);
        bias = numbers(N);
        dy = numbers(states.length);
        normalised = new float[states.length];
        dx = new float[states.length];
        dWeight = new float[N];
    }

    @Override
    protected void check() {
        check("layer norm", normalised, SUMS, this::forward);
        check("layer norm, dx", dx, SUMS, this::backward);
        check("layer norm, dWeight", dWeight, SUMS, this::weightGradient);
    }

    /// Includes the mean and the variance of each row.
    @Benchmark
    public float[] forward() {
        for (int at = 0; at < states.length; at += N) {
            float mean = k.sum(states, at, N) / N;
            float variance = k.squaredDistance(states, at, N, mean) / N;
            k.normalize(states, at, mean, (float) (1 / Math.sqrt(variance + EPSILON)), weight, 0, bias, 0, normalised,
                    at, N);
        }
        return normalised;
    }

    @Benchmark
    public float[] backward() {
        for (int at = 0; at < states.length; at += N) {
            k.normalizeBackward(states, at, 0.1f, 1.1f, weight, 0, dy, at, dx, at, N);
        }
        return dx;
    }

    /// The sums grow with every call, but stay far below the largest float32.
    @Benchmark
    public float[] weightGradient() {
        for (int at = 0; at < states.length; at += N) {
            k.normalizeWeightGradient(states, at, 0.1f, 1.1f, dy, at, dWeight, 0, N);
        }
        return dWeight;
    }
}
