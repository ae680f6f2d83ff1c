package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Writes a numeric column to an array, rounded to float. NULL becomes NaN.
final class FloatSink implements Pages.Sink {

    private final Column column;
    private final Scratch scratch;
    private final float[] out;
    private float[] entries = {};
    private int entryCount;
    private boolean finite = true;

    /// Row r goes to `out[r]`.
    FloatSink(Column column, Scratch scratch, float[] out) {
        this.column = column;
        this.scratch = scratch;
        this.out = out;
    }

    /// False if an infinite value came by, perhaps one of a dictionary that no row has.
    boolean finite() {
        return finite;
    }

    @Override
    public void dictionary(ByteBuffer plain, int count) {
        double[] numbers = scratch.entries(count);
        Numbers.plain(column, plain, numbers, count);
        // Rounded once, not once a row.
        entries = scratch.floatEntries(count);
        entryCount = count;
        finite &= round(numbers, count, entries);
    }

    @Override
    public void page(Page page, int firstRow) throws IOException {
        float[] values = entries;
        if (page.ids() == null) {
            double[] numbers = scratch.numbers(page.present());
            Numbers.of(column, page, numbers);
            values = scratch.floats(page.present());
            finite &= round(numbers, page.present(), values);
        }
        if (page.levels() == null) {
            place(page, values, firstRow);
        } else {
            placePresent(page, values, firstRow);
        }
    }

    /// @return false if one is infinite
    static boolean round(double[] numbers, int count, float[] floats) {
        boolean infinite = false;
        for (int i = 0; i < count; i++) {
            floats[i] = (float) numbers[i];
            infinite |= Math.abs(floats[i]) == Float.POSITIVE_INFINITY;
        }
        return !infinite;
    }

    private void place(Page page, float[] values, int first) {
        int[] ids = page.ids();
        if (ids == null) {
            System.arraycopy(values, 0, out, first, page.rows());
            return;
        }
        for (int i = 0; i < page.rows(); i++) {
            out[first + i] = values[Objects.checkIndex(ids[i], entryCount)];
        }
    }

    private void placePresent(Page page, float[] values, int first) {
        int[] ids = page.ids();
        int[] levels = page.levels();
        for (int i = 0, k = 0; i < page.rows(); i++) {
            if (levels[i] == 0) {
                out[first + i] = Float.NaN;
            } else {
                out[first + i] = values[ids == null ? k : Objects.checkIndex(ids[k], entryCount)];
                k++;
            }
        }
    }
}
