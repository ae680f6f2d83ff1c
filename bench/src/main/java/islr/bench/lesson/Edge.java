package islr.bench.lesson;

/// Textbook loops for the columns that do not fill a vector. The model's sizes have no such columns, but a product must
/// be right for every size.
final class Edge {
    private Edge() {}

    /// Writes `columns` columns of C. The rows of C begin at `cAt` and are `ldc` apart, those of B begin at `bAt` and
    /// are `ldb` apart.
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
