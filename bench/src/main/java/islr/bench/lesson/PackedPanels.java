package islr.bench.lesson;

/// Step 7: the tile of step 6, on a B that is stored in the order in which the tile reads it.
///
/// A panel is as wide as a tile and k rows long. Its rows follow one another in memory, so the tile reads it from front
/// to back. In B itself the next row is n floats further: every few rows it is on another page of memory, and where n
/// is a power of two the rows compete for a few places in the cache.
final class PackedPanels implements MatrixProduct {
    private static final int WIDTH = RegisterTile.WIDTH;

    @Override
    public String title() {
        return "7 B packed into panels";
    }

    /// Panel p holds the columns from p·width on, row by row. The last panel may be narrower.
    @Override
    public float[] prepare(float[] b, int k, int n) {
        float[] panels = new float[k * n];
        for (int j = 0; j < n; j += WIDTH) {
            int columns = Math.min(WIDTH, n - j);
            for (int t = 0; t < k; t++) {
                System.arraycopy(b, t * n + j, panels, j * k + t * columns, columns);
            }
        }
        return panels;
    }

    @Override
    public void multiply(float[] a, float[] panels, float[] c, int m, int k, int n) {
        int whole = n / WIDTH * WIDTH;
        for (int j = 0; j < whole; j += WIDTH) {
            for (int i = 0; i < m; i += RegisterTile.ROWS) {
                RegisterTile.tile(a, i * k, k, panels, j * k, WIDTH, c, i * n + j, n,
                        Math.min(RegisterTile.ROWS, m - i));
            }
        }
        Edge.multiply(a, m, k, panels, whole * k, n - whole, c, whole, n, n - whole);
    }
}
