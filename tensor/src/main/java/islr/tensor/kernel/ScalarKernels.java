package islr.tensor.kernel;

/// The kernels as textbook loops: the specification that the SIMD twin is tested against, and the fallback where there
/// is no Vector API.
///
/// Functions are computed in double precision by [ScalarMath] and rounded once.
public class ScalarKernels implements Kernels {
    @Override
    public String description() {
        return "scalar";
    }

    // ---- elementwise ----

    @Override
    public void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = value(f, x[xOff + i]);
        }
    }

    private static float value(Unary f, float x) {
        return switch (f) {
            case EXP -> ScalarMath.exp(x);
            case LOG -> ScalarMath.log(x);
            case SQRT -> (float) Math.sqrt(x);
            case SQUARE -> x * x;
            case RELU -> x > 0 || x != x ? x : 0;
            case GELU -> ScalarMath.gelu(x);
            case SILU -> x * ScalarMath.sigmoid(x);
            case MISH -> x * ScalarMath.mishFactor(x);
            case SIGMOID -> ScalarMath.sigmoid(x);
            case TANH -> ScalarMath.tanh(x);
        };
    }

    @Override
    public void unaryBackward(Unary f, float[] x, int xOff, float[] y, int yOff, float[] dy, int dyOff, float[] dx,
            int dxOff, int n) {
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = dy[dyOff + i] * derivative(f, x[xOff + i], y[yOff + i]);
        }
    }

    private static float derivative(Unary f, float x, float y) {
        return switch (f) {
            case EXP -> y;
            case LOG -> 1 / x;
            case SQRT -> 0.5f / y;
            case SQUARE -> 2 * x;
            case RELU -> x > 0 ? 1 : 0;
            case GELU -> ScalarMath.geluDerivative(x);
            case SILU -> {
                float s = ScalarMath.sigmoid(x);
                yield s * (1 + x * (1 - s));
            }
            case MISH -> ScalarMath.mishDerivative(x);
            case SIGMOID -> y * (1 - y);
            case TANH -> 1 - y * y;
        };
    }

    @Override
    public void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff,
            int n) {
        for (int i = 0; i < n; i++) {
            float p = a[aOff + i * aStep];
            float q = b[bOff + i * bStep];
            y[yOff + i] = switch (f) {
                case ADD -> p + q;
                case SUBTRACT -> p - q;
                case MULTIPLY -> p * q;
                case DIVIDE -> p / q;
                case MAXIMUM -> Math.max(p, q);
            };
        }
    }

    @Override
    public void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = factor * x[xOff + i] + shift;
        }
    }

    @Override
    public void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] += alpha * x[xOff + i];
        }
    }

    @Override
    public void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] += a[aOff + i] * b[bOff + i];
        }
    }

    @Override
    public void multiplyAddRows(int rows, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y,
            int yOff, int n) {
        for (int r = 0; r < rows; r++) {
            for (int i = 0; i < n; i++) {
                y[yOff + i] += a[aOff + r * lda + i] * b[bOff + r * ldb + i];
            }
        }
    }

    @Override
    public void dropout(float rate, int seed, int first, float[] x, int xOff, float[] y, int yOff, int n) {
        float scale = 1 / (1 - rate);
        for (int i = 0; i < n; i++) {
            y[yOff + i] = Hash.keeps(rate, seed, first + i) ? x[xOff + i] * scale : 0;
        }
    }

    // ---- reductions ----

    @Override
    public float sum(float[] x, int xOff, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xOff + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int xOff, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[xOff + i]);
        }
        return max;
    }

    @Override
    public float dot(float[] a, int aOff, float[] b, int bOff, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aOff + i] * b[bOff + i];
        }
        return sum;
    }

    @Override
    public float squaredDistance(float[] x, int xOff, int n, float mean) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float d = x[xOff + i] - mean;
            sum += d * d;
        }
        return sum;
    }

    // ---- softmax ----

    @Override
    public void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n) {
        float max = max(x, xOff, n);
        float sum = 0;
        for (int i = 0; i < n; i++) {
            float e = max == Float.NEGATIVE_INFINITY ? 0 : ScalarMath.exp(x[xOff + i] - max);
            y[yOff + i] = multiplicity == null ? e : multiplicity[kOff + i] * e;
            sum += y[yOff + i];
        }
        float inverse = sum == 0 ? 0 : 1 / sum;
        for (int i = 0; i < n; i++) {
            y[yOff + i] *= inverse;
        }
    }

    @Override
    public void softmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float mean = dot(y, yOff, dy, dyOff, n);
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = y[yOff + i] * (dy[dyOff + i] - mean);
        }
    }

    @Override
    public void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n) {
        float max = max(x, xOff, n);
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += ScalarMath.exp(x[xOff + i] - max);
        }
        float logSum = ScalarMath.log(sum);
        for (int i = 0; i < n; i++) {
            y[yOff + i] = x[xOff + i] - max - logSum;
        }
    }

    @Override
    public void logSoftmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float sum = sum(dy, dyOff, n);
        for (int i = 0; i < n; i++) {
            dx[dxOff + i] = dy[dyOff + i] - ScalarMath.exp(y[yOff + i]) * sum;
        }
    }

    // ---- layer norm ----

    @Override
    public void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias,
            int bOff, float[] y, int yOff, int n) {
        for (int i = 0; i < n; i++) {
            y[yOff + i] = (x[xOff + i] - mean) * inverseStd * weight[wOff + i] + bias[bOff + i];
        }
    }

    @Override
    public void normalizeBackward(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff,
            float[] dy, int dyOff, float[] dx, int dxOff, int n) {
        float sum = 0;
        float sumX = 0;
        for (int i = 0; i < n; i++) {
            float g = dy[dyOff + i] * weight[wOff + i];
            sum += g;
            sumX += g * ((x[xOff + i] - mean) * inverseStd);
        }
        for (int i = 0; i < n; i++) {
            float g = dy[dyOff + i] * weight[wOff + i];
            float normal = (x[xOff + i] - mean) * inverseStd;
            dx[dxOff + i] = inverseStd * (g - sum / n - normal * (sumX / n));
        }
    }

    @Override
    public void normalizeWeightGradient(float[] x, int xOff, float mean, float inverseStd, float[] dy, int dyOff,
            float[] dWeight, int wOff, int n) {
        for (int i = 0; i < n; i++) {
            dWeight[wOff + i] += dy[dyOff + i] * ((x[xOff + i] - mean) * inverseStd);
        }
    }

    // ---- matrix product ----

    @Override
    public int panelWidth() {
        return 8;
    }

    @Override
    public void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel) {
        int width = panelWidth();
        for (int p = fromPanel; p < toPanel; p++) {
            for (int t = 0; t < k; t++) {
                for (int j = 0; j < width; j++) {
                    int column = p * width + j;
                    int from = transposed ? column * ld + t : t * ld + column;
                    packed[packedOff + (p * k + t) * width + j] = column < n ? b[bOff + from] : 0;
                }
            }
        }
    }

    @Override
    public void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cOff, int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        int width = panelWidth();
        for (int i = fromRow; i < toRow; i++) {
            for (int column = fromPanel * width; column < Math.min(n, toPanel * width); column++) {
                int b = packedOff + column / width * k * width + column % width;
                float sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += a[aOff + (transposed ? t * lda + i : i * lda + t)] * packed[b + t * width];
                }
                int at = cOff + i * ldc + column;
                c[at] = accumulate ? c[at] + sum : sum;
            }
        }
    }

    @Override
    public void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        int width = panelWidth();
        for (int i = fromRow; i < toRow; i++) {
            for (int column = fromPanel * width; column < Math.min(n, toPanel * width); column++) {
                int b = column / width * k * width + column % width;
                float sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += a[aOff + i * lda + t] * type.value(packed, b + t * width);
                }
                int at = cOff + i * ldc + column;
                c[at] = accumulate ? c[at] + sum : sum;
            }
        }
    }

    @Override
    public void transpose(float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy) {
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < columns; j++) {
                y[yOff + j * ldy + i] = x[xOff + i * ldx + j];
            }
        }
    }

    // ---- optimiser ----

    @Override
    public void adam(float[] w, int wOff, float[] g, int gOff, float[] m, int mOff, float[] v, int vOff, int n,
            double beta1, double beta2, float rate, float vFactor, float epsilon) {
        float keepMean = (float) beta1;
        float addMean = (float) (1 - beta1);
        float keepSquare = (float) beta2;
        float addSquare = (float) (1 - beta2);
        for (int i = 0; i < n; i++) {
            float gradient = g[gOff + i];
            float mean = keepMean * m[mOff + i] + addMean * gradient;
            float square = keepSquare * v[vOff + i] + addSquare * (gradient * gradient);
            m[mOff + i] = mean;
            v[vOff + i] = square;
            w[wOff + i] -= rate * (mean / ((float) Math.sqrt(square) * vFactor + epsilon));
        }
    }
}
