package islr.tensor.op;

import islr.tensor.Compute;
import islr.tensor.Parallel;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import java.util.function.IntConsumer;

/// Cuts the work on a tensor into tasks of a sensible size, at boundaries that depend on its shape alone.
final class Tasks {
    /// Numbers in a task: some microseconds of work, more than it costs to hand it to another thread.
    static final int NUMBERS = 1 << 14;
    /// Columns whose sums are one task: sixteen cache lines of every row.
    static final int COLUMNS = 256;

    private Tasks() {}

    /// Calls `row` with the number of every row of `x`.
    static void rows(Compute c, Tensor x, IntConsumer row) {
        c.parallel().ranges(x.shape().rows(), Math.max(1, NUMBERS / Math.max(1, x.shape().columns())), (from, to) -> {
            for (int i = from; i < to; i++) {
                row.accept(i);
            }
        });
    }

    /// Cuts the `n` numbers of a tensor into pieces, for kernels that see no rows.
    static void pieces(Compute c, int n, Parallel.Range piece) {
        c.parallel().ranges(n, NUMBERS, piece);
    }

    /// Adds something that is computed from a row to `width` sums, which begin at `at`.
    @FunctionalInterface
    interface RowSums {
        void add(int row, float[] sums, int at);
    }

    /// `width` sums over all rows of `x`, [width]. Split by rows: each block of rows has sums of its own, which are
    /// added up in order.
    static Tensor sumsOfRows(Compute c, Tensor x, int width, RowSums row) {
        int rows = x.shape().rows();
        int grain = Math.max(1, NUMBERS / Math.max(1, x.shape().columns()));
        int blocks = Math.max(1, (rows + grain - 1) / grain);
        Tensor parts = c.zeros(Shape.of(blocks, width));
        c.parallel().ranges(rows, grain, (from, to) -> {
            int at = parts.offset() + from / grain * width;
            for (int i = from; i < to; i++) {
                row.add(i, parts.array(), at);
            }
        });
        for (int block = 1; block < blocks; block++) {
            c.kernels().axpy(1, parts.array(), parts.offset() + block * width, parts.array(), parts.offset(), width);
        }
        return parts.view(0, Shape.of(width));
    }

    /// The sum of all rows, [columns]. Split by columns, so that each sum runs over the rows in order.
    static Tensor columnSums(Compute c, Tensor x) {
        int columns = x.shape().columns();
        int rows = x.shape().rows();
        Tensor sums = c.zeros(Shape.of(columns));
        c.parallel().ranges(columns, COLUMNS, (from, to) -> {
            for (int i = 0; i < rows; i++) {
                c.kernels().axpy(1, x.array(), x.offset() + i * columns + from, sums.array(), sums.offset() + from,
                        to - from);
            }
        });
        return sums;
    }
}
