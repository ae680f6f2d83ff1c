package islr.tensor.kernel.simd;

import static islr.tensor.kernel.LargeArray.LINE;
import static islr.tensor.kernel.simd.Lanes.COUNT;
import static islr.tensor.kernel.simd.Lanes.FLOAT;

import islr.tensor.kernel.LargeArray;
import java.util.Arrays;
import jdk.incubator.vector.FloatVector;

/// The matrix product: cuts C into tiles whose sums stay in registers while k passes, and goes through them in an order
/// that keeps B near.
///
/// - **Panels.** B is packed so that a tile reads it front to back, two vectors a step.
/// - **Tiles.** Three of them, by the CPU and the shape: [PackedTile], [StridedTile], [RowTile]. All are small, written
///   out flat: kernels with 24 sums ran out of the compiler's inlining budget on some runs, and every vector was boxed
///   (50 times slower).
/// - **Lines.** Panels, packed rows and C begin at cache lines ([LargeArray]): 7 % faster. Then it hardly matters from
///   which of the two nearest caches a panel is read.
/// - **Blocks of k.** A block of a panel stays near while the tiles of all rows follow each other. The sums wait in C
///   between two blocks, to the bit, which costs 3 % more with blocks half as long. The blocks of a panel are of equal
///   length, so that the whole of the next one is read ahead.
/// - **Reading ahead.** The weights of a model do not fit the second-level cache, and what comes from behind it comes
///   late. While the packed tiles compute, they read a number of every cache line of the next block: 15 % faster over
///   the layers of GISLR-64. A loop of its own that reads the next block at once gave 9 %. Where a single tile is
///   packed, it would have to read so often that nothing is gained.
/// - **Edges.** A tile that does not fit C is computed in a small array of its own and copied.
/// - **Bits.** Each number is one chain of fused multiply-adds in ascending k, whatever the tile it falls into and
///   whatever the lane width.
final class GemmSimd {
    /// Columns of a panel.
    static final int WIDTH = 2 * COUNT;

    /// Rows of B that pass in one go: 64 kB of a panel at 512 bits, 32 kB at 256.
    static final int DEPTH = 512;
    /// Rows of A that take part at once, and how many numbers of each are packed: 256 kB, which stay in the
    /// second-level cache while the panels pass.
    static final int ROWS = 64;
    static final int PACKED_DEPTH = 1024;
    /// From how many panels on packing A is worth its time; the scores of attention have fewer.
    static final int PACKED_PANELS = 4;

    /// Whether the CPU has 32 vector registers, as all with 512 bits have. Others may, but where it was not measured
    /// the smaller tile is the safe one.
    static final boolean MANY_REGISTERS = COUNT == 16;

    private GemmSimd() {}

    /// See [islr.tensor.kernel.Kernels#gemm].
    static void gemm(float[] a, int aOff, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cOff, int ldc, int fromRow, int toRow, int fromPanel, int toPanel, int k, int n, boolean accumulate) {
        if (!accumulate) {
            for (int i = fromRow; i < toRow; i++) {
                Arrays.fill(c, cOff + i * ldc + fromPanel * WIDTH, cOff + i * ldc + Math.min(n, toPanel * WIDTH), 0);
            }
        }
        int panel = fromPanel;
        if (toRow - fromRow == 1 && !transposed) {
            panel += Math.max(0, Math.min(toPanel, n / WIDTH) - fromPanel) / RowTile.PANELS * RowTile.PANELS;
            oneRow(a, aOff + fromRow * lda, packed, packedOff, c, cOff + fromRow * ldc, fromPanel, panel, k);
        }
        for (int row = fromRow; row < toRow && panel < toPanel; row += ROWS) {
            rows(a, aOff + (transposed ? row : row * lda), lda, transposed, packed, packedOff, c, cOff + row * ldc, ldc,
                    Math.min(ROWS, toRow - row), panel, toPanel, k, n);
        }
    }

    private static void rows(float[] a, int aAt, int lda, boolean transposed, float[] packed, int packedOff, float[] c,
            int cAt, int ldc, int rows, int fromPanel, int toPanel, int k, int n) {
        GemmScratch scratch = GemmScratch.take();
        int together = !MANY_REGISTERS ? 0
                : transposed ? rows : toPanel - fromPanel >= PACKED_PANELS ? packed(rows) : 0;
        for (int from = 0; from < k; from += PACKED_DEPTH) {
            int to = Math.min(k, from + PACKED_DEPTH);
            // The rows that are not packed are read where they are, those of a transpose where they were written out.
            float[] others = transposed ? scratch.rows.array() : a;
            int othersAt = transposed ? scratch.rows.offset() : aAt + together * lda + from;
            int othersLd = transposed ? to - from : lda;
            if (!transposed) {
                RowPacking.pack(a, aAt + from, lda, together, to - from, scratch.rows.array(), scratch.rows.offset());
            } else if (MANY_REGISTERS) {
                RowPacking.packColumns(a, aAt + from * lda, lda, rows, to - from, scratch.rows.array(),
                        scratch.rows.offset());
            } else {
                TransposeSimd.transpose(a, aAt + from * lda, lda, to - from, rows, scratch.rows.array(),
                        scratch.rows.offset(), to - from);
            }
            int blocks = (to - from - 1) / DEPTH + 1;
            int length = (to - from - 1) / blocks + 1;
            for (int panel = fromPanel; panel < toPanel; panel++) {
                int columns = Math.min(WIDTH, n - panel * WIDTH);
                int at = cAt + panel * WIDTH;
                for (int block = from; block < to; block += length) {
                    int depth = Math.min(length, to - block);
                    int b = packedOff + (panel * k + block) * WIDTH;
                    // First the tiles of six: they wait less for what was not read ahead.
                    stridedTiles(scratch, others, othersAt + block - from, othersLd, rows - together, depth, packed, b,
                            c, at + together * ldc, ldc, columns);
                    packedTiles(scratch, 0, together, to - from, block - from, depth, packed, b, c, at, ldc, columns);
                }
            }
        }
        scratch.giveBack();
    }

