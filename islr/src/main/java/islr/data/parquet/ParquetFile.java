package islr.data.parquet;

import static islr.data.parquet.ParquetException.damaged;

import java.io.Closeable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.Dictionary;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.hadoop.metadata.BlockMetaData;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.hadoop.metadata.ColumnPath;
import org.apache.parquet.hadoop.metadata.ParquetMetadata;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.io.SeekableInputStream;
import org.apache.parquet.schema.MessageType;

/// An open parquet file whose flat columns are read whole.
///
/// Not for use by several threads at once; several files are independent.
public final class ParquetFile implements Closeable {

    @FunctionalInterface
    private interface PageSink {
        void take(Page page, Dictionary dictionary, int firstRow);
    }

    /// The most bytes of a row in a page: a number is at most 8 and its level less than 8; a text is a word, not prose.
    private static final int NUMBER_BYTES = 16;
    private static final int TEXT_BYTES = 256;
    /// Room beyond the values: in a page for levels and the unused rest of delta blocks, in a chunk for headers with their statistics.
    private static final int PAGE_SLACK = 1 << 16;
    private static final int CHUNK_SLACK = 1 << 24;

    private final Codecs codecs = new Codecs();
    private final long size;
    private final SeekableInputStream stream;
    private final ParquetFileReader reader;
    private final List<Column> columns;

    private ParquetFile(LocalInputFile file, SeekableInputStream stream) throws IOException {
        ParquetReadOptions options = ParquetReadOptions.builder(new PlainParquetConfiguration())
                .withCodecFactory(codecs).usePageChecksumVerification().withUseHadoopVectoredIo(false).build();
        size = file.getLength();
        this.stream = stream;
        ParquetMetadata footer = Footer.read(stream, size, options);
        MessageType schema = footer.getFileMetaData().getSchema();
        columns = schema.getFields().stream().map(field -> new Column(schema, field)).toList();
        reader = ParquetFileReader.open(file, footer, options, stream);
    }

    /// Opens a file and reads its footer.
    ///
    /// @throws ParquetException if it is not parquet, damaged or encrypted
    /// @throws IOException if it cannot be read
    public static ParquetFile open(Path path) throws IOException {
        var file = new LocalInputFile(path);
        SeekableInputStream stream = file.newStream();
        try {
            return new ParquetFile(file, stream);
        } catch (IOException | RuntimeException | Error e) {
            stream.close();
            throw e;
        }
    }

    /// The number of rows, as the footer states it. Check it before taking memory.
    public long rows() {
        return reader.getRecordCount();
    }

    /// The columns at the top of the schema, in the file's order.
    public List<Column> columns() {
        return columns;
    }

    /// Reads a numeric column; row r goes to `out[offset + r·stride]`, rounded to float. NULL becomes NaN.
    public void readFloats(Column column, float[] out, int offset, int stride) throws IOException {
        var numbers = new Numbers(column);
        forEachPage(column, NUMBER_BYTES, (page, dictionary, firstRow) -> {
            double[] values = numbers.of(page, dictionary);
            int[] levels = page.levels();
            int o = offset + firstRow * stride;
            for (int i = 0, k = 0; i < page.rows(); i++, o += stride) {
                out[o] = levels == null || levels[i] == 1 ? (float) values[k++] : Float.NaN;
            }
        });
    }

    /// Reads a numeric column; row r goes to `out[r]`. NULL becomes NaN.
    public void readDoubles(Column column, double[] out) throws IOException {
        var numbers = new Numbers(column);
        forEachPage(column, NUMBER_BYTES, (page, dictionary, firstRow) -> {
            double[] values = numbers.of(page, dictionary);
            int[] levels = page.levels();
            for (int i = 0, k = 0; i < page.rows(); i++) {
                out[firstRow + i] = levels == null || levels[i] == 1 ? values[k++] : Double.NaN;
            }
        });
    }

    /// Reads a text column as codes; that of row r goes to `out[r]`. NULL becomes `missing`.
    ///
    /// @param lookup the code of a text; asked once for each entry of a dictionary, or once for each row
    public void readCodes(Column column, ToIntFunction<String> lookup, int missing, int[] out) throws IOException {
        var texts = new Texts(lookup);
        forEachPage(column, TEXT_BYTES, (page, dictionary, firstRow) -> {
            int[] codes = texts.of(page, dictionary);
            int[] levels = page.levels();
            for (int i = 0, k = 0; i < page.rows(); i++) {
                out[firstRow + i] = levels == null || levels[i] == 1 ? codes[k++] : missing;
            }
        });
    }

    @Override
    public void close() throws IOException {
        reader.close();
    }

    private void forEachPage(Column column, int bytesPerRow, PageSink sink) throws IOException {
        reader.setRequestedSchema(List.of(column.descriptor()));
        int firstRow = 0;
        for (int group = 0; group < reader.getRowGroups().size(); group++) {
            BlockMetaData block = reader.getRowGroups().get(group);
            // The library refuses to read a row group without rows.
            if (block.getRowCount() == 0) {
                continue;
            }
            String place = "column " + column.name() + ", row group " + group + ": ";
            ColumnChunkMetaData chunk = chunk(column, block);
            requireSound(chunk, block.getRowCount(), bytesPerRow, place);
            codecs.limitPages(block.getRowCount() * bytesPerRow + PAGE_SLACK);
            try {
                PageHeaders.requireSound(stream, size, chunk);
                firstRow = forEachPage(column, group, firstRow, sink);
            } catch (ParquetException e) {
                throw new ParquetException(place + e.getMessage(), e);
            } catch (RuntimeException | IOException e) {
                throw damaged(e, place + reason(e));
            }
        }
    }

    /// Returns the first row behind the row group.
    private int forEachPage(Column column, int group, int firstRow, PageSink sink) throws IOException {
        int row = firstRow;
        try (var pages = new Pages(column, reader.readRowGroup(group))) {
            for (Page page = pages.next(); page != null; page = pages.next()) {
                sink.take(page, pages.dictionary(), row);
                row += page.rows();
            }
        }
        return row;
    }

    private static ColumnChunkMetaData chunk(Column column, BlockMetaData block) throws ParquetException {
        ColumnPath path = ColumnPath.get(column.name());
        for (ColumnChunkMetaData chunk : block.getColumns()) {
            if (chunk.getPath().equals(path)) {
                return chunk;
            }
        }
        throw damaged("column %s: a row group lacks it", column.name());
    }

    /// What must hold before the library reads the chunk into memory.
    private void requireSound(ColumnChunkMetaData chunk, long rows, int bytesPerRow, String place) throws ParquetException {
        if (!Codecs.knows(chunk.getCodec())) {
            throw new ParquetException(place + "codec " + chunk.getCodec()
                    + " is not supported; write the clip with SNAPPY, ZSTD, GZIP, LZ4_RAW or UNCOMPRESSED");
        }
        if (chunk.getValueCount() != rows) {
            throw damaged(place + "%,d values for %,d rows", chunk.getValueCount(), rows);
        }
        long start = chunk.getStartingPos();
        long length = chunk.getTotalSize();
        if (start < 4 || length < 0 || length > size - start) {
            throw damaged(place + "%,d bytes from %,d of a file of %,d", length, start, size);
        }
        if (length > rows * bytesPerRow + CHUNK_SLACK) {
            throw damaged(place + "%,d bytes for %,d rows", length, rows);
        }
    }

    /// The library's messages are written for its developers; of what they tell, users need this.
    private static String reason(Exception e) {
        String message = e.getMessage();
        return message != null && message.contains("CRC") ? "page does not match its checksum" : "a page cannot be decoded";
    }
}
