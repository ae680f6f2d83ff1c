package islr.data.internal.parquet;

import java.util.Objects;

/// Writes ranges of the rows of a numeric column to an array, one after the other, rounded to float. NULL becomes NaN.
/// Other rows are not rounded.
final class RangesFloatSink extends FloatValues {

    private final RowRanges ranges;
    private final float[] out;
    private int written;

    RangesFloatSink(Column column, Scratch scratch, RowRanges ranges, float[] out) {
        super(column, scratch);
        this.ranges = ranges;
        this.out = out;
    }

    @Override
    public boolean wants(int firstRow, int rows) {
        return ranges.touch(firstRow, firstRow + rows);
    }

    @Override
    public void page(Page page, int firstRow) {
        double[] numbers = scratch.numbers(page.ids() == null ? page.present() : 0);
        if (page.ids() == null) {
            Numbers.of(column, page, numbers);
        }
        int[] levels = page.levels();
        int end = firstRow + page.rows();
        int row = firstRow;
        // The index of this row's value among the values that are present, if the row has one.
        int value = 0;
        for (int range = ranges.reaching(firstRow); range < ranges.from().length; range++) {
            int first = Math.max(row, ranges.from()[range]);
            for (; row < Math.min(first, end); row++) {
                value += levels == null ? 1 : levels[row - firstRow];
            }
            for (; row < Math.min(ranges.to()[range], end); row++) {
                boolean present = levels == null || levels[row - firstRow] != 0;
                out[written++] = present ? number(page.ids(), numbers, value++) : Float.NaN;
            }
            if (row == end) {
                return;
            }
        }
    }

    private float number(int[] ids, double[] numbers, int value) {
        return ids == null ? rounded(numbers[value]) : entries[Objects.checkIndex(ids[value], entryCount)];
    }
}
