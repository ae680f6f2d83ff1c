package islr.data.internal.parquet;

import java.nio.ByteBuffer;
import java.util.Objects;

/// Passes a numeric column on as doubles, page by page. NULL becomes NaN.
final class NumberSink implements Pages.Sink {

    private final Column column;
    private final Scratch scratch;
    private final ParquetFile.Numbers rows;
    private double[] entries = {};
    private int entryCount;

    NumberSink(Column column, Scratch scratch, ParquetFile.Numbers rows) {
        this.column = column;
        this.scratch = scratch;
        this.rows = rows;
    }

    @Override
    public void dictionary(ByteBuffer plain, int count) {
        entries = scratch.entries(count);
        entryCount = count;
        Numbers.plain(column, plain, entries, count);
    }

    @Override
    public void page(Page page, int firstRow) {
        double[] numbers = scratch.numbers(page.rows());
        int[] ids = page.ids();
        if (ids == null) {
            Numbers.of(column, page, numbers);
        } else {
            for (int i = 0; i < page.present(); i++) {
                numbers[i] = entries[Objects.checkIndex(ids[i], entryCount)];
            }
        }
        if (page.levels() != null) {
            spread(page, numbers);
        }
        rows.take(numbers, page.rows(), firstRow);
    }

    /// Moves each value to its row. It works backwards, because a row is never before the place of its value.
    private static void spread(Page page, double[] numbers) {
        int k = page.present();
        for (int row = page.rows() - 1; row >= 0; row--) {
            numbers[row] = page.levels()[row] == 0 ? Double.NaN : numbers[--k];
        }
    }
}
