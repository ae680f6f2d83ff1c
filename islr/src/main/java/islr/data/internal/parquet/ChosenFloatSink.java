package islr.data.internal.parquet;

import java.util.Arrays;
import java.util.Objects;

/// Writes some rows of a numeric column to an array, one after the other, rounded to float: the same rows of every
/// `period` rows. NULL becomes NaN. Other rows are not rounded.
final class ChosenFloatSink extends FloatValues {

    private final int period;
    private final int[] chosen;
    private final float[] out;
    private int written;

    /// @param chosen the rows to write, of 0 to `period` − 1, ascending
    ChosenFloatSink(Column column, Scratch scratch, int period, int[] chosen, float[] out) {
        super(column, scratch);
        this.period = period;
        this.chosen = chosen;
        this.out = out;
    }

    @Override
    public void page(Page page, int firstRow) {
        double[] numbers = scratch.numbers(page.ids() == null ? page.present() : 0);
        if (page.ids() == null) {
            Numbers.of(column, page, numbers);
        }
        int[] levels = page.levels();
        int row = 0;
        // The index of this row's value among the values that are present, if the row has one.
        int value = 0;
        // Where the period that contains the page's first row starts, relative to that row, and the first chosen row of
        // this period that is in the page.
        int start = -(firstRow % period);
        int first = Arrays.binarySearch(chosen, -start);
        for (int i = first < 0 ? -first - 1 : first;; i++) {
            if (i == chosen.length) {
                i = 0;
                start += period;
            }
            int next = start + chosen[i];
            if (next >= page.rows()) {
                return;
            }
            if (levels == null) {
                value = next;
            } else {
                for (; row < next; row++) {
                    value += levels[row];
                }
            }
            out[written++] = levels != null && levels[next] == 0 ? Float.NaN : number(page.ids(), numbers, value);
        }
    }

    private float number(int[] ids, double[] numbers, int value) {
        return ids == null ? rounded(numbers[value]) : entries[Objects.checkIndex(ids[value], entryCount)];
    }
}
