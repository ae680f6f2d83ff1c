package islr.data.internal.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Map;
import java.util.function.IntFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.parquet.conf.ParquetConfiguration;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.api.WriteSupport;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.io.api.RecordConsumer;
import org.apache.parquet.schema.MessageType;

/// Makes parquet files in memory, with Snappy pages. The same rows give the same bytes.
public final class ParquetOutput {

    private ParquetOutput() {}

    /// Writes the fields of a row, those that are not NULL, in the order of the schema.
    @FunctionalInterface
    public interface Row {
        void write(int row, RecordConsumer out);
    }

    /// The bytes of a file.
    ///
    /// @param schema its columns
    /// @param rows the number of rows
    /// @param content gives the row of a number; called once for every row, in order
    /// @param plain columns for which no dictionary is tried, because nearly all of their values differ
    public static byte[] bytes(MessageType schema, int rows, IntFunction<Group> content, String... plain)
            throws IOException {
        var memory = new Memory();
        return bytes(ExampleParquetWriter.builder(memory).withType(schema), memory, rows, content, plain);
    }

    /// The same for rows of very many columns, of which no record is made.
    public static byte[] bytes(MessageType schema, int rows, Row content, String... plain) throws IOException {
        var memory = new Memory();
        return bytes(new Builder(memory, schema, content), memory, rows, row -> row, plain);
    }

    private static <T> byte[] bytes(ParquetWriter.Builder<T, ?> builder, Memory memory, int rows,
            IntFunction<T> content, String... plain) throws IOException {
        builder.withConf(new PlainParquetConfiguration()).withCodecFactory(new SnappyOutput())
                .withCompressionCodec(CompressionCodecName.SNAPPY);
        for (String column : plain) {
            builder.withDictionaryEncoding(column, false);
        }
        try (ParquetWriter<T> writer = builder.build()) {
            for (int row = 0; row < rows; row++) {
                writer.write(content.apply(row));
            }
        }
        return memory.bytes.toByteArray();
    }

    /// Makes a writer of row numbers.
    private static final class Builder extends ParquetWriter.Builder<Integer, Builder> {

        private final MessageType schema;
        private final Row content;

        Builder(OutputFile file, MessageType schema, Row content) {
            super(file);
            this.schema = schema;
            this.content = content;
        }

        @Override
        protected Builder self() {
            return this;
        }

        // Abstract as long as the library has it.
        @Override
        @SuppressWarnings("deprecation")
        protected WriteSupport<Integer> getWriteSupport(Configuration unused) {
            return new RowSupport(schema, content);
        }

        @Override
        protected WriteSupport<Integer> getWriteSupport(ParquetConfiguration unused) {
            return new RowSupport(schema, content);
        }
    }

    private static final class RowSupport extends WriteSupport<Integer> {

        private final MessageType schema;
        private final Row content;
        private RecordConsumer out;

        RowSupport(MessageType schema, Row content) {
            this.schema = schema;
            this.content = content;
        }

        @Override
        @SuppressWarnings("deprecation")
        public WriteContext init(Configuration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public WriteContext init(ParquetConfiguration unused) {
            return new WriteContext(schema, Map.of());
        }

        @Override
        public void prepareForWrite(RecordConsumer consumer) {
            out = consumer;
        }

        @Override
        public void write(Integer row) {
            out.startMessage();
            content.write(row, out);
            out.endMessage();
        }
    }

    private static final class Memory implements OutputFile {

        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

        @Override
        public PositionOutputStream create(long blockSizeHint) {
            return new PositionOutputStream() {
                @Override
                public long getPos() {
                    return bytes.size();
                }

                @Override
                public void write(int value) {
                    bytes.write(value);
                }

                @Override
                public void write(byte[] values, int offset, int length) {
                    bytes.write(values, offset, length);
                }
            };
        }

        @Override
        public PositionOutputStream createOrOverwrite(long blockSizeHint) {
            return create(blockSizeHint);
        }

        @Override
        public boolean supportsBlockSize() {
            return false;
        }

        @Override
        public long defaultBlockSize() {
            return 0;
        }
    }
}
