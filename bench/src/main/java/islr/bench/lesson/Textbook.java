package islr.bench.lesson;

/// Step 1: the definition as it stands. One number of C after the other, each a sum over t.
///
/// It is slow for two reasons. Each addition waits for the one before, and Java may not reorder them: float additions
/// in another order round differently. And B is read down a column, where one number is n floats from the next, so each
/// comes from another cache line.
final class Textbook implements MatrixProduct {

    @Override
    public String title() {
        return "1 textbook: i, j, k";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        for (int i = 0; i < m; i++) {
            for (int j = 0; j < n; j++) {
                float sum = 0;
                for (int t = 0; t < k; t++) {
                    sum += a[i * k + t] * b[t * n + j];
                }
                c[i * n + j] = sum;
            }
        }
    }
}
