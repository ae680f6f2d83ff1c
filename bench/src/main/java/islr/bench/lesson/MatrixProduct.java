package islr.bench.lesson;

/// One way to compute `C = A·B`: A [m, k], B [k, n] and C [m, n] are row-major and contiguous. What C held before does
/// not matter.
interface MatrixProduct {

    /// The name of the step in a table.
    String title();

    /// B in the layout that this step needs. It is made once for many products, as for a weight, and is not part of the
    /// time.
    default float[] prepare(float[] b, int k, int n) {
        return b;
    }

    /// Writes `C[i, j] = Σ_t A[i, t]·B[t, j]`.
    ///
    /// @param b what [#prepare] made of B
    void multiply(float[] a, float[] b, float[] c, int m, int k, int n);

    /// How many cores it keeps busy.
    default int cores() {
        return 1;
    }
}
