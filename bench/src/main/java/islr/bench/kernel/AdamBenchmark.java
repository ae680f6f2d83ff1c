package islr.bench.kernel;

import islr.bench.Sizes;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// A step of the optimiser on one weight.
public class AdamBenchmark extends KernelBenchmark {
    /// So small that the weight hardly changes.
    private static final float RATE = 1e-9f;

    @Param
    public Sizes.Layer layer;

    private float[] w;
    private float[] g;
    private float[] m;
    private float[] v;

    @Override
    protected void prepare() {
        w = numbers(layer.in * layer.out);
        g = numbers(w.length);
        m = new float[w.length];
        v = new float[w.length];
    }

    /// Checks every array that a step writes, from the same start.
    @Override
    protected void check() {
        check("adam, m", m, NUMBERS, this::adam);
        check("adam, v", v, NUMBERS, this::adam);
        check("adam, w", w, NUMBERS, this::large);
        w = numbers(w.length);
    }

    @Benchmark
    public float[] adam() {
        step(RATE);
        return w;
    }

    /// A step that changes the weight visibly, from m = v = 1.
    private Object large() {
        Arrays.fill(m, 1);
        Arrays.fill(v, 1);
        step(0.1f);
        return w;
    }

    private void step(float rate) {
        k.adam(w, 0, g, 0, m, 0, v, 0, w.length, 0.9, 0.999, rate, 1, 1e-8f);
    }
}