    /// How many of `rows` rows go through the packed tile: as many as leave the fewest rows that are computed and not
    /// there. The others fill tiles of six: one for five or six more than whole eights, two for 11 or 12, three for 17
    /// or 18.
    static int packed(int rows) {
        int rest = rows % 8;
        if (rest == 0 || rest == 7) {
            return rows;
        }
        int sixes = rest >= 5 ? 1 : rest >= 3 ? 2 : 3;
        return Math.max(0, rows - rest - (sixes - 1) * 8);
    }

    /// The packed rows by `depth` rows of one panel.
    ///
    /// @param from the row to begin with, a multiple of [PackedTile#ROWS]
    /// @param length numbers of a packed row
    /// @param first number of the first one that takes part
    static void packedTiles(GemmScratch scratch, int from, int rows, int length, int first, int depth, float[] b,
            int bAt, float[] c, int cAt, int ldc, int columns) {
        int tiles = (rows - 1) / PackedTile.ROWS + 1;
        int quarter = depth / 2 * LINE;
        int steps = tiles == 1 ? depth : 2 * tiles;
        int share = (depth / (2 * tiles) + 1) * LINE;
        for (int i = from; i < rows; i += PackedTile.ROWS) {
            int x = scratch.rows.offset() + i * length + first * PackedTile.ROWS;
            // What comes next lies right behind this block; each tile reads its share of every quarter.
            int ahead = Math.max(0,
                    Math.min(bAt + depth * WIDTH + i / PackedTile.ROWS * share, b.length - 3 * quarter - share));
            int at = cAt + i * ldc;
            int whole = Math.min(PackedTile.ROWS, rows - i);
            if (columns == WIDTH && whole == PackedTile.ROWS) {
                scratch.read ^= PackedTile.run(scratch.rows.array(), x, b, bAt, ahead, quarter, steps, c, at, ldc,
                        depth);
            } else {
                copy(c, at, ldc, scratch.tile, 0, WIDTH, whole, columns);
                scratch.read ^= PackedTile.run(scratch.rows.array(), x, b, bAt, ahead, quarter, steps, scratch.tile, 0,
                        WIDTH, depth);
                copy(scratch.tile, 0, WIDTH, c, at, ldc, whole, columns);
            }
        }
    }

    /// The other rows by the same part of the panel.
    static void stridedTiles(GemmScratch scratch, float[] a, int aAt, int lda, int rows, int depth, float[] b, int bAt,
            float[] c, int cAt, int ldc, int columns) {
        for (int i = 0; i < rows; i += StridedTile.ROWS) {
            int at = cAt + i * ldc;
            int whole = Math.min(StridedTile.ROWS, rows - i);
            if (columns == WIDTH) {
                StridedTile.run(a, aAt + i * lda, lda, b, bAt, c, at, ldc, whole, depth);
            } else {
                copy(c, at, ldc, scratch.tile, 0, WIDTH, whole, columns);
                StridedTile.run(a, aAt + i * lda, lda, b, bAt, scratch.tile, 0, WIDTH, whole, depth);
                copy(scratch.tile, 0, WIDTH, c, at, ldc, whole, columns);
            }
        }
    }

    private static void oneRow(float[] a, int aAt, float[] packed, int packedOff, float[] c, int cAt, int fromPanel,
            int toPanel, int k) {
        for (int panel = fromPanel; panel < toPanel; panel += RowTile.PANELS) {
            RowTile.run(a, aAt, packed, packedOff + panel * k * WIDTH, k * WIDTH, c, cAt + panel * WIDTH, k);
        }
    }

    static void copy(float[] x, int xAt, int ldx, float[] y, int yAt, int ldy, int rows, int columns) {
        for (int i = 0; i < rows; i++) {
            System.arraycopy(x, xAt + i * ldx, y, yAt + i * ldy, columns);
        }
    }

    /// See [islr.tensor.kernel.Kernels#pack].
    static void pack(float[] b, int bOff, int ld, boolean transposed, int k, int n, float[] packed, int packedOff,
            int fromPanel, int toPanel) {
        for (int panel = fromPanel; panel < toPanel; panel++) {
            int to = packedOff + panel * WIDTH * k;
            int column = panel * WIDTH;
            int columns = Math.min(WIDTH, n - column);
            if (columns < WIDTH) {
                Arrays.fill(packed, to, to + WIDTH * k, 0);
            }
            if (transposed) {
                TransposeSimd.transpose(b, bOff + column * ld, ld, columns, k, packed, to, WIDTH);
            } else if (columns == WIDTH) {
                for (int t = 0; t < k; t++) {
                    int from = bOff + t * ld + column;
                    FloatVector.fromArray(FLOAT, b, from).intoArray(packed, to + t * WIDTH);
                    FloatVector.fromArray(FLOAT, b, from + COUNT).intoArray(packed, to + t * WIDTH + COUNT);
                }
            } else {
                copy(b, bOff + column, ld, packed, to, WIDTH, k, columns);
            }
        }
    }
}
