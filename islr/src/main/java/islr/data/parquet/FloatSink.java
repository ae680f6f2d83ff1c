package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Objects;

/// Writes a numeric column to places of a float array, rounded. NULL becomes NaN.
final class FloatSink implements Pages.Sink {

    private final Column column;
    private final Scratch scratch;
    private final float[] out;
    private final int offset;
    private final int stride;
    private float[] entries = {};
    private int entryCount;
    private boolean finite = true;

    /// Row r goes to `out[offset + r·stride]`.
    FloatSink(Column column, Scratch scratch, float[] out, int offset, int stride) {
        this.column = column;
        this.scratch = scratch;
        this.out = out;
        this.offset = offset;
        this.stride = stride;
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
        round(numbers, count, entries);
    }

    @Override
    public void page(Page page, int firstRow) throws IOException {
        float[] values = entries;
        if (page.ids() == null) {
            double[] numbers = scratch.numbers(page.present());
            Numbers.of(column, page, numbers);
            values = scratch.floats(page.present());
            round(numbers, page.present(), values);
        }
        int first = offset + firstRow * stride;
        if (page.levels() == null) {
            place(page, values, first);
        } else {
            placePresent(page, values, first);
        }
    }

    private void round(double[] numbers, int count, float[] floats) {
        boolean infinite = false;
        for (int i = 0; i < count; i++) {
            floats[i] = (float) numbers[i];
            infinite |= Math.abs(floats[i]) == Float.POSITIVE_INFINITY;
        }
        finite &= !infinite;
    }

    private void place(Page page, float[] values, int first) {
        int[] ids = page.ids();
        int rows = page.rows();
        if (ids == null) {
            for (int i = 0, o = first; i < rows; i++, o += stride) {
                out[o] = values[i];
            }
        } else {
            for (int i = 0, o = first; i < rows; i++, o += stride) {
                out[o] = values[Objects.checkIndex(ids[i], entryCount)];
            }
        }
    }

    private void placePresent(Page page, float[] values, int first) {
        int[] ids = page.ids();
        int[] levels = page.levels();
        int rows = page.rows();
        for (int i = 0, k = 0, o = first; i < rows; i++, o += stride) {
            if (levels[i] == 0) {
                out[o] = Float.NaN;
            } else if (ids == null) {
                out[o] = values[k++];
            } else {
                out[o] = values[Objects.checkIndex(ids[k++], entryCount)];
            }
        }
    }
}
