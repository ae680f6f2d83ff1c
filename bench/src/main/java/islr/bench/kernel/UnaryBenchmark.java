package islr.bench.kernel;

import islr.bench.Sizes;
import islr.tensor.kernel.Kernels;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// Functions of one number and their gradients, over the hidden layer of a feed-forward network, [rows, 1024].
public class UnaryBenchmark extends KernelBenchmark {
    @Param
    public Kernels.Unary f;
    @Param({"FULL", "BATCH"})
    public Sizes.Rows rows;

    private float[] x;
    private float[] y;
    private float[] dy;
    private float[] dx;

    @Override
    protected void prepare() {
        int n = rows.count() * Sizes.HIDDEN;
        x = numbers(n);
        if (f == Kernels.Unary.LOG || f == Kernels.Unary.SQRT) {
            for (int i = 0; i < n; i++) {
                x[i] = 0.1f + Math.abs(x[i]);
            }
        }
        y = new float[n];
        dy = numbers(n);
        dx = new float[n];
    }

    @Override
    protected void check() {
        check(f.name(), y, NUMBERS, this::forward);
        check(f.name() + ", backward", dx, NUMBERS, this::backward);
    }

    @Benchmark
    public float[] forward() {
        k.unary(f, x, 0, y, 0, x.length);
        return y;
    }

    @Benchmark
    public float[] backward() {
        k.unaryBackward(f, x, 0, y, 0, dy, 0, dx, 0, x.length);
        return dx;
    }
}
