package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// Values in encodings that no common writer chooses for clips, deltas and split bytes: the library decodes them, one value a call.
final class UnusualValues {

    /// Far above the few hundred of every writer; the library takes memory for a whole block.
    private static final int MAX_DELTA_BLOCK = 1 << 16;

    private UnusualValues() {}

    /// The library's reader of the present values of a page.
    static ValuesReader of(Column column, Page page) throws IOException {
        // What the format's own classes call it, the library's other half calls the same.
        Encoding encoding = Encoding.valueOf(page.encoding().name());
        requireDeltaBlock(encoding, page);
        ValuesReader reader = encoding.getValuesReader(descriptor(column), ValuesType.VALUES);
        reader.initFromPage(page.present(), ByteBufferInputStream.wrap(page.values()));
        return reader;
    }

    private static ColumnDescriptor descriptor(Column column) {
        PrimitiveTypeName type = switch (column.type()) {
            case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
            default -> PrimitiveTypeName.valueOf(column.type().name());
        };
        return new ColumnDescriptor(new String[] {column.name()}, Types.optional(type).length(column.bytes()).named(column.name()), 0, 1);
    }

    /// Delta encodings start with block size, blocks' parts and number of values, for which the library takes memory at once.
    private static void requireDeltaBlock(Encoding encoding, Page page) {
        boolean delta = encoding == Encoding.DELTA_BINARY_PACKED || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY
                || encoding == Encoding.DELTA_BYTE_ARRAY;
        if (delta) {
            ByteBuffer head = page.values().duplicate();
            int block = Runs.varint(head);
            Runs.varint(head);
            int values = Runs.varint(head);
            if (block < 0 || block > MAX_DELTA_BLOCK || values != page.present()) {
                throw new ParquetDecodingException("a delta block of %d for %d of %d values".formatted(block, values, page.present()));
            }
        }
    }
}
