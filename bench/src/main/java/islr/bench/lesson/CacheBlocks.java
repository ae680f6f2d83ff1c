package islr.bench.lesson;

import java.util.Arrays;

/// Step 4: step 3 over a block of B at a time, small enough to stay in the first-level cache while all rows of A are
/// multiplied by it.
///
/// Step 3 reads, and copies, the whole of B again for every row of A. Here a block is copied once and read m times from
/// the cache.
final class CacheBlocks implements MatrixProduct {
    // 32 KB of B, which leaves room for a piece of C in a cache of 48 KB. The longer side runs along the rows: in a
    // short innermost loop, the JIT's vectors save less time than entering and leaving the loop costs.
    private static final int DEEP = 16;
    private static final int WIDE = 512;

    private final float[][] block = new float[DEEP][WIDE];
    private final float[] sums = new float[WIDE];

    @Override
    public String title() {
        return "4 blocks for the cache";
    }

    @Override
    public void multiply(float[] a, float[] b, float[] c, int m, int k, int n) {
        Arrays.fill(c, 0, m * n, 0);
        for (int left = 0; left < n; left += WIDE) {
            int width = Math.min(WIDE, n - left);
            for (int top = 0; top < k; top += DEEP) {
                int depth = Math.min(DEEP, k - top);
                for (int t = 0; t < depth; t++) {
                    System.arraycopy(b, (top + t) * n + left, block[t], 0, width);
                }
                for (int i = 0; i < m; i++) {
                    addRow(a, i * k + top, depth, c, i * n + left, width);
                }
            }
        }
    }

    /// Adds a piece of a row of A times the block to a piece of a row of C.
    private void addRow(float[] a, int aAt, int depth, float[] c, int cAt, int width) {
        System.arraycopy(c, cAt, sums, 0, width);
        for (int t = 0; t < depth; t++) {
            OneIndex.addTo(sums, a[aAt + t], block[t], width);
        }
        System.arraycopy(sums, 0, c, cAt, width);
    }
}
