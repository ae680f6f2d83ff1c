package islr.data.internal.parquet;

import static islr.data.internal.parquet.ParquetException.damaged;

import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.Path;
import java.util.List;
import java.util.function.ToIntFunction;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.RowGroup;

/// An open parquet file. Each of its flat columns is read as a whole.
///
/// Several threads may read columns at once. The large arrays that reading needs are kept for the next time.
public final class ParquetFile implements Closeable {

    /// Takes the rows of a numeric column, in their order, some at a time; NULL is NaN.
    @FunctionalInterface
    public interface Numbers {
        /// @param numbers those of `count` rows from `firstRow`; the array may be longer, and is valid during the call
        void take(double[] numbers, int count, int firstRow);
    }

    /// Takes the rows of a text column as codes, in their order, some at a time.
    @FunctionalInterface
    public interface Codes {
        /// @param codes those of `count` rows from `firstRow`; the array may be longer, and is valid during the call
        void take(int[] codes, int count, int firstRow);
    }

    /// Additional room in a chunk, for the pages' headers with their statistics.
    private static final int CHUNK_SLACK = 1 << 24;
    /// Some old writers do not count the dictionary's header, of up to 19 bytes, in a chunk's size. The last page then
    /// ends after the chunk.
    private static final int BEHIND_CHUNK = 64;

    private final FileBytes bytes;
    private final Footer footer;

    private ParquetFile(FileBytes bytes) throws IOException {
        this.bytes = bytes;
        footer = Footer.read(bytes);
    }

    /// Opens a file and reads its footer.
    ///
    /// @throws ParquetException if it is not parquet, damaged or encrypted
    /// @throws IOException if it cannot be read
    public static ParquetFile open(Path path) throws IOException {
        return of(new FileBytes(path));
    }

    /// The same for the bytes of a file, which must not change until this is closed.
    public static ParquetFile open(ByteBuffer bytes) throws IOException {
        return of(FileBytes.of(bytes));
    }

    /// The same for a channel to the bytes of a file, which stays open when this is closed.
    public static ParquetFile open(SeekableByteChannel channel) throws IOException {
        return of(FileBytes.of(channel));
    }

    private static ParquetFile of(FileBytes bytes) throws IOException {
        try {
            return new ParquetFile(bytes);
        } catch (IOException | RuntimeException | Error e) {
            bytes.close();
            throw e;
        }
    }

    /// The number of rows, as the footer states it. Check it before taking memory.
    public long rows() {
        return footer.rows();
    }

    /// The columns at the top of the schema, in the file's order.
    public List<Column> columns() {
        return footer.columns();
    }

