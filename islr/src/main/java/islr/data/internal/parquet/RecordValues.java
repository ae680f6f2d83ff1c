package islr.data.internal.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DataPage;
import org.apache.parquet.column.page.DataPageV1;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.column.page.PageReader;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.plain.FixedLenByteArrayPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.io.ColumnIOFactory;
import org.apache.parquet.io.RecordReader;
import org.apache.parquet.io.api.Binary;
import org.apache.parquet.io.api.Converter;
import org.apache.parquet.io.api.GroupConverter;
import org.apache.parquet.io.api.PrimitiveConverter;
import org.apache.parquet.io.api.RecordMaterializer;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

/// The fallback for the unusual encodings, deltas and split bytes: the library reads the values of a page as records,
/// one after the other, and they are written in the encoding PLAIN.
///
/// The library gets pages that are already checked and decompressed, and only the values that are present, without
/// levels: its decoder of levels would take as much memory as they claim.
final class RecordValues {

    private static final int FIRST_BYTES = 1 << 12;

    private RecordValues() {}

    /// The present values of a page, in the encoding PLAIN.
    ///
    /// @param encoding any encoding other than PLAIN that uses no dictionary
    /// @param values in that encoding
    static ByteBuffer plain(Column column, org.apache.parquet.format.Encoding encoding, ByteBuffer values, int present)
            throws IOException {
        // The library's two enums of encodings have the same names.
        Encoding known = Encoding.valueOf(encoding.name());
        long most = column.mostBytes(present);
        DeltaCheck.require(known, values, present, most);
        var page = new DataPageV1(BytesInput.from(values), present, values.remaining(), null, Encoding.RLE,
                Encoding.RLE, known);
        try (ValuesWriter plain = writer(column, (int) Math.min(most, Integer.MAX_VALUE))) {
            RecordReader<Void> records = new ColumnIOFactory().getColumnIO(schema(column))
                    .getRecordReader(new OnePage(page), new Records(new Value(plain)));
            for (int i = 0; i < present; i++) {
                records.read();
            }
            return ByteBuffer.wrap(plain.getBytes().toInputStream().readAllBytes());
        }
    }

    private static MessageType schema(Column column) {
        PrimitiveTypeName type = switch (column.type()) {
            case BYTE_ARRAY -> PrimitiveTypeName.BINARY;
            default -> PrimitiveTypeName.valueOf(column.type().name());
        };
        return new MessageType("page", Types.required(type).length(column.bytes()).named(column.name()));
    }

    private static ValuesWriter writer(Column column, int most) {
        var allocator = new HeapByteBufferAllocator();
        return switch (column.type()) {
            case FIXED_LEN_BYTE_ARRAY ->
                    new FixedLenByteArrayPlainValuesWriter(column.bytes(), FIRST_BYTES, most, allocator);
            default -> new PlainValuesWriter(FIRST_BYTES, most, allocator);
        };
    }

    /// A file as the library sees it: one column of one page.
    private record OnePage(DataPage page) implements PageReadStore, PageReader {

        @Override
        public long getRowCount() {
            return page.getValueCount();
        }

        @Override
        public PageReader getPageReader(ColumnDescriptor column) {
            return this;
        }

        @Override
        public long getTotalValueCount() {
            return page.getValueCount();
        }

        @Override
        public DictionaryPage readDictionaryPage() {
            return null;
        }

        @Override
        public DataPage readPage() {
            return page;
        }
    }

    /// Passes the values of records on and keeps no record.
    private static final class Records extends RecordMaterializer<Void> {

        private final GroupConverter root;

        Records(Value value) {
            root = new GroupConverter() {
                @Override
                public Converter getConverter(int field) {
                    return value;
                }

                @Override
                public void start() {}

                @Override
                public void end() {}
            };
        }

        @Override
        public Void getCurrentRecord() {
            return null;
        }

        @Override
        public GroupConverter getRootConverter() {
            return root;
        }
    }

    /// Writes the value of a record.
    private static final class Value extends PrimitiveConverter {

        private final ValuesWriter out;

        Value(ValuesWriter out) {
            this.out = out;
        }

        @Override
        public void addFloat(float value) {
            out.writeFloat(value);
        }

        @Override
        public void addDouble(double value) {
            out.writeDouble(value);
        }

        @Override
        public void addInt(int value) {
            out.writeInteger(value);
        }

        @Override
        public void addLong(long value) {
            out.writeLong(value);
        }

        @Override
        public void addBinary(Binary value) {
            out.writeBytes(value);
        }
    }
}
