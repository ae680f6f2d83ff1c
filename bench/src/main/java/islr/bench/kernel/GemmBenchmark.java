package islr.bench.kernel;

import islr.bench.Answers;
import islr.bench.Flops;
import islr.bench.Sizes;
import islr.tensor.kernel.LargeArray;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/// The matrix product alone, with its right operand packed: the fast kernels beside the textbook loop.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class GemmBenchmark extends KernelBenchmark {
    @Param
    public Sizes.Layer layer;
    @Param({"SMALL", "MEDIAN", "FULL"})
    public Sizes.Rows rows;

    private float[] a;
    private float[] packed;
    private float[] c;

    @Override
    protected void prepare() {
        a = numbers(rows.count() * layer.in);
        packed = new float[LargeArray.FIRST + k.packedSize(layer.in, layer.out)];
        c = new float[rows.count() * layer.out];
    }

    /// Compares with loops in double precision.
    @Override
    protected void check() {
        float[] b = numbers(layer.in * layer.out);
        k.pack(b, 0, layer.out, false, layer.in, layer.out, packed, LargeArray.FIRST, 0, k.panels(layer.out));
        Answers.check("gemm", gemm(new Flops()), Answers.product(a, b, rows.count(), layer.in, layer.out), 1e-5);
    }

    @Benchmark
    public float[] gemm(Flops flops) {
        k.gemm(a, 0, layer.in, false, packed, LargeArray.FIRST, c, 0, layer.out, 0, rows.count(), 0,
                k.panels(layer.out), layer.in, layer.out, false);
        flops.add(1, rows.count(), layer.in, layer.out);
        return c;
    }
}
