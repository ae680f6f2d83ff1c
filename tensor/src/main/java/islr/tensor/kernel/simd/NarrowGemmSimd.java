package islr.tensor.kernel.simd;

import static islr.tensor.kernel.simd.GemmSimd.DEPTH;
import static islr.tensor.kernel.simd.GemmSimd.MANY_REGISTERS;
import static islr.tensor.kernel.simd.GemmSimd.PACKED_DEPTH;
import static islr.tensor.kernel.simd.GemmSimd.PACKED_PANELS;
import static islr.tensor.kernel.simd.GemmSimd.ROWS;
import static islr.tensor.kernel.simd.GemmSimd.WIDTH;

import islr.tensor.kernel.NarrowType;
import java.util.Arrays;

/// The matrix product of [GemmSimd] for a B of narrow numbers.
///
/// B is a quarter or half as large, so that less of it comes late; the multiply-adds are the same. It is faster only
/// where B comes from behind the caches; how much was measured is in the README of `bench`. The first tile of a
/// block of a panel widens its numbers in registers and writes them out, 64 kB, for the tiles of the other rows
/// ([NarrowPackedTile] or, where rows are left over, [NarrowStridedTile]). Every number of C is the same chain of fused
/// multiply-adds as with the widened B.
final class NarrowGemmSimd {
    private NarrowGemmSimd() {}

    /// See [islr.tensor.kernel.Kernels#narrowGemm].
    static void narrowGemm(float[] a, int aOff, int lda, byte[] packed, NarrowType type, float[] c, int cOff, int ldc,
            int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        if (!accumulate) {
            for (int i = fromRow; i < toRow; i++) {
                Arrays.fill(c, cOff + i * ldc + fromPanel * WIDTH, cOff + i * ldc + Math.min(n, toPanel * WIDTH), 0);
            }
        }
        int panel = fromPanel;
        if (toRow - fromRow == 1) {
            for (int to = Math.min(toPanel, n / WIDTH); panel <= to - RowTile.PANELS; panel += RowTile.PANELS) {
                int distance = k * WIDTH * type.bytes();
                int row = aOff + fromRow * lda;
                int at = cOff + fromRow * ldc + panel * WIDTH;
                if (type == NarrowType.BF16) {
                    NarrowRowTile.bf16(a, row, packed, panel * distance, distance, c, at, k);
                } else {
                    NarrowRowTile.int8(a, row, packed, panel * distance, distance, c, at, k);
                }
            }
        }
        for (int row = fromRow; row < toRow && panel < toPanel; row += ROWS) {
            rows(a, aOff + row * lda, lda, packed, type, c, cOff + row * ldc, ldc, Math.min(ROWS, toRow - row), panel,
                    toPanel, k, n);
        }
    }

    private static void rows(float[] a, int aAt, int lda, byte[] packed, NarrowType type, float[] c, int cAt, int ldc,
            int rows, int fromPanel, int toPanel, int k, int n) {
        GemmScratch scratch = GemmScratch.take();
        boolean half = type == NarrowType.BF16;
        float[] wide = scratch.wide.array();
        int wideAt = scratch.wide.offset();
        int together = MANY_REGISTERS && toPanel - fromPanel >= PACKED_PANELS ? GemmSimd.packed(rows) : 0;
        for (int from = 0; from < k; from += PACKED_DEPTH) {
            int to = Math.min(k, from + PACKED_DEPTH);
            RowPacking.pack(a, aAt + from, lda, together, to - from, scratch.rows.array(), scratch.rows.offset());
            int blocks = (to - from - 1) / DEPTH + 1;
            int length = (to - from - 1) / blocks + 1;
            for (int panel = fromPanel; panel < toPanel; panel++) {
                int columns = Math.min(WIDTH, n - panel * WIDTH);
                int at = cAt + panel * WIDTH;
                for (int block = from; block < to; block += length) {
                    int depth = Math.min(length, to - block);
                    int b = (panel * k + block) * WIDTH * type.bytes();
                    int x = aAt + together * lda + block;
                    int others = at + together * ldc;
                    if (together < rows) {
                        int first = Math.min(StridedTile.ROWS, rows - together);
                        strided(scratch, a, x, lda, first, half, packed, b, depth, c, others, ldc, columns);
                        GemmSimd.stridedTiles(scratch, a, x + first * lda, lda, rows - together - first, depth, wide,
                                wideAt, c, others + first * ldc, ldc, columns);
                        GemmSimd.packedTiles(scratch, 0, together, to - from, block - from, depth, wide, wideAt, c, at,
                                ldc, columns);
                    } else {
                        int first = Math.min(PackedTile.ROWS, rows);
                        packed(scratch, (block - from) * PackedTile.ROWS, first, half, packed, b, depth, c, at, ldc,
                                columns);
                        GemmSimd.packedTiles(scratch, first, together, to - from, block - from, depth, wide, wideAt, c,
                                at, ldc, columns);
                    }
                }
            }
        }
        scratch.giveBack();
    }

    /// The first of the packed rows by a block, which is widened.
    ///
    /// @param half whether the numbers are bf16, not int8
    /// @param bAt where the block begins, in bytes
    /// @param depth how many rows of B it has
    private static void packed(GemmScratch scratch, int aAt, int rows, boolean half, byte[] b, int bAt, int depth,
            float[] c, int cAt, int ldc, int columns) {
        boolean whole = columns == WIDTH && rows == PackedTile.ROWS;
        float[] y = whole ? c : scratch.tile;
        int at = whole ? cAt : 0;
        int ld = whole ? ldc : WIDTH;
        if (!whole) {
            GemmSimd.copy(c, cAt, ldc, y, at, ld, rows, columns);
        }
        float[] x = scratch.rows.array();
        int xAt = scratch.rows.offset() + aAt;
        float[] wide = scratch.wide.array();
        int wideAt = scratch.wide.offset();
        if (half) {
            NarrowPackedTile.bf16(x, xAt, b, bAt, wide, wideAt, y, at, ld, depth);
        } else {
            NarrowPackedTile.int8(x, xAt, b, bAt, wide, wideAt, y, at, ld, depth);
        }
        if (!whole) {
            GemmSimd.copy(y, at, ld, c, cAt, ldc, rows, columns);
        }
    }

    /// The first of the other rows by a block, which is widened.
    private static void strided(GemmScratch scratch, float[] a, int aAt, int lda, int rows, boolean half, byte[] b,
            int bAt, int depth, float[] c, int cAt, int ldc, int columns) {
        boolean whole = columns == WIDTH;
        float[] y = whole ? c : scratch.tile;
        int at = whole ? cAt : 0;
        int ld = whole ? ldc : WIDTH;
        if (!whole) {
            GemmSimd.copy(c, cAt, ldc, y, at, ld, rows, columns);
        }
        float[] wide = scratch.wide.array();
        int wideAt = scratch.wide.offset();
        if (half) {
            NarrowStridedTile.bf16(a, aAt, lda, b, bAt, wide, wideAt, y, at, ld, rows, depth);
        } else {
            NarrowStridedTile.int8(a, aAt, lda, b, bAt, wide, wideAt, y, at, ld, rows, depth);
        }
        if (!whole) {
            GemmSimd.copy(y, at, ld, c, cAt, ldc, rows, columns);
        }
    }
}
