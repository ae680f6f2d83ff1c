package islr.tensor.op;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import islr.tensor.Around;
import islr.tensor.Compute;
import islr.tensor.Same;
import islr.tensor.Shape;
import islr.tensor.Some;
import islr.tensor.Tensor;
import islr.tensor.kernel.KernelProvider;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/// Work that crosses every boundary at which [Tasks] cuts. What the operations make of the pieces is tested with all of
/// them, in `EveryOperationTest`.
class TasksTest {
    private final Compute c = Compute.cpu().with(KernelProvider.choose("simd"));

    @Test
    void piecesCoverEveryNumberOnce() {
        for (int n : Around.sizes(Tasks.NUMBERS)) {
            int[] counts = new int[n];
            Tasks.pieces(c, n, (from, to) -> {
                for (int i = from; i < to; i++) {
                    counts[i]++;
                }
            });
            assertEquals(n, Arrays.stream(counts).filter(count -> count == 1).count(), n + " numbers");
        }
    }

    @Test
    void everyRowIsVisitedOnce() {
        for (int columns : new int[] {1, 257, Tasks.NUMBERS - 1, Tasks.NUMBERS + 1}) {
            for (int rows : Around.sizes(Math.max(1, Tasks.NUMBERS / columns))) {
                int[] counts = new int[rows];
                Tasks.rows(c, Tensor.zeros(rows, columns), row -> counts[row]++);
                assertEquals(rows, Arrays.stream(counts).filter(count -> count == 1).count(),
                        rows + " rows of " + columns);
            }
        }
    }

    /// Whole numbers, whose sums are exact in any order.
    @Test
    void sumsOfRowsAndOfColumnsAreThoseOfAllNumbers() {
        for (int columns : Around.sizes(Tasks.COLUMNS)) {
            for (int rows : Around.sizes(Tasks.NUMBERS / columns)) {
                Tensor x = Some.wholeNumbers(rows, rows, columns);
                float[] expected = new float[columns];
                for (int i = 0; i < x.size(); i++) {
                    expected[i % columns] += x.array()[x.offset() + i];
                }
                Tensor sums = Tensor.of(Shape.of(columns), expected);
                Same.bits(sums, Tasks.columnSums(c, x), rows + " rows");
                Same.bits(sums, Tasks.sumsOfRows(c, x, columns,
                        (row, to, at) -> c.kernels().axpy(1, x.array(), x.offset() + row * columns, to, at, columns)),
                        rows + " rows");
            }
        }
    }

    /// The stream of a dropout goes on from piece to piece: it is that of one call over all numbers.
    @Test
    void dropoutInPiecesIsDropoutAtOnce() {
        for (int n : Around.sizes(Tasks.NUMBERS)) {
            float[] x = Some.positive(1, n).array();
            float[] expected = new float[n];
            c.kernels().dropout(0.4f, 77, 0, x, 0, expected, 0, n);
            assertArrayEquals(expected, c.run(new Activations.Dropout(Tensor.of(Shape.of(n), x), 0.4f, 77)).toArray(),
                    n + " numbers");
        }
    }
}
