package islr.bench.kernel;

import islr.bench.Answers;
import islr.bench.Flops;
import islr.bench.Sizes;
import islr.tensor.NarrowMatrix;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tensor.kernel.NarrowType;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;

/// [GemmBenchmark] with weights of eight or sixteen bits.
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
public class NarrowGemmBenchmark extends KernelBenchmark {
    @Param
    public NarrowType type;
    @Param
    public Sizes.Layer layer;
    @Param({"SMALL", "MEDIAN", "FULL"})
    public Sizes.Rows rows;

    private float[] a;
    private NarrowMatrix b;
    private byte[] packed;
    private float[] c;

    @Override
    protected void prepare() {
        a = numbers(rows.count() * layer.in);
        b = NarrowMatrix.of(type, Tensor.of(Shape.of(layer.out, layer.in), numbers(layer.in * layer.out)));
        packed = b.panels(k.panelWidth());
        c = new float[rows.count() * layer.out];
    }

    /// Compares with loops in double precision, without the scales.
    @Override
    protected void check() {
        float[] wide = new float[layer.out * layer.in];
        type.widen(b.numbers(), 0, wide, 0, wide.length);
        float[] columns = new float[wide.length];
        for (int o = 0; o < layer.out; o++) {
            for (int i = 0; i < layer.in; i++) {
                columns[i * layer.out + o] = wide[o * layer.in + i];
            }
        }
        Answers.check("narrow gemm", narrowGemm(new Flops()),
                Answers.product(a, columns, rows.count(), layer.in, layer.out), 1e-5);
    }

    @Benchmark
    public float[] narrowGemm(Flops flops) {
        k.narrowGemm(a, 0, layer.in, packed, type, c, 0, layer.out, 0, rows.count(), 0, k.panels(layer.out), layer.in,
                layer.out, false);
        flops.add(1, rows.count(), layer.in, layer.out);
        return c;
    }
}
