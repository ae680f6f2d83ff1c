package islr.data.internal.parquet;

import java.util.Objects;

/// Writes a numeric column to an array, rounded to float. NULL becomes NaN.
final class FloatSink extends FloatValues {

    private final float[] out;

    /// Row r goes to `out[r]`.
    FloatSink(Column column, Scratch scratch, float[] out) {
        super(column, scratch);
        this.out = out;
    }

    @Override
    public void page(Page page, int firstRow) {
        float[] values = entries;
        if (page.ids() == null) {
            double[] numbers = scratch.numbers(page.present());
            Numbers.of(column, page, numbers);
            values = scratch.floats(page.present());
            round(numbers, page.present(), values);
        }
        if (page.levels() == null) {
            place(page, values, firstRow);
        } else {
            placePresent(page, values, firstRow);
        }
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
