package islr.data.internal.parquet;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/// Decodes the values of numeric columns as doubles, which hold floats, half floats and integers up to 2⁵³ exactly.
final class Numbers {

    private Numbers() {}

    /// Decodes values in the encoding PLAIN, in which the lowest byte of each comes first.
    static void plain(Column column, ByteBuffer bytes, double[] out, int count) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (column.type()) {
            case DOUBLE -> in.asDoubleBuffer().get(out, 0, count);
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getFloat(4 * i);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ofInt(column, in.getInt(4 * i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ofLong(column, in.getLong(8 * i));
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat(in.getShort(2 * i));
                }
            }
        }
    }

    /// Decodes the present values of a page without ids.
    static void of(Column column, Page page, double[] out) {
        plain(column, page.values(), out, page.present());
    }

    private static double ofInt(Column column, int value) {
        return column.isUnsigned() ? value & 0xFFFFFFFFL : value;
    }

    /// The nearest double, which is exact up to 2⁵³.
    private static double ofLong(Column column, long value) {
        // The lowest bit is kept after halving, because it decides how to round.
        return column.isUnsigned() && value < 0 ? 2.0 * (value >>> 1 | value & 1) : value;
    }
}
