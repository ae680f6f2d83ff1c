package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.NarrowMatrix;
import islr.tensor.Packs;
import islr.tensor.Tensor;
import islr.tensor.kernel.Kernels;
import islr.tensor.kernel.LargeArray;

/// Matrix products of whole matrices: packs the right operand, cuts the result into tiles and hands them to the
/// threads.
///
/// Every number of the result is one sum in ascending order, so the bits depend neither on the tiles nor on the
/// threads.
final class Gemm {
    /// Rows of a tile: as many as the kernel packs at once.
    static final int ROWS = 64;
    /// Fewest panels of a tile: with fewer, packing its rows of A costs too much.
    static final int PANELS = 4;

    private Gemm() {}

    /// A matrix inside an array: `rows × columns` numbers, rows `ld` apart; `transposed` if it is used as its
    /// transpose.
    record Matrix(float[] array, int offset, int ld, int rows, int columns, boolean transposed, Packs packs) {

        static Matrix of(Tensor x, boolean transposed) {
            return new Matrix(x.array(), x.offset(), x.shape().columns(), x.shape().rows(), x.shape().columns(),
                    transposed, x.packs());
        }

        /// Number `index` of a stack of equal matrices.
        static Matrix of(Tensor x, int index, boolean transposed) {
            int rows = x.shape().dim(-2);
            int columns = x.shape().columns();
            return new Matrix(x.array(), x.offset() + index * rows * columns, columns, rows, columns, transposed, null);
        }

        int outer() {
            return transposed ? columns : rows;
        }

        int inner() {
            return transposed ? rows : columns;
        }
    }

    /// Something that is done to the columns `fromColumn` to `toColumn` of the rows `fromRow` to `toRow` of C.
    @FunctionalInterface
    interface Tile {
        Tile NOTHING = (fromRow, toRow, fromColumn, toColumn) -> {};

        void run(int fromRow, int toRow, int fromColumn, int toColumn);
    }

    /// `C = A·B` (or `C += A·B`), C being row-major and contiguous from `yOff` on.
    static void multiply(Compute c, Matrix a, Matrix b, float[] y, int yOff, boolean accumulate) {
        multiply(c, a, b, y, yOff, accumulate, Tile.NOTHING, Tile.NOTHING);
    }

    /// @param before called for every tile of C before its product, by the thread that computes it: sets what the
    ///     product is added to
    /// @param after called for every tile behind its product, while it is in the cache
    static void multiply(Compute c, Matrix a, Matrix b, float[] y, int yOff, boolean accumulate, Tile before,
            Tile after) {
        int k = a.inner();
        int n = b.inner();
        if (a.outer() == 0 || n == 0) {
            return;
        }
        LargeArray.Piece panels = packed(c, b, k, n);
        float[] packed = panels.array();
        int packedOff = panels.offset();
        tiles(c, a.outer(), n, before, (fromRow, toRow, fromPanel, toPanel) -> c.kernels().gemm(a.array, a.offset, a.ld,
                a.transposed, packed, packedOff, y, yOff, n, fromRow, toRow, fromPanel, toPanel, k, n, accumulate),
                after);
    }

    /// `C = A·Bᵀ` for an A that is not transposed and a B `[n, k]` of narrow numbers, without their scales.
    static void multiply(Compute c, Matrix a, NarrowMatrix b, float[] y, int yOff, boolean accumulate, Tile before,
            Tile after) {
        int k = a.inner();
        int n = b.shape().dim(0);
        if (a.outer() == 0 || n == 0) {
            return;
        }
        byte[] packed = b.panels(c.kernels().panelWidth());
        tiles(c, a.outer(), n, before, (fromRow, toRow, fromPanel, toPanel) -> c.kernels().narrowGemm(a.array, a.offset,
                a.ld, packed, b.type(), y, yOff, n, fromRow, toRow, fromPanel, toPanel, k, n, accumulate), after);
    }

    /// The product of some rows by some panels.
    @FunctionalInterface
    private interface Product {
        void run(int fromRow, int toRow, int fromPanel, int toPanel);
    }

    private static void tiles(Compute c, int m, int n, Tile before, Product product, Tile after) {
        Kernels kernels = c.kernels();
        int rowTiles = (m - 1) / ROWS + 1;
        int panels = kernels.panels(n);
        int panelsInTile = panelsInTile(panels, rowTiles, c.parallel().threads());
        int panelTiles = (panels - 1) / panelsInTile + 1;
        c.parallel().run(rowTiles * panelTiles, (tile, worker) -> {
            int fromRow = tile % rowTiles * ROWS;
            int fromPanel = tile / rowTiles * panelsInTile;
            int toRow = Math.min(m, fromRow + ROWS);
            int toPanel = Math.min(panels, fromPanel + panelsInTile);
            int fromColumn = fromPanel * kernels.panelWidth();
            int toColumn = Math.min(n, toPanel * kernels.panelWidth());
            before.run(fromRow, toRow, fromColumn, toColumn);
            product.run(fromRow, toRow, fromPanel, toPanel);
            after.run(fromRow, toRow, fromColumn, toColumn);
        });
    }

    /// All panels, unless there are fewer tiles of rows than threads. One tile for each thread: with two or four it was
    /// 5 to 10 % slower.
    private static int panelsInTile(int panels, int rowTiles, int threads) {
        int tiles = (threads - 1) / rowTiles + 1;
        return Math.max(PANELS, (panels - 1) / tiles + 1);
    }

    /// The panels of B: those that are kept with it, or made now.
    private static LargeArray.Piece packed(Compute c, Matrix b, int k, int n) {
        Kernels kernels = c.kernels();
        int size = kernels.packedSize(k, n);
        if (kernels.panelWidth() == 1 && b.transposed && b.ld == k) {
            // Panels of one column: those of a matrix given by its transpose lie one behind the other already.
            return new LargeArray.Piece(b.array, b.offset, size);
        }
        if (b.packs == null) {
            Tensor scratch = c.allocate(size);
            return pack(c, b, k, n, new LargeArray.Piece(scratch.array(), scratch.offset(), size));
        }
        LargeArray.Piece kept = b.packs.get(b.transposed, kernels.panelWidth());
        if (kept == null) {
            kept = pack(c, b, k, n, b.packs.room(b.transposed, size));
            b.packs.keep(b.transposed, kernels.panelWidth(), kept);
        }
        return kept;
    }

    private static LargeArray.Piece pack(Compute c, Matrix b, int k, int n, LargeArray.Piece room) {
        Kernels kernels = c.kernels();
        c.parallel().ranges(kernels.panels(n), PANELS, (from, to) -> kernels.pack(b.array, b.offset, b.ld, b.transposed,
                k, n, room.array(), room.offset(), from, to));
        return room;
    }
}
