package islr.data.parquet;

import islr.data.codec.Codec;
import islr.data.codec.CodecException;
import java.io.Closeable;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Path;
import java.util.List;

/// An open parquet file whose flat columns are read whole.
///
/// Not for use by several threads at once; several files are independent.
public final class ParquetFile implements Closeable {

    /// Turns a text into a number. Called once for each entry of a dictionary, or once for each row.
    @FunctionalInterface
    public interface TextCode {
        /// The code of the UTF-8 text `array[offset .. offset + length)`.
        int code(byte[] array, int offset, int length);
    }

    @FunctionalInterface
    private interface PageReader {
        void read(Page page, int firstRow) throws IOException;
    }

    /// The most bytes of a row in a page: a number is at most 8 and its level less than 8; a text is a word, not prose.
    private static final int NUMBER_BYTES = 16;
    private static final int TEXT_BYTES = 256;
    /// Room for page headers with their statistics, whatever the number of rows.
    private static final int CHUNK_SLACK = 1 << 24;

    private final RandomAccessFile file;
    private final Footer footer;

    private ParquetFile(RandomAccessFile file) throws IOException {
        this.file = file;
        footer = Footer.read(file);
    }

    /// Opens a file and reads its footer.
    ///
    /// @throws ParquetException if it is not parquet, damaged or encrypted
    /// @throws IOException if it cannot be read
    public static ParquetFile open(Path path) throws IOException {
        var file = new RandomAccessFile(path.toFile(), "r");
        try {
            return new ParquetFile(file);
        } catch (IOException | RuntimeException e) {
            file.close();
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

    /// Reads a numeric column; row r goes to `out[offset + r·stride]`, rounded to float. NULL becomes NaN.
    public void readFloats(Column column, float[] out, int offset, int stride) throws IOException {
        var decoder = new NumberDecoder(column);
        forEachPage(column, NUMBER_BYTES, (page, firstRow) -> {
            double[] values = decoder.decode(page);
            int[] levels = page.levels();
            int o = offset + firstRow * stride;
            if (levels == null) {
                for (int i = 0; i < page.rows(); i++, o += stride) {
                    out[o] = (float) values[i];
                }
            } else {
                for (int i = 0, k = 0; i < page.rows(); i++, o += stride) {
                    out[o] = levels[i] == 1 ? (float) values[k++] : Float.NaN;
                }
            }
        });
    }

    /// Reads a numeric column; row r goes to `out[r]`. NULL becomes NaN.
    public void readDoubles(Column column, double[] out) throws IOException {
        var decoder = new NumberDecoder(column);
        forEachPage(column, NUMBER_BYTES, (page, firstRow) -> {
            double[] values = decoder.decode(page);
            int[] levels = page.levels();
            for (int i = 0, k = 0; i < page.rows(); i++) {
                out[firstRow + i] = levels == null || levels[i] == 1 ? values[k++] : Double.NaN;
            }
        });
    }

    /// Reads a text column as codes; that of row r goes to `out[r]`. NULL becomes `missing`.
    public void readCodes(Column column, TextCode lookup, int missing, int[] out) throws IOException {
        var decoder = new TextDecoder(lookup);
        forEachPage(column, TEXT_BYTES, (page, firstRow) -> {
            int[] codes = decoder.decode(page);
            int[] levels = page.levels();
            for (int i = 0, k = 0; i < page.rows(); i++) {
                out[firstRow + i] = levels == null || levels[i] == 1 ? codes[k++] : missing;
            }
        });
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    private void forEachPage(Column column, int bytesPerRow, PageReader reader) throws IOException {
        int firstRow = 0;
        int number = 0;
        for (RowGroup group : footer.rowGroups()) {
            try {
                Pages pages = pages(column, group, bytesPerRow);
                for (Page page = pages.next(); page != null; page = pages.next()) {
                    reader.read(page, firstRow);
                    firstRow += page.rows();
                }
                number++;
            } catch (UnsupportedException e) {
                throw ParquetException.because(e, place(column, number) + e.getMessage());
            } catch (ParquetException | CodecException e) {
                throw ParquetException.damaged(place(column, number) + e.getMessage(), e);
            } catch (IndexOutOfBoundsException | ArithmeticException | NegativeArraySizeException | NullPointerException e) {
                // The checks before should make these impossible; a hole among them must not become a stack trace.
                throw ParquetException.damaged(place(column, number) + "a page cannot be decoded", e);
            }
        }
    }

    private static String place(Column column, int rowGroup) {
        return "column " + column.name() + ", row group " + rowGroup + ": ";
    }

    private Pages pages(Column column, RowGroup group, int bytesPerRow) throws IOException {
        RowGroup.Chunk chunk = group.chunk(column);
        long start = chunk.start();
        long size = chunk.size();
        if (start < 4 || size < 0 || size > file.length() - start) {
            throw new ParquetException("%,d bytes from %,d of a file of %,d", size, start, file.length());
        }
        if (size > group.rows() * bytesPerRow + CHUNK_SLACK) {
            throw new ParquetException("%,d bytes for %,d rows", size, group.rows());
        }
        byte[] bytes = new byte[Math.toIntExact(size)];
        file.seek(start);
        file.readFully(bytes);
        return new Pages(new Bytes(bytes, 0, bytes.length), codec(chunk), column.isOptional(), group.rows(), bytesPerRow);
    }

    private static Codec codec(RowGroup.Chunk chunk) throws UnsupportedException {
        try {
            return Codec.named(chunk.codec());
        } catch (CodecException e) {
            throw new UnsupportedException(e.getMessage());
        }
    }
}
