package islr.bench.lesson;

/// The columns that do not fill a vector: textbook loops. The model's sizes have none, but a product that fails at the
/// edge is wrong.
final class Edge {
    private Edge() {}

    /// Writes `columns` columns of C from `cAt` on: rows of C are `ldc` apart, rows of B, from `bAt` on, `ldb`.
    static void multiply(float[] a, int m, int k, float[] b, int bAt, int ldb, float[] c, int cAt, int ldc,
            int columns) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < columns; j++) {
                float sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += a[i * k + t] * b[bAt + t * ldb + j];
                }
                c[cAt + i * ldc + j] = sum;
            }
        }
    }
}
