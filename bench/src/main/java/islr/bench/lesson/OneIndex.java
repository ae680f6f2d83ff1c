package islr.bench.lesson;

import java.util.Arrays;

/// Step 3: the loop of step 2, written so that the JIT may turn it into vectors.
///
/// As far as the JIT of Java 25 can tell, the two arrays in `c[row + j] += … b[from + j]` might be the same one, and a
/// later iteration of the loop might read a number that an earlier one has written. So it computes one number at a
/// time. With the same index in both, each iteration touches only its own numbers, even if the arrays are the same. The
/// price is that a row of B is copied for every use.
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
