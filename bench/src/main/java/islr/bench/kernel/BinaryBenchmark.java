package islr.bench.kernel;

import islr.bench.Sizes;
import islr.tensor.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// Functions of two numbers over the model's states, [rows, 512].
public class BinaryBenchmark extends KernelBenchmark {
    @Param
    public Kernels.Binary f;
    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    private float[] a;
    private float[] b;
    private float[] y;

    @Override
    protected void prepare() {
        a = numbers(rows.count() * Sizes.UNITS);
        b = numbers(a.length);
        // So that no quotient is huge.
        for (int i = 0; i < b.length; i++) {
            b[i] += Math.copySign(1, b[i]);
        }
        y = new float[a.length];
    }

    @Override
    protected void check() {
        check(f.name(), y, NUMBERS, this::both);
        check(f.name() + " with one number per row", y, NUMBERS, this::oneNumber);
    }

    @Benchmark
    public float[] both() {
        k.binary(f, a, 0, 1, b, 0, 1, y, 0, a.length);
        return y;
    }

    /// Combines each row with one number.
    @Benchmark
    public float[] oneNumber() {
        for (int at = 0; at < a.length; at += Sizes.UNITS) {
            k.binary(f, a, at, 1, b, at, 0, y, at, Sizes.UNITS);
        }
        return y;
    }
}
