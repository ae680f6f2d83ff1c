package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DataPageV2;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/// A data page, opened: which rows have a value, and how to get at those.
///
/// @param rows rows, among them those whose value is NULL
/// @param present rows with a value
/// @param levels for each row 1 if it has a value, else 0; `null` if all have one
/// @param ids for each value that is present its place in the dictionary; `null` if the page uses none
/// @param values gives the values that are present, one after the other; `null` if there are `ids`
record Page(int rows, int present, int[] levels, int[] ids, ValuesReader values) {

    /// Far above the few hundred of every writer; the library takes memory for a whole block.
    private static final int MAX_DELTA_BLOCK = 1 << 16;

    static Page of(Column column, DataPage page) throws IOException {
        int rows = page.getValueCount();
        if (page instanceof DataPageV1 first) {
            ByteBuffer body = buffer(first.getBytes());
            int[] levels = null;
            if (column.isOptional()) {
                if (first.getDlEncoding() != Encoding.RLE) {
                    throw new ParquetException("levels in encoding " + first.getDlEncoding()
                            + " are not supported; write the clip with a newer program");
                }
                int length = body.getInt();
                levels = levels(body.slice(body.position(), length), rows);
                body.position(body.position() + length);
            }
            return of(column, rows, levels, first.getValueEncoding(), body);
        }
        // Version 2 keeps its levels apart, uncompressed.
        var second = (DataPageV2) page;
        int[] levels = column.isOptional() ? levels(buffer(second.getDefinitionLevels()), rows) : null;
        return of(column, rows, levels, second.getDataEncoding(), buffer(second.getData()));
    }

    private static ByteBuffer buffer(BytesInput bytes) throws IOException {
        // Of pages in one piece, which nearly all are, this is a view.
        ByteBufferInputStream stream = bytes.toInputStream();
        return stream.slice(stream.available()).order(ByteOrder.LITTLE_ENDIAN);
    }

    private static int[] levels(ByteBuffer in, int rows) {
        int[] levels = new int[rows];
        Runs.decode(in, 1, levels, rows);
        return levels;
    }

    private static Page of(Column column, int rows, int[] levels, Encoding encoding, ByteBuffer in) throws IOException {
        int present = levels == null ? rows : 0;
        for (int i = present; i < rows; i++) {
            present += levels[i] & 1;
        }
        int[] needed = present == rows ? null : levels;
        // A page without values may be without bytes.
        if (encoding.usesDictionary() || present == 0) {
            int[] ids = new int[present];
            if (present > 0) {
                Runs.decode(in, in.get(), ids, present);
            }
            return new Page(rows, present, needed, ids, null);
        }
        requireDeltaBlock(encoding, in, present);
        ValuesReader values = encoding.getValuesReader(column.descriptor(), ValuesType.VALUES);
        values.initFromPage(present, ByteBufferInputStream.wrap(in));
        return new Page(rows, present, needed, null, values);
    }

    /// Delta encodings start with block size, blocks' parts and number of values, for which the library takes memory at once.
    private static void requireDeltaBlock(Encoding encoding, ByteBuffer in, int present) {
        boolean delta = encoding == Encoding.DELTA_BINARY_PACKED || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY
                || encoding == Encoding.DELTA_BYTE_ARRAY;
        if (delta) {
            ByteBuffer head = in.duplicate();
            int block = Runs.varint(head);
            Runs.varint(head);
            int values = Runs.varint(head);
            if (block < 0 || block > MAX_DELTA_BLOCK || values != present) {
                throw new ParquetDecodingException("a delta block of %d for %d of %d values".formatted(block, values, present));
            }
        }
    }
}