    /// Reads a numeric column; row r goes to `out[r]`, rounded to float. NULL becomes NaN.
    ///
    /// @return false if there may be an infinite number among them, true if there is none
    public boolean readFloats(Column column, float[] out) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            var sink = new FloatSink(column, scratch, out);
            readInto(sink, column, scratch);
            return sink.finite();
        }
    }

    /// Reads the same rows of every `period` rows of a numeric column, one after the other into `out`, rounded to
    /// float. NULL becomes NaN.
    ///
    /// @param chosen the rows to read, of 0 to `period` − 1, ascending
    /// @return false if there may be an infinite number among them, true if there is none
    public boolean readFloats(Column column, int period, int[] chosen, float[] out) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            var sink = new ChosenFloatSink(column, scratch, period, chosen, out);
            readInto(sink, column, scratch);
            return sink.finite();
        }
    }

    /// Reads some rows of a numeric column, one after the other into `out`, rounded to float. NULL becomes NaN. Row
    /// groups without any of these rows are not read, and pages are not decoded.
    ///
    /// @return false if there may be an infinite number among them, true if there is none
    public boolean readFloats(Column column, RowRanges rows, float[] out) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            var sink = new RangesFloatSink(column, scratch, rows, out);
            readInto(sink, column, scratch);
            return sink.finite();
        }
    }

    /// Reads a numeric column.
    public void readNumbers(Column column, Numbers rows) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            readInto(new NumberSink(column, scratch, rows), column, scratch);
        }
    }

    /// Reads a text column as codes. NULL becomes `missing`.
    ///
    /// @param lookup gives the code of a text; called once for each entry of a dictionary, or once for each run of
    ///     equal texts
    public void readCodes(Column column, ToIntFunction<String> lookup, int missing, Codes rows) throws IOException {
        try (Scratch scratch = Scratch.take()) {
            readInto(new CodeSink(scratch, lookup, missing, rows), column, scratch);
        }
    }

    @Override
    public void close() throws IOException {
        bytes.close();
    }

    private void readInto(Pages.Sink sink, Column column, Scratch scratch) throws IOException {
        int firstRow = 0;
        long length = 0;
        for (int group = 0; group < footer.groups().size(); group++) {
            RowGroup block = footer.groups().get(group);
            int rows = (int) block.getNum_rows();
            // A row group without rows need not have pages.
            if (rows == 0 || !sink.wants(firstRow, rows)) {
                firstRow += rows;
                continue;
            }
            String place = "column " + column.name() + ", row group " + group + ": ";
            ColumnMetaData chunk = chunk(column, block);
            requireSound(chunk, rows, column.mostBytes(rows), place);
            // If row groups shared bytes, these would be read once for each of them.
            length += chunk.getTotal_compressed_size();
            if (length > bytes.size()) {
                throw damaged(place + "%,d bytes up to here, more than the file's %,d", length, bytes.size());
            }
            // A failure to read is none of the file, as one to decode is.
            ByteBuffer compressed = read(chunk, scratch, place);
            try {
                var pages = new Pages(column, compressed, chunk.getCodec(), column.mostBytes(rows), scratch);
                pages.into(sink, rows, firstRow);
            } catch (ParquetException e) {
                throw new ParquetException(place + e.getMessage(), e);
            } catch (RuntimeException | IOException e) {
                throw damaged(e, place + reason(e));
            }
            firstRow += rows;
        }
    }

    private ByteBuffer read(ColumnMetaData chunk, Scratch scratch, String place) throws IOException {
        long start = start(chunk);
        int length = Math.toIntExact(Math.min(chunk.getTotal_compressed_size() + BEHIND_CHUNK, bytes.size() - start));
        byte[] array = scratch.chunk(length);
        try {
            bytes.read(start, array, length);
        } catch (EOFException e) {
            throw damaged(e, place + reason(e));
        }
        return ByteBuffer.wrap(array, 0, length);
    }

    private static ColumnMetaData chunk(Column column, RowGroup block) throws ParquetException {
        List<String> path = List.of(column.name());
        for (ColumnChunk chunk : block.getColumns()) {
            if (path.equals(chunk.getMeta_data().getPath_in_schema())) {
                return chunk.getMeta_data();
            }
        }
        throw damaged("column %s is missing from a row group", column.name());
    }

    /// The offset of the first page, which is the dictionary if there is one.
    private static long start(ColumnMetaData chunk) {
        long dictionary = chunk.getDictionary_page_offset();
        long data = chunk.getData_page_offset();
        return dictionary > 0 && dictionary < data ? dictionary : data;
    }

    /// Checks what must hold before the chunk is read into memory.
    private void requireSound(ColumnMetaData chunk, long rows, long mostBytes, String place) throws ParquetException {
        if (chunk.getCodec() == null || !Codecs.knows(chunk.getCodec())) {
            throw new ParquetException(place + "codec " + chunk.getCodec()
                    + " is not supported; write the clip with SNAPPY, ZSTD, GZIP, LZ4_RAW or UNCOMPRESSED");
        }
        if (chunk.getNum_values() != rows) {
            throw damaged(place + "%,d values for %,d rows", chunk.getNum_values(), rows);
        }
        long start = start(chunk);
        long length = chunk.getTotal_compressed_size();
        if (start < 4 || length < 0 || length > bytes.size() - start) {
            throw damaged(place + "%,d bytes at offset %,d in a file of %,d", length, start, bytes.size());
        }
        if (length > mostBytes + CHUNK_SLACK) {
            throw damaged(place + "%,d bytes for %,d rows", length, rows);
        }
    }

    /// The reason for users. The library's messages are for its developers; users need only know whether a checksum is
    /// wrong.
    private static String reason(Exception e) {
        return Pages.WRONG_CHECKSUM.equals(e.getMessage()) ? Pages.WRONG_CHECKSUM : "a page cannot be decoded";
    }
}
