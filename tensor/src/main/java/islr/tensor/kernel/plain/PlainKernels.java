package islr.tensor.kernel.plain;

import islr.tensor.kernel.NarrowType;
import islr.tensor.kernel.ScalarKernels;
import islr.tensor.kernel.ScalarMath;
import java.util.Arrays;

/// Plain loops with the bits of the SIMD kernels, in any order where order does not matter and in theirs where it does:
/// every kernel that a forward pass uses. They need no Vector API and little time to be compiled. The kernels that only
/// training uses are those of the scalar kernels.
///
/// A JVM that ends after one answer uses nothing else; in others they compute until the vectors are worth compiling,
/// see `StartingKernels`.
public final class PlainKernels extends ScalarKernels {
    /// Of the vectors that collect a sum, as in `ReduceSimd`.
    private static final int LANES = 16;

    private final int panelWidth;

    /// @param panelWidth columns of a packed panel, a multiple of four: that of the kernels with which matrices are
    ///     shared
    public PlainKernels(int panelWidth) {
        this.panelWidth = panelWidth;
    }

    /// With panels of one column, which the weights of a model are as they lie: they need not be packed, and
    /// they are in memory once.
    public PlainKernels() {
        this(1);
    }

    @Override
    public String description() {
        return "plain";
    }

