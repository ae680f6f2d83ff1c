package islr.data.internal.parquet;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.function.IntFunction;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.io.OutputFile;
import org.apache.parquet.io.PositionOutputStream;
import org.apache.parquet.schema.MessageType;

/// Makes parquet files in memory, with Snappy pages. The same rows give the same bytes.
public final class ParquetOutput {

    private ParquetOutput() {}

    /// The bytes of a file.
    ///
    /// @param schema its columns
    /// @param rows the number of rows
    /// @param content gives the row of a number; called once for every row, in order
    /// @param plain columns for which no dictionary is tried, because nearly all of their values differ
    public static byte[] bytes(MessageType schema, int rows, IntFunction<Group> content, String... plain)
            throws IOException {
        var memory = new Memory();
        var builder = ExampleParquetWriter.builder(memory).withType(schema).withConf(new PlainParquetConfiguration())
                .withCodecFactory(new SnappyOutput()).withCompressionCodec(CompressionCodecName.SNAPPY);
        for (String column : plain) {
            builder.withDictionaryEncoding(column, false);
        }
        try (ParquetWriter<Group> writer = builder.build()) {
            for (int row = 0; row < rows; row++) {
                writer.write(content.apply(row));
            }
        }
        return memory.bytes.toByteArray();
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
