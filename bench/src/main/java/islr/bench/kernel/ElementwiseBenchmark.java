package islr.bench.kernel;

import islr.bench.Sizes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// Scaling, accumulation and dropout over the model's states, [rows, 512]. Depthwise convolution uses
/// `multiplyAddRows`, here with eight rows each time.
public class ElementwiseBenchmark extends KernelBenchmark {
    private static final int ROWS = 8;
    private static final float RATE = 0.3f;
    private static final int SEED = 7;

    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    private float[] x;
    private float[] a;
    private float[] y;

    @Override
    protected void prepare() {
        x = numbers(rows.count() * Sizes.UNITS);
        a = numbers(x.length);
        y = new float[x.length];
    }

    @Override
    protected void check() {
        check("affine", y, NUMBERS, this::affine);
        check("axpy", y, NUMBERS, this::axpy);
        check("multiplyAdd", y, NUMBERS, this::multiplyAdd);
        check("multiplyAddRows", y, NUMBERS, this::multiplyAddRows);
        check("dropout", y, NUMBERS, this::dropout);
    }

    @Benchmark
    public float[] affine() {
        k.affine(0.125f, 1, x, 0, y, 0, x.length);
        return y;
    }

    /// The sums grow with every call, but stay far below the largest float32.
    @Benchmark
    public float[] axpy() {
        k.axpy(0.125f, x, 0, y, 0, x.length);
        return y;
    }

    @Benchmark
    public float[] multiplyAdd() {
        k.multiplyAdd(a, 0, x, 0, y, 0, x.length);
        return y;
    }

    @Benchmark
    public float[] multiplyAddRows() {
        int rest = x.length - (ROWS - 1) * Sizes.UNITS;
        for (int i = 0; i < rest; i += Sizes.UNITS) {
            k.multiplyAddRows(ROWS, a, 0, Sizes.UNITS, x, i, Sizes.UNITS, y, i, Sizes.UNITS);
        }
        return y;
    }

    @Benchmark
    public float[] dropout() {
        k.dropout(RATE, SEED, 0, x, 0, y, 0, x.length);
        return y;
    }
}
