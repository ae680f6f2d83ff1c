package islr.tensor.kernel;

/// The loops over numbers. Everything is a raw array, an offset and a count: no shapes, no checks (callers check), no
/// allocation.
///
/// * A call may compute a part of a result, so that callers can split work; the bits of a number do not depend on how
///   it was split.
/// * Nor do they depend on whether the code runs interpreted or compiled: implementations add in a fixed order of their
///   own and use no library function whose last bits differ between the two.
/// * Results may overwrite operands only where a method says so.
public interface Kernels {

    /// Functions of one number: `y = f(x)`.
    enum Unary {
        EXP, LOG, SQRT, SQUARE, RELU, GELU, SILU, MISH, SIGMOID, TANH
    }

    /// Functions of two numbers. A maximum with NaN is NaN.
    enum Binary {
        ADD, SUBTRACT, MULTIPLY, DIVIDE, MAXIMUM
    }

    /// What this is and how wide, for one line of a log: "SIMD, 512 bits".
    String description();

    // ---- elementwise; results may overwrite operands of the same offset, but not those of unary functions ----

    /// `y[i] = f(x[i])` for `n` numbers.
    void unary(Unary f, float[] x, int xOff, float[] y, int yOff, int n);

    /// `dx[i] = dy[i] · f'(x[i])`; `y` holds f(x).
    void unaryBackward(Unary f, float[] x, int xOff, float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff,
            int n);

    /// `y[i] = f(a[i·aStep], b[i·bStep])`; a step is 1, or 0 for one number that is used `n` times.
    void binary(Binary f, float[] a, int aOff, int aStep, float[] b, int bOff, int bStep, float[] y, int yOff, int n);

    /// `y[i] = factor · x[i] + shift`.
    void affine(float factor, float shift, float[] x, int xOff, float[] y, int yOff, int n);

    /// `y[i] += alpha · x[i]`.
    void axpy(float alpha, float[] x, int xOff, float[] y, int yOff, int n);

    /// `y[i] += a[i] · b[i]`.
    void multiplyAdd(float[] a, int aOff, float[] b, int bOff, float[] y, int yOff, int n);

    /// `y[i] += Σ_r a[r·lda + i] · b[r·ldb + i]` over `rows` rows, added in their order: the same as a
    /// [#multiplyAdd] for each of them. A stride may be 0 or negative; y lies outside a and b.
    void multiplyAddRows(int rows, float[] a, int aOff, int lda, float[] b, int bOff, int ldb, float[] y, int yOff,
            int n);

    /// Inverted dropout: `y[i] = keep(seed, first + i) ? x[i] / (1 − rate) : 0`, where keep is [Hash#keeps], a function
    /// of its arguments alone: the backward pass calls this again on the gradient.
    void dropout(float rate, int seed, int first, float[] x, int xOff, float[] y, int yOff, int n);

    // ---- reductions ----

    /// `Σ x[i]`.
    float sum(float[] x, int xOff, int n);

    /// Largest number; NaN if there is one among them; −∞ for n = 0.
    float max(float[] x, int xOff, int n);

    /// `Σ a[i]·b[i]`.
    float dot(float[] a, int aOff, float[] b, int bOff, int n);

    /// `Σ (x[i] − mean)²`.
    float squaredDistance(float[] x, int xOff, int n, float mean);

    // ---- softmax over n numbers; where it is not in logarithms, y may be x and dx may be dy ----

    /// `y[i] = k[i]·exp(x[i] − max) / Σ k[j]·exp(x[j] − max)`; all k are 1 if `multiplicity` is null. Numbers of −∞
    /// give exactly 0, also if all are.
    void softmax(float[] x, int xOff, float[] multiplicity, int kOff, float[] y, int yOff, int n);

    /// `dx[i] = y[i] · (dy[i] − Σ dy[j]·y[j])`: right for every multiplicity.
    void softmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

    /// `y[i] = (x[i] − max) − log Σ exp(x[j] − max)`, in this order: beside a large max the logarithm would be lost.
    void logSoftmax(float[] x, int xOff, float[] y, int yOff, int n);

    /// `dx[i] = dy[i] − exp(y[i]) · Σ dy[j]`.
    void logSoftmaxBackward(float[] y, int yOff, float[] dy, int dyOff, float[] dx, int dxOff, int n);

    // ---- layer norm over n numbers ----

    /// `y[i] = (x[i] − mean)·inverseStd·weight[i] + bias[i]`.
    void normalize(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] bias, int bOff,
            float[] y, int yOff, int n);

    /// With `x̂ = (x − mean)·inverseStd` and `g = dy·weight`: `dx = inverseStd · (g − mean(g) − x̂·mean(g·x̂))`.
    void normalizeBackward(float[] x, int xOff, float mean, float inverseStd, float[] weight, int wOff, float[] dy,
            int dyOff, float[] dx, int dxOff, int n);

    /// Adds one row's share to the parameters' gradients: `dWeight[i] += dy[i]·(x[i] − mean)·inverseStd`.
    void normalizeWeightGradient(float[] x, int xOff, float mean, float inverseStd, float[] dy, int dyOff,
            float[] dWeight, int wOff, int n);

    // ---- matrix product ----

    /// Columns of a packed panel: [#pack] lays a matrix out in panels of this many columns.
    int panelWidth();

    /// Number of floats that the packed form of a [k, n] matrix takes.
    default int packedSize(int k, int n) {
        return panels(n) * panelWidth() * k;
    }

    /// Number of panels of a matrix with n columns.
    default int panels(int n) {
        return (n + panelWidth() - 1) / panelWidth();
    }

    /// Packs panels `fromPanel` to `toPanel` of B [k, n]: panel p holds columns p·width … row by row, zeros behind
    /// column n.
    ///
    /// @param transposed the array holds Bᵀ, [n, k]
    /// @param ld distance of two rows of the array
    void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel);

    /// `C[i, j] = Σ_t A[i, t]·B[t, j]` (+ what C held, if `accumulate`) for rows `fromRow` to `toRow` and the columns
    /// of panels `fromPanel` to `toPanel`. The sum runs over t in ascending order, whatever the split.
    ///
    /// @param a A [rows, k] with rows `lda` apart
    /// @param transposed the array holds Aᵀ, [k, rows]
    /// @param packed B [k, n] as packed by [#pack], from panel 0 on
    /// @param c C [rows, n] with rows `ldc` apart
    void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c, int cOff,
            int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate);

    /// The same for a B of narrow numbers, which are widened in registers: `C[i, j] = Σ_t A[i, t]·B[t, j]`. Scales are
    /// not applied.
    ///
    /// @param packed B [k, n] in panels as those of [#pack], with [NarrowType#SPARE] bytes behind them
    void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate);

    /// `y[j, i] = x[i, j]` for a [rows, columns] matrix with rows `ldx` apart; rows of y are `ldy` apart.
    void transpose(float[] x, int xOff, int ldx, int rows, int columns, float[] y, int yOff, int ldy);

    // ---- optimiser ----

    /// One step of Adam on n numbers: `m = β₁m + (1−β₁)g`, `v = β₂v + (1−β₂)g²`,
    /// `w = w − rate · m / (√v · vFactor + epsilon)`. Bias corrections are in `rate` and `vFactor`; 1 − β is rounded to
    /// float once, as in PyTorch. See `islr.nn.train`.
    void adam(float[] w, int wOff, float[] g, int gOff, float[] m, int mOff, float[] v, int vOff, int n, double beta1,
            double beta2, float rate, float vFactor, float epsilon);
}
