package islr.tensor.kernel.simd;

import islr.tensor.kernel.NarrowType;
import islr.tensor.kernel.plain.PlainKernels;

/// The SIMD kernels with a quick start: a JVM's first products and what goes with them are computed by [PlainKernels].
///
/// Before it is compiled, vector code makes an object of every vector, and its compilation is long. The first sequence
/// that a JVM sends through GISLR-64 takes 0.7 s and 90 MB that way, 0.1 s with plain loops; from then on 5 ms against
/// 20 ms. So plain loops come first, and after [#START] multiply-adds vectors take over. The
/// bits are the same, so nothing else depends on when that happens, threads included.
public final class StartingKernels extends SimdKernels {
    /// Multiply-adds of the start: some four sequences of 64 rows through GISLR-64.
    static final long START = 1_500_000_000;
    private static final PlainKernels PLAIN = new PlainKernels(GemmSimd.WIDTH);

    private final long start;
    /// Counted without care: threads may lose each other's counts.
    private long done;
    private boolean started;

    public StartingKernels() {
        this(START);
    }

    /// For tests, which cannot wait for [#START].
    ///
    /// @param start how many multiply-adds plain loops compute before vectors take over
    public StartingKernels(long start) {
        this.start = start;
    }

    /// Whether vectors have taken over.
    public boolean started() {
        return started;
    }

    @Override
    public void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        if (started) {
            super.unary(f, x, xOff, y, yOff, n);
        } else {
            PLAIN.unary(f, x, xOff, y, yOff, n);
        }
    }

    @Override
    public void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        if (started) {
            super.binary(f, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
        } else {
            PLAIN.binary(f, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
        }
    }

    @Override
    public void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        if (started) {
            super.affine(factor, shift, x, xOff, y, yOff, n);
        } else {
            PLAIN.affine(factor, shift, x, xOff, y, yOff, n);
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        if (started) {
            super.axpy(alpha, x, xOff, y, yOff, n);
        } else {
            PLAIN.axpy(alpha, x, xOff, y, yOff, n);
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        if (started) {
            super.multiplyAdd(a, aOff, b, bOff, y, yOff, n);
        } else {
            PLAIN.multiplyAdd(a, aOff, b, bOff, y, yOff, n);
        }
    }

    @Override
    public void multiplyAddRows(int rows, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y,
            int yOff, int n) {
        if (started) {
            super.multiplyAddRows(rows, a, aOff, lda, b, bOff, ldb, y, yOff, n);
        } else {
            PLAIN.multiplyAddRows(rows, a, aOff, lda, b, bOff, ldb, y, yOff, n);
        }
    }

    @Override
    public float sum(float[] x, int xOff, int n) {
        return started ? super.sum(x, xOff, n) : PLAIN.sum(x, xOff, n);
    }

    @Override
    public float max(float[] x, int xOff, int n) {
        return started ? super.max(x, xOff, n) : PLAIN.max(x, xOff, n);
    }

    @Override
    public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        return started ? super.dot(a, aOff, b, bOff, n) : PLAIN.dot(a, aOff, b, bOff, n);
    }

    @Override
    public float squaredDistance(float[] x, int xOff, int n, float mean) {
        return started ? super.squaredDistance(x, xOff, n, mean) : PLAIN.squaredDistance(x, xOff, n, mean);
    }

    @Override
    public void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n) {
        if (started) {
            super.logSoftmax(x, xOff, y, yOff, n);
        } else {
            PLAIN.logSoftmax(x, xOff, y, yOff, n);
        }
    }

    @Override
    public void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        if (started) {
            super.softmax(x, xOff, multiplicity, kOff, y, yOff, n);
        } else {
            PLAIN.softmax(x, xOff, multiplicity, kOff, y, yOff, n);
        }
    }

    @Override
    public void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias,
            int bOff, float[] y, int yOff, int n) {
        if (started) {
            super.normalize(x, xOff, mean, inverseStd, weight, wOff, bias, bOff, y, yOff, n);
        } else {
            PLAIN.normalize(x, xOff, mean, inverseStd, weight, wOff, bias, bOff, y, yOff, n);
        }
    }

    @Override
    public void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel) {
        if (started) {
            super.pack(b, bOff, ld, transposed, k, n, packed, packedOff, fromPanel, toPanel);
        } else {
            PLAIN.pack(b, bOff, ld, transposed, k, n, packed, packedOff, fromPanel, toPanel);
        }
    }

    @Override
    public void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cOff, int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        if (started) {
            super.gemm(a, aOff, lda, transposed, packed, packedOff, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k,
                    n, accumulate);
            return;
        }
        PLAIN.gemm(a, aOff, lda, transposed, packed, packedOff, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k, n,
                accumulate);
        count(toRow - fromRow, toPanel - fromPanel, k);
    }

    @Override
    public void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        if (started) {
            super.narrowGemm(a, aOff, lda, packed, type, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k, n,
                    accumulate);
            return;
        }
        PLAIN.narrowGemm(a, aOff, lda, packed, type, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k, n,
                accumulate);
        count(toRow - fromRow, toPanel - fromPanel, k);
    }

    private void count(int rows, int panels, int k) {
        done += (long) rows * panels * panelWidth() * k;
        started = done > start;
    }
}
