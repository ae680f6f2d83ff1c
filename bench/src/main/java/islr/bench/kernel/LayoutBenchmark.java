package islr.bench.kernel;

import islr.bench.Sizes;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;

/// What a matrix product needs before it: a weight packed into panels, for the forward pass (transposed) and the
/// backward pass, and a matrix transposed.
public class LayoutBenchmark extends KernelBenchmark {
    @Param
    public Sizes.Layer layer;

    private float[] weight;
    private float[] packed;
    private float[] packedBack;
    private float[] transposed;

    @Override
    protected void prepare() {
        weight = numbers(layer.out * layer.in);
        // The last panel is padded to the kernels' width, so the two orientations differ in size: the larger fits both.
        int size = Math.max(k.packedSize(layer.in, layer.out), k.packedSize(layer.out, layer.in));
        packed = new float[size];
        packedBack = new float[size];
        transposed = new float[weight.length];
    }

    /// The panels of two sets of kernels differ, so each number is looked up at its place in the panels.
    @Override
    protected void check() {
        packTransposed();
        requirePanels("packed, transposed", packed, layer.in, layer.out, true);
        pack();
        requirePanels("packed", packedBack, layer.out, layer.in, false);
        check("transpose", transposed, NUMBERS, this::transpose);
    }

    private void requirePanels(String what, float[] panels, int rows, int columns, boolean turned) {
        int width = k.panelWidth();
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                float got = panels[(j / width * rows + i) * width + j % width];
                if (got != weight[turned ? j * rows + i : i * columns + j]) {
                    throw new IllegalStateException(
                            what + ": row " + i + ", column " + j + " is " + got + "; not timed");
                }
            }
        }
    }

    /// Wᵀ [in, out], as a linear map needs it.
    @Benchmark
    public float[] packTransposed() {
        k.pack(weight, 0, layer.in, true, layer.in, layer.out, packed, 0, 0, k.panels(layer.out));
        return packed;
    }

    /// W [out, in], as its gradient needs it.
    @Benchmark
    public float[] pack() {
        k.pack(weight, 0, layer.in, false, layer.out, layer.in, packedBack, 0, 0, k.panels(layer.in));
        return packedBack;
    }

    @Benchmark
    public float[] transpose() {
        k.transpose(weight, 0, layer.in, layer.out, layer.in, transposed, 0, layer.out);
        return transposed;
    }
}
