package islr.data.internal.parquet;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.ParquetDecodingException;

/// A data page after opening: which rows have a value, and where the values are. It is valid until the next page is
/// opened with the same [Scratch]. Its arrays may be longer than needed.
///
/// @param rows number of rows, including those whose value is NULL
/// @param present number of rows with a value
/// @param levels for each row, 1 if it has a value, else 0; `null` if all rows have one
/// @param ids for each present value, its place in the dictionary; `null` if the page uses no dictionary
/// @param values the present values in the encoding PLAIN; meaningless if there are `ids`
record Page(int rows, int present, int[] levels, int[] ids, ByteBuffer values) {

    /// Opens a page of format version 1. The levels and their length come before the values and are compressed with
    /// them.
    static Page first(Column column, int rows, Encoding levels, Encoding encoding, ByteBuffer body, Scratch scratch)
            throws IOException {
        if (!column.isOptional()) {
            return withoutLevels(column, rows, encoding, body, scratch);
        }
        if (levels != Encoding.RLE) {
            throw new ParquetException(
                    "levels in encoding " + levels + " are not supported; write the clip with a newer program");
        }
        int length = body.getInt();
        int[] decoded = levels(body.slice(body.position(), length), rows, scratch);
        return of(column, rows, decoded, encoding, body.position(body.position() + length), scratch);
    }

    /// Some writers leave further bytes after the values of a page, which no reader looks at. But if the schema wrongly
    /// says that there are no levels, they must not be taken for values.
    private static Page withoutLevels(Column column, int rows, Encoding encoding, ByteBuffer body, Scratch scratch)
            throws IOException {
        ByteBuffer all = body.duplicate().order(body.order());
        Page page = of(column, rows, null, encoding, body, scratch);
        boolean numbers = encoding == Encoding.PLAIN && !column.hasBytes();
        boolean more = page.ids != null ? body.hasRemaining() : numbers && body.remaining() > rows * column.minBytes();
        if (more && beginsWithLevels(column, rows, page.ids != null, all)) {
            throw new ParquetDecodingException("levels in a column that has none by the schema");
        }
        return page;
    }

    /// Whether a body can be read as levels with the values behind them, to its last byte.
    private static boolean beginsWithLevels(Column column, int rows, boolean ids, ByteBuffer body) {
        try {
            int length = body.getInt();
            int[] levels = new int[rows];
            Runs.decode(body.slice(body.position(), length), 1, levels, rows);
            int present = sum(levels, rows);
            body.position(body.position() + length);
            if (ids) {
                Runs.decode(body, body.get(), new int[present], present);
                return !body.hasRemaining();
            }
            return body.remaining() == present * column.minBytes();
        } catch (IllegalArgumentException | IndexOutOfBoundsException | BufferUnderflowException e) {
            return false;
        }
    }

    /// Opens a page of format version 2. The levels are stored separately.
    static Page second(Column column, int rows, ByteBuffer levels, Encoding encoding, ByteBuffer body, Scratch scratch)
            throws IOException {
        return of(column, rows, column.isOptional() ? levels(levels, rows, scratch) : null, encoding, body, scratch);
    }

    private static int[] levels(ByteBuffer in, int rows, Scratch scratch) {
        int[] levels = scratch.levels(rows);
        Runs.decode(in, 1, levels, rows);
        return levels;
    }

    private static Page of(Column column, int rows, int[] levels, Encoding encoding, ByteBuffer in, Scratch scratch)
            throws IOException {
        int present = levels == null ? rows : sum(levels, rows);
        int[] needed = present == rows ? null : levels;
        if (present == 0) {
            // Such a page may have no bytes.
            return new Page(rows, 0, needed, scratch.ids(0), in);
        }
        if (column.isNull()) {
            throw new ParquetDecodingException(present + " values in a column of the null type");
        }
        return switch (encoding) {
            case PLAIN_DICTIONARY, RLE_DICTIONARY -> new Page(rows, present, needed, ids(in, present, scratch), in);
            case PLAIN -> new Page(rows, present, needed, null, in);
            default -> new Page(rows, present, needed, null, RecordValues.plain(column, encoding, in, present));
        };
    }

    private static int[] ids(ByteBuffer in, int count, Scratch scratch) {
        int[] ids = scratch.ids(count);
        Runs.decode(in, in.get(), ids, count);
        return ids;
    }

    private static int sum(int[] levels, int rows) {
        int sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += levels[i];
        }
        return sum;
    }
}
