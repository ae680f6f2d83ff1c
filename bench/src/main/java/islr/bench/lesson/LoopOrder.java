package islr.bench.lesson;

import java.util.Arrays;

/// Step 2: the same loops in another order. The innermost one now runs along a row of B and a row of C.
///
/// The loop reads and writes neighbours in memory, and no sum waits for itself: the next addition belongs to the next
/// number. Each number of C still gets its products in ascending t, so nothing is rounded differently.
final class LoopOrder implements MatrixProduct {

    @Override
    public String title() {
        return "2 loop order: i, k, j";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        Arrays.fill(c, 0, m * n, 0);
        for (int i = 0; i < m; i++) {
            int row = i * n;
            for (int t = 0; t < k; t++) {
                float factor = a[i * k + t];
                int from = t * n;
                for (int j = 0; j < n; j++) {
                    c[row + j] += factor * b[from + j];
                }
            }
        }
    }
}
