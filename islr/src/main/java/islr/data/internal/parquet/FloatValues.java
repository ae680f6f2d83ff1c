package islr.data.internal.parquet;

import java.nio.ByteBuffer;

/// The common part of the sinks that take the values of a numeric column as floats. A dictionary's values are rounded
/// once, not once per row.
abstract class FloatValues implements Pages.Sink {

    final Column column;
    final Scratch scratch;
    float[] entries = {};
    int entryCount;
    private boolean finite = true;

    FloatValues(Column column, Scratch scratch) {
        this.column = column;
        this.scratch = scratch;
    }

    /// False if an infinite value was read. It may be in a dictionary without being the value of any row.
    final boolean finite() {
        return finite;
    }

    @Override
    public final void dictionary(ByteBuffer plain, int count) {
        double[] numbers = scratch.entries(count);
        Numbers.plain(column, plain, numbers, count);
        entries = scratch.floatEntries(count);
        entryCount = count;
        round(numbers, count, entries);
    }

    /// Rounds the first `count` numbers into `floats`.
    final void round(double[] numbers, int count, float[] floats) {
        boolean infinite = false;
        for (int i = 0; i < count; i++) {
            floats[i] = (float) numbers[i];
            infinite |= Math.abs(floats[i]) == Float.POSITIVE_INFINITY;
        }
        finite &= !infinite;
    }

    /// Rounds one number.
    final float rounded(double number) {
        float rounded = (float) number;
        finite &= Math.abs(rounded) != Float.POSITIVE_INFINITY;
        return rounded;
    }
}
