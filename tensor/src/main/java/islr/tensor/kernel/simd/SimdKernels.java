package islr.tensor.kernel.simd;

import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.NarrowType;
import jdk.incubator.vector.FloatVector;

/// The kernels on the Vector API. Each family of loops has a file of its own; this class only says where.
public class SimdKernels implements Kernels {
    /// Bits of the vectors that this JVM prefers; below 128 there are no SIMD registers behind them.
    public static int preferredBits() {
        return FloatVector.SPECIES_PREFERRED.vectorBitSize();
    }

    @Override
    public String description() {
        return "SIMD, " + Lanes.FLOAT.vectorBitSize() + " bits";
    }

    @Override
    public void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        UnarySimd.unary(f, x, xOff, y, yOff, n);
    }

    @Override
    public void unaryBackward(Unary f, float[] x, int xOff, float[] y, int yOff, float[] dy, int dyOff, float[] dx,
            int dxOff, int n) {
        UnarySimd.unaryBackward(f, x, xOff, y, yOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        ElementwiseSimd.binary(f, a, aOff, aStep, b, bOff, bStep, y, yOff, n);
    }

    @Override
    public void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        ElementwiseSimd.affine(factor, shift, x, xOff, y, yOff, n);
    }

    @Override
    public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        ElementwiseSimd.axpy(alpha, x, xOff, y, yOff, n);
    }

    @Override
    public void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        ElementwiseSimd.multiplyAdd(a, aOff, b, bOff, y, yOff, n);
    }

    @Override
    public void multiplyAddRows(int rows, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y,
            int yOff, int n) {
        ElementwiseSimd.multiplyAddRows(rows, a, aOff, lda, b, bOff, ldb, y, yOff, n);
    }

    @Override
    public void dropout(float rate, int seed, int first, float[] x, int xOff, float[] y, int yOff, int n) {
        ElementwiseSimd.dropout(rate, seed, first, x, xOff, y, yOff, n);
    }

    @Override
    public float sum(float[] x, int xOff, int n) {
        return ReduceSimd.sum(x, xOff, n);
    }

    @Override
    public float max(float[] x, int xOff, int n) {
        return ReduceSimd.max(x, xOff, n);
    }

    @Override
    public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        return ReduceSimd.dot(a, aOff, b, bOff, n);
    }

    @Override
    public float squaredDistance(float[] x, int xOff, int n, float mean) {
        return ReduceSimd.squaredDistance(x, xOff, n, mean);
    }

    @Override
    public void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        SoftmaxSimd.softmax(x, xOff, multiplicity, kOff, y, yOff, n);
    }

    @Override
    public void softmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        SoftmaxSimd.softmaxBackward(y, yOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n) {
        SoftmaxSimd.logSoftmax(x, xOff, y, yOff, n);
    }

    @Override
    public void logSoftmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        SoftmaxSimd.logSoftmaxBackward(y, yOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias,
            int bOff, float[] y, int yOff, int n) {
        NormSimd.normalize(x, xOff, mean, inverseStd, weight, wOff, bias, bOff, y, yOff, n);
    }

    @Override
    public void normalizeBackward(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff,
            float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        NormSimd.normalizeBackward(x, xOff, mean, inverseStd, weight, wOff, dy, dyOff, dx, dxOff, n);
    }

    @Override
    public void normalizeWeightGradient(float[] x, int xOff, float mean, float inverseStd, float[] dy, int dyOff,
            float[] dWeight, int wOff, int n) {
        NormSimd.normalizeWeightGradient(x, xOff, mean, inverseStd, dy, dyOff, dWeight, wOff, n);
    }

    @Override
    public int panelWidth() {
        return GemmSimd.WIDTH;
    }

    @Override
    public void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel) {
        GemmSimd.pack(b, bOff, ld, transposed, k, n, packed, packedOff, fromPanel, toPanel);
    }

    @Override
    public void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cOff, int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        GemmSimd.gemm(a, aOff, lda, transposed, packed, packedOff, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k,
                n, accumulate);
    }

    @Override
    public void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        NarrowGemmSimd.narrowGemm(a, aOff, lda, packed, type, c, cOff, ldc, fromRow, toRow, fromPanel, toPanel, k, n,
                accumulate);
    }

    @Override
    public void transpose(float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy) {
        TransposeSimd.transpose(x, xOff, ldx, rows, columns, y, yOff, ldy);
    }

    @Override
    public void adam(float[] w, int wOff, float[] g, int gOff, float[] m, int mOff, float[] v, int vOff, int n,
            double beta1, double beta2, float rate, float vFactor, float epsilon) {
        OptimizerSimd.adam(w, wOff, g, gOff, m, mOff, v, vOff, n, beta1, beta2, rate, vFactor, epsilon);
    }
}
