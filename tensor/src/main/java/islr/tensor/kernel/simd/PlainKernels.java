package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.Lanes.COUNT;

import islr.tensor.kernel.ScalarKernels;
import java.util.Arrays;

/// What a model computes from landmarks to logits, in plain loops with the bits of the SIMD kernels (in any order where order does not
/// matter, in theirs where it does). Kernels of training are inherited: a run of many steps has no use for a quick start.
///
/// See [StartingKernels] for what they are good for.
public final class PlainKernels extends SimdKernels {
    private static final ScalarKernels EXACT = new ScalarKernels();

    @Override
    public String description() {
        return "plain, as SIMD with " + Lanes.FLOAT.vectorBitSize() + " bits";
    }

    @Override
    public void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (f) {
            case EXP -> PlainMath.exp(x, xOff, 0, y, yOff, n);
            case GELU -> PlainMath.gelu(x, xOff, y, yOff, n);
            case SIGMOID -> PlainMath.sigmoid(x, xOff, y, yOff, n);
            case SILU -> {
                PlainMath.sigmoid(x, xOff, y, yOff, n);
                EXACT.binary(Binary.MULTIPLY, x, xOff, 1, y, yOff, 1, y, yOff, n);
            }
            case SQRT, SQUARE, RELU -> EXACT.unary(f, x, xOff, y, yOff, n);
            case LOG, TANH -> super.unary(f, x, xOff, y, yOff, n);
        }
    }

    @Override
    public void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n) {
        EXACT.binary(f, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    @Override
    public void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        EXACT.affine(factor, shift, x, xOff, y, yOff, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        EXACT.axpy(alpha, x, xOff, y, yOff, n);
    }

    @Override
    public void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        EXACT.multiplyAdd(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public float sum(float[] x, int xOff, int n) {
        return lanes(x, xOff, n, 0, 1);
    }

    /// The sum of every `step`-th lane from `first` on, halves first.
    private static float lanes(float[] x, int xOff, int n, int first, int step) {
        return step == COUNT ? lane(x, xOff, n, first) : lanes(x, xOff, n, first, 2 * step) + lanes(x, xOff, n, first + step, 2 * step);
    }

    /// What one lane of [ReduceSimd#sum] collects in its four sums.
    private static float lane(float[] x, int xOff, int n, int lane) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int at = xOff + lane;
        int i = 0;
        for (; i <= n - 4 * COUNT; i += 4 * COUNT) {
            s0 += x[at + i];
            s1 += x[at + i + COUNT];
            s2 += x[at + i + 2 * COUNT];
            s3 += x[at + i + 3 * COUNT];
        }
        if (i <= n - 2 * COUNT) {
            s0 += x[at + i];
            s1 += x[at + i + COUNT];
            i += 2 * COUNT;
        }
        if (i <= n - COUNT) {
            s2 += x[at + i];
            i += COUNT;
        }
        if (i + lane < n) {
            s3 += x[at + i];
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public float max(float[] x, int xOff, int n) {
        return EXACT.max(x, xOff, n);
    }

    @Override
    public void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        float max = max(x, xOff, n);
        if (max == Float.NEGATIVE_INFINITY) {
            Arrays.fill(y, yOff, yOff + n, 0);
            return;
        }
        PlainMath.exp(x, xOff, max, y, yOff, n);
        if (multiplicity != null) {
            binary(Binary.MULTIPLY, multiplicity, kOff, 1, y, yOff, 1, y, yOff, n);
        }
        float sum = sum(y, yOff, n);
        affine(sum == 0 ? 0 : 1 / sum, 0, y, yOff, y, yOff, n);
    }

    @Override
    public void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias, int bOff, float[] y,
            int yOff, int n) {
        EXACT.normalize(x, xOff, mean, inverseStd, weight, wOff, bias, bOff, y, yOff, n);
    }

    @Override
    public void transpose(float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy) {
        EXACT.transpose(x, xOff, ldx, rows, columns, y, yOff, ldy);
    }

    @Override
    public void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff, int fromPanel,
            int toPanel) {
        if (!transposed) {
            super.pack(b, bOff, ld, false, k, n, packed, packedOff, fromPanel, toPanel);
            return;
        }
        int width = panelWidth();
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int to = packedOff + panel * width * k;
            int columns = Math.min(width, n - panel * width);
            if (columns < width) {
                Arrays.fill(packed, to, to + width * k, 0);
            }
            for (int j = 0; j < columns; j++) {
                column(b, bOff + (panel * width + j) * ld, k, packed, to + j, width);
            }
        }
    }

    private static void column(float[] b, int from, int k, float[] packed, int to, int width) {
        for (int t = 0; t < k; t++) {
            packed[to + t * width] = b[from + t];
        }
    }

    /// Each number is one chain of fused multiply-adds in ascending t, as in [GemmSimd].
    @Override
    public void gemm(float[] a, int aOff, int lda, float[] packed, int packedOff, float[] c, int cOff, int ldc, int fromRow, int toRow,
            int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        int width = panelWidth();
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int b = packedOff + panel * width * k;
            int columns = Math.min(width, n - panel * width);
            int whole = columns / PlainTile.COLUMNS * PlainTile.COLUMNS;
            for (int i = fromRow; i < toRow; i += PlainTile.ROWS) {
                int rows = Math.min(PlainTile.ROWS, toRow - i);
                int at = cOff + i * ldc + panel * width;
                for (int row = 0; row < rows && !accumulate; row++) {
                    Arrays.fill(c, at + row * ldc, at + row * ldc + columns, 0);
                }
                for (int j = 0; j < whole; j += PlainTile.COLUMNS) {
                    PlainTile.run(a, aOff + i * lda, lda, packed, b + j, c, at + j, ldc, rows, k);
                }
                for (int j = whole; j < columns; j++) {
                    for (int row = 0; row < rows; row++) {
                        c[at + row * ldc + j] = chain(a, aOff + (i + row) * lda, k, packed, b + j, c[at + row * ldc + j]);
                    }
                }
            }
        }
    }

    private static float chain(float[] a, int aAt, int k, float[] packed, int bAt, float start) {
        float sum = start;
        for (int t = 0; t < k; t++) {
            sum = Math.fma(a[aAt + t], packed[bAt + t * GemmSimd.WIDTH], sum);
        }
        return sum;
    }
}
