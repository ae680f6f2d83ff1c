package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.io.ParquetDecodingException;

/// A data page, opened: which rows have a value, and where the values are. It is valid until the next page is opened with the same [Scratch], and its
/// arrays may be longer than it is.
///
/// @param rows rows, among them those whose value is NULL
/// @param present rows with a value
/// @param levels for each row 1 if it has a value, else 0; `null` if all have one
/// @param ids for each value that is present its place in the dictionary; `null` if the page uses none
/// @param encoding of the values that are present; of no meaning if there are `ids`
/// @param values these values, in that encoding
record Page(int rows, int present, int[] levels, int[] ids, Encoding encoding, ByteBuffer values) {

    /// A page of format version 1: before its values stand, compressed with them, the levels and their length.
    static Page first(Column column, int rows, Encoding levels, Encoding encoding, ByteBuffer body, Scratch scratch) throws IOException {
        if (!column.isOptional()) {
            return of(rows, null, encoding, body, scratch);
        }
        if (levels != Encoding.RLE) {
            throw new ParquetException("levels in encoding " + levels + " are not supported; write the clip with a newer program");
        }
        int length = body.getInt();
        int[] decoded = levels(body.slice(body.position(), length), rows, scratch);
        return of(rows, decoded, encoding, body.position(body.position() + length), scratch);
    }

    /// A page of format version 2, which keeps its levels apart.
    static Page second(Column column, int rows, ByteBuffer levels, Encoding encoding, ByteBuffer body, Scratch scratch) {
        return of(rows, column.isOptional() ? levels(levels, rows, scratch) : null, encoding, body, scratch);
    }

    private static int[] levels(ByteBuffer in, int rows, Scratch scratch) {
        int[] levels = scratch.levels(rows);
        Runs.decode(in, 1, levels, rows);
        return levels;
    }

    private static Page of(int rows, int[] levels, Encoding encoding, ByteBuffer in, Scratch scratch) {
        int present = levels == null ? rows : sum(levels, rows);
        int[] needed = present == rows ? null : levels;
        // A page without values may be without bytes.
        boolean usesIds = present == 0 || encoding == Encoding.PLAIN_DICTIONARY || encoding == Encoding.RLE_DICTIONARY;
        int[] ids = usesIds ? scratch.ids(present) : null;
        if (usesIds && present > 0) {
            Runs.decode(in, in.get(), ids, present);
            // Levels, where the schema wrongly says that there are none, must not be taken for ids.
            if (levels == null && in.hasRemaining()) {
                throw new ParquetDecodingException(in.remaining() + " bytes behind " + present + " ids");
            }
        }
        return new Page(rows, present, needed, ids, encoding, in);
    }

    private static int sum(int[] levels, int rows) {
        int sum = 0;
        for (int i = 0; i < rows; i++) {
            sum += levels[i];
        }
        return sum;
    }
}
