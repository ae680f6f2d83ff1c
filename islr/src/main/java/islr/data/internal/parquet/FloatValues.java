package islr.data.internal.parquet;

import java.nio.ByteBuffer;

/// Takes the values of a numeric column as floats: what its sinks have in common. A dictionary's are rounded once, not
/// once a row.
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

    /// False if an infinite value came by, perhaps one of a dictionary that no row has.
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

    /// The same for one.
    final float rounded(double number) {
        float rounded = (float) number;
        finite &= Math.abs(rounded) != Float.POSITIVE_INFINITY;
        return rounded;
    }
}
