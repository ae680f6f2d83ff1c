package islr.bench.lesson;

/// One way to compute `C = A·B`: A [m, k], B [k, n] and C [m, n] are row-major and contiguous. What C held before does
/// not matter.
interface MatrixProduct {

    /// The step in a line of a table.
    String title();

    /// B as this step wants it. Made once for many products, as a weight is, and not part of the time.
    default float[] prepare(float[] b, int k, int n) {
        return b;
    }

    /// Writes `C[i, j] = Σ_t A[i, t]·B[t, j]`.
    ///
    /// @param b what [#prepare] made of B
    void multiply(float[] a, float[] b, float[] c, int m, int k, int n);

    /// Cores that it keeps busy.
    default int cores() {
        return 1;
    }
}
