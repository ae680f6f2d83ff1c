package islr.bench.lesson;

import java.util.Arrays;

/// Step 3: the loop of step 2, put so that the JIT may turn it into vectors.
///
/// In `c[row + j] += … b[from + j]` the two arrays might be one, for all that the JIT of Java 25 knows, and a number
/// written by one round of the loop be read by a later one: so it keeps to one number at a time. With the same index in
/// both, each round only touches its own numbers, even if the arrays are one. The price is that a row of B is copied
/// for every use.
final class OneIndex implements MatrixProduct {
    private float[] sums = {};
    private float[] line = {};

    @Override
    public String title() {
        return "3 one index: vectors";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        if (n > sums.length) {
            sums = new float[n];
            line = new float[n];
        }
        for (int i = 0; i < m; i++) {
            Arrays.fill(sums, 0);
            for (int t = 0; t < k; t++) {
                System.arraycopy(b, t * n, line, 0, n);
                addTo(sums, a[i * k + t], line, n);
            }
            System.arraycopy(sums, 0, c, i * n, n);
        }
    }

    /// `sums[j] += factor · line[j]`.
    static void addTo(float[] sums, float factor, float[] line, int n) {
        for (int j = 0; j < n; j++) {
            sums[j] += factor * line[j];
        }
    }
}
