package islr.bench.kernel;

import islr.bench.Sizes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// One number from each of the model's states, [rows, 512] → [rows].
public class ReductionBenchmark extends KernelBenchmark {
    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    private float[] x;
    private float[] b;
    private float[] y;

    @Override
    protected void prepare() {
        x = numbers(rows.count() * Sizes.UNITS);
        b = numbers(x.length);
        y = new float[rows.count()];
    }

    @Override
    protected void check() {
        check("sum", y, SUMS, this::sum);
        check("max", y, SUMS, this::max);
        check("dot", y, SUMS, this::dot);
        check("squaredDistance", y, SUMS, this::squaredDistance);
    }

    @Benchmark
    public float[] sum() {
        for (int i = 0; i < y.length; i++) {
            y[i] = k.sum(x, i * Sizes.UNITS, Sizes.UNITS);
        }
        return y;
    }

    @Benchmark
    public float[] max() {
        for (int i = 0; i < y.length; i++) {
            y[i] = k.max(x, i * Sizes.UNITS, Sizes.UNITS);
        }
        return y;
    }

    @Benchmark
    public float[] dot() {
        for (int i = 0; i < y.length; i++) {
            y[i] = k.dot(x, i * Sizes.UNITS, b, i * Sizes.UNITS, Sizes.UNITS);
        }
        return y;
    }

    @Benchmark
    public float[] squaredDistance() {
        for (int i = 0; i < y.length; i++) {
            y[i] = k.squaredDistance(x, i * Sizes.UNITS, Sizes.UNITS, 0.1f);
        }
        return y;
    }
}