    @Override
    public void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        switch (f) {
            case EXP -> PlainMath.exp(x, xOff, 0, y, yOff, n);
            case GELU -> PlainMath.gelu(x, xOff, y, yOff, n);
            case SIGMOID -> PlainMath.sigmoid(x, xOff, y, yOff, n);
            case SILU -> {
                PlainMath.sigmoid(x, xOff, y, yOff, n);
                binary(Binary.MULTIPLY, x, xOff, 1, y, yOff, 1, y, yOff, n);
            }
            case MISH -> PlainMath.mish(x, xOff, y, yOff, n);
            case LOG -> PlainMath.log(x, xOff, y, yOff, n);
            case TANH -> PlainMath.tanh(x, xOff, y, yOff, n);
            case SQRT, SQUARE, RELU -> super.unary(f, x, xOff, y, yOff, n);
        }
    }

    /// In the order of `ReduceSimd.sum`.
    @Override
    public float sum(float[] x, int xOff, int n) {
        return sumOfLanes(x, xOff, n, 0, 1);
    }

    /// Of every `step`-th lane from `first` on, halves first.
    private static float sumOfLanes(float[] x, int xOff, int n, int first, int step) {
        return step == LANES ? laneOfSum(x, xOff, n, first)
                : sumOfLanes(x, xOff, n, first, 2 * step) + sumOfLanes(x, xOff, n, first + step, 2 * step);
    }

    private static float laneOfSum(float[] x, int xOff, int n, int lane) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int at = xOff + lane;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 += x[at + i];
            s1 += x[at + i + LANES];
            s2 += x[at + i + 2 * LANES];
            s3 += x[at + i + 3 * LANES];
        }
        if (i <= n - 2 * LANES) {
            s0 += x[at + i];
            s1 += x[at + i + LANES];
            i += 2 * LANES;
        }
        if (i <= n - LANES) {
            s2 += x[at + i];
            i += LANES;
        }
        if (i + lane < n) {
            s3 += x[at + i];
        }
        return s0 + s1 + (s2 + s3);
    }

    /// In the order of `ReduceSimd.squaredDistance`.
    @Override
    public float squaredDistance(float[] x, int xOff, int n, float mean) {
        return squaresOfLanes(x, xOff, n, mean, 0, 1);
    }

    private static float squaresOfLanes(float[] x, int xOff, int n, float mean, int first, int step) {
        return step == LANES ? laneOfSquares(x, xOff, n, mean, first)
                : squaresOfLanes(x, xOff, n, mean, first, 2 * step)
                        + squaresOfLanes(x, xOff, n, mean, first + step, 2 * step);
    }

    private static float laneOfSquares(float[] x, int xOff, int n, float mean, int lane) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            float d0 = x[xOff + lane + i] - mean;
            s0 = Math.fma(d0, d0, s0);
            float d1 = x[xOff + lane + i + LANES] - mean;
            s1 = Math.fma(d1, d1, s1);
            float d2 = x[xOff + lane + i + 2 * LANES] - mean;
            s2 = Math.fma(d2, d2, s2);
            float d3 = x[xOff + lane + i + 3 * LANES] - mean;
            s3 = Math.fma(d3, d3, s3);
        }
        for (; i + lane < n; i += LANES) {
            float d = x[xOff + lane + i] - mean;
            s0 = Math.fma(d, d, s0);
        }
        return s0 + s1 + (s2 + s3);
    }

    /// In the order of `ReduceSimd.dot`.
    @Override
    public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        return dotOfLanes(a, aOff, b, bOff, n, 0, 1);
    }

    private static float dotOfLanes(float[] a, int aOff, float[] b, int bOff, int n, int first, int step) {
        return step == LANES ? laneOfDot(a, aOff, b, bOff, n, first) : dotOfLanes(a, aOff, b, bOff, n, first, 2 * step)
                + dotOfLanes(a, aOff, b, bOff, n, first + step, 2 * step);
    }

    private static float laneOfDot(float[] a, int aOff, float[] b, int bOff, int n, int lane) {
        float s0 = 0;
        float s1 = 0;
        float s2 = 0;
        float s3 = 0;
        int aAt = aOff + lane;
        int bAt = bOff + lane;
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            s0 = Math.fma(a[aAt + i], b[bAt + i], s0);
            s1 = Math.fma(a[aAt + i + LANES], b[bAt + i + LANES], s1);
            s2 = Math.fma(a[aAt + i + 2 * LANES], b[bAt + i + 2 * LANES], s2);
            s3 = Math.fma(a[aAt + i + 3 * LANES], b[bAt + i + 3 * LANES], s3);
        }
        for (; i + lane < n; i += LANES) {
            s0 = Math.fma(a[aAt + i], b[bAt + i], s0);
        }
        return s0 + s1 + (s2 + s3);
    }

    @Override
    public void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n) {
        float max = max(x, xOff, n);
        PlainMath.exp(x, xOff, max, y, yOff, n);
        float logSum = ScalarMath.log(sum(y, yOff, n));
        affine(1, -max, x, xOff, y, yOff, n);
        affine(1, -logSum, y, yOff, y, yOff, n);
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
    public int panelWidth() {
        return panelWidth;
    }

    @Override
    public void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel) {
        if (!transposed) {
            super.pack(b, bOff, ld, false, k, n, packed, packedOff, fromPanel, toPanel);
            return;
        }
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int to = packedOff + panel * panelWidth * k;
            int columns = Math.min(panelWidth, n - panel * panelWidth);
            if (columns < panelWidth) {
                Arrays.fill(packed, to, to + panelWidth * k, 0);
            }
            for (int j = 0; j < columns; j++) {
                column(b, bOff + (panel * panelWidth + j) * ld, k, packed, to + j, panelWidth);
            }
        }
    }

    private static void column(float[] b, int from, int k, float[] packed, int to, int width) {
        for (int t = 0; t < k; t++) {
            packed[to + t * width] = b[from + t];
        }
    }

    /// Each number is one chain of fused multiply-adds in ascending t, as in `GemmSimd`.
    @Override
    public void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cOff, int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        // From a number of A to the one below it and to the one beside it; the same of B.
        int aDown = transposed ? 1 : lda;
        int aAcross = transposed ? lda : 1;
        int bAcross = panelWidth == 1 ? k : 1;
        int to = Math.min(n, toPanel * panelWidth);
        for (int j = fromPanel * panelWidth; j < to; j += PlainTile.COLUMNS) {
            int columns = Math.min(PlainTile.COLUMNS, to - j);
            int b = packedOff + j / panelWidth * panelWidth * k + j % panelWidth;
            for (int i = fromRow; i < toRow; i += PlainTile.ROWS) {
                int rows = Math.min(PlainTile.ROWS, toRow - i);
                int at = cOff + i * ldc + j;
                for (int r = 0; r < rows && !accumulate; r++) {
                    Arrays.fill(c, at + r * ldc, at + r * ldc + columns, 0);
                }
                PlainTile.run(a, aOff + i * aDown, aDown, aAcross, packed, b, panelWidth, bAcross, c, at, ldc, rows,
                        columns, k);
            }
        }
    }

    /// Panel by panel, widened into an array of its own: as few columns at once as [PlainTile] takes.
    @Override
    public void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        int together = panelWidth == 1 ? PlainTile.COLUMNS : 1;
        float[] wide = new float[together * panelWidth * k];
        for (int panel = fromPanel; panel < toPanel; panel += together) {
            int panels = Math.min(together, toPanel - panel);
            int column = panel * panelWidth;
            type.widen(packed, column * k, wide, 0, panels * panelWidth * k);
            gemm(a, aOff, lda, false, wide, 0, c, cOff + column, ldc, fromRow, toRow, 0, panels, k,
                    Math.min(panels * panelWidth, n - column), accumulate);
        }
    }
}
