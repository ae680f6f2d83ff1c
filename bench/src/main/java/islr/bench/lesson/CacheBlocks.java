package islr.bench.lesson;

import java.util.Arrays;

/// Step 3: step 2 over a block of B at a time, small enough to stay in the first-level cache while all rows of A pass.
///
/// Step 2 reads the whole of B again for every row of A. Here a block comes from further away once, and is read m times from near.
final class CacheBlocks implements MatrixProduct {
    // 32 KB of B, which leaves room for the pieces of A and C in a cache of 48 KB. The longer side runs along the rows: the innermost loop
    // needs some length before it is worth entering.
    private static final int DEEP = 32;
    private static final int WIDE = 256;

    @Override
    public String title() {
        return "3 blocks for the cache";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        Arrays.fill(c, 0, m * n, 0);
        for (int left = 0; left < n; left += WIDE) {
            int width = Math.min(WIDE, n - left);
            for (int top = 0; top < k; top += DEEP) {
                int bottom = Math.min(k, top + DEEP);
                for (int i = 0; i < m; i++) {
                    block(a, i * k, b, left, c, i * n + left, top, bottom, width, n);
                }
            }
        }
    }

    /// One row of A times a block of B. A method of its own so that the JIT compiles three loops and not five.
    private static void block(float[] a, int aAt, float[] b, int bAt, float[] c, int cAt, int top, int bottom, int width, int n) {
        for (int t = top; t < bottom; t++) {
            float factor = a[aAt + t];
            int from = bAt + t * n;
            for (int j = 0; j < width; j++) {
                c[cAt + j] += factor * b[from + j];
            }
        }
    }
}
