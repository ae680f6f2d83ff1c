package islr.data.internal.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import org.apache.parquet.format.CompressionCodec;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.DictionaryPageHeader;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.io.ParquetDecodingException;

/// Reads the pages of one column in one row group, one after the other: header, checksum, decompression.
///
/// No header is trusted: the sizes that it claims are checked before memory is taken for them.
final class Pages {

    /// Takes the contents of the pages, in their order.
    interface Sink {
        /// Takes the dictionary: the values that the ids of the following pages stand for.
        ///
        /// @param plain the values in the encoding PLAIN; valid during the call
        /// @param count number of values; `plain` has at least the bytes that so many values need
        void dictionary(ByteBuffer plain, int count);

        /// Takes the next rows.
        ///
        /// @param page valid during the call
        /// @param firstRow the row of the file with which the page begins
        void page(Page page, int firstRow);

        /// Whether any of these rows is needed. Those that are not may be left out.
        ///
        /// @param firstRow the row of the file with which they begin
        default boolean wants(int firstRow, int rows) {
            return true;
        }
    }

    static final String WRONG_CHECKSUM = "a page does not match its checksum";

    private final Column column;
    private final ByteBuffer chunk;
    private final CompressionCodec codec;
    private final long mostBytes;
    private final Scratch scratch;
    private boolean hasDictionary;
    /// The type of a page that was skipped, if there was one.
    private Integer unknown;

    /// @param chunk the bytes of the column in the row group
    /// @param mostBytes the most bytes of a decompressed page; a header that claims more is damaged
    Pages(Column column, ByteBuffer chunk, CompressionCodec codec, long mostBytes, Scratch scratch) {
        this.column = column;
        this.chunk = chunk;
        this.codec = codec;
        this.mostBytes = mostBytes;
        this.scratch = scratch;
    }

    /// Passes all pages to the sink, up to the one with the last row.
    void into(Sink sink, long rows, int firstRow) throws IOException {
        for (long left = rows; left > 0;) {
            if (unknown != null && !chunk.hasRemaining()) {
                throw ParquetException.of(
                        "pages of type %d are not supported; write the clip with pages of version 1.0 " + "or 2.0",
                        unknown);
            }
            int start = chunk.position();
            Thrift.skipStruct(chunk);
            int end = chunk.position();
            if (isUnknown(start)) {
                continue;
            }
            PageHeader header = Util.readPageHeader(new ByteArrayInputStream(chunk.array(), start, end - start));
            ByteBuffer bytes = body(header);
            switch (header.getType()) {
                case DICTIONARY_PAGE -> dictionary(header, bytes, sink);
                case DATA_PAGE, DATA_PAGE_V2 -> {
                    int first = firstRow + (int) (rows - left);
                    int count = rows(header, left);
                    if (!sink.wants(first, count)) {
                        left -= count;
                        continue;
                    }
                    Page page = page(header, bytes, count);
                    if (page.ids() != null && page.present() > 0 && !hasDictionary) {
                        throw new ParquetDecodingException("ids without a dictionary");
                    }
                    sink.page(page, first);
                    left -= page.rows();
                }
                case INDEX_PAGE -> {
                }
            }
        }
    }

    /// True if the page whose header begins at `start` is of a type that this version of the format does not have. A
    /// reader may skip such a page, unless it holds the rows.
    private boolean isUnknown(int start) {
        int[] about = Thrift.leadingIntegers(chunk.duplicate().position(start), 3);
        if (about.length < 3 || PageType.findByValue(about[0]) != null) {
            return false;
        }
        unknown = about[0];
        chunk.position(chunk.position() + Math.max(0, about[2]));
        return true;
    }

    /// The bytes of a page, still compressed. The next page begins after them.
    private ByteBuffer body(PageHeader header) {
        int length = header.getCompressed_page_size();
        if (length < 0 || length > chunk.remaining()) {
            throw new ParquetDecodingException("a page of %d bytes of %d".formatted(length, chunk.remaining()));
        }
        ByteBuffer bytes = chunk.slice(chunk.position(), length);
        chunk.position(chunk.position() + length);
        if (header.isSetCrc()) {
            var crc = new CRC32();
            crc.update(bytes.duplicate());
            if ((int) crc.getValue() != header.getCrc()) {
                throw new ParquetDecodingException(WRONG_CHECKSUM);
            }
        }
        return bytes;
    }

    private void dictionary(PageHeader header, ByteBuffer bytes, Sink sink) throws IOException {
        DictionaryPageHeader about = header.getDictionary_page_header();
        boolean plainly = switch (about.getEncoding()) {
            case PLAIN, PLAIN_DICTIONARY -> true;
            default -> false;
        };
        if (hasDictionary || !plainly) {
            throw new ParquetDecodingException("a second dictionary, or one in encoding " + about.getEncoding());
        }
        ByteBuffer plain = decompress(bytes, header.getUncompressed_page_size());
        int count = about.getNum_values();
        if (count < 0 || (long) count * column.minBytes() > plain.remaining()) {
            throw new ParquetDecodingException("dictionary ends early");
        }
        sink.dictionary(plain, count);
        hasDictionary = true;
    }

    private Page page(PageHeader header, ByteBuffer bytes, int rows) throws IOException {
        int size = header.getUncompressed_page_size();
        if (header.getType() == PageType.DATA_PAGE) {
            DataPageHeader about = header.getData_page_header();
            return Page.first(column, rows, about.getDefinition_level_encoding(), about.getEncoding(),
                    decompress(bytes, size), scratch);
        }
        DataPageHeaderV2 about = header.getData_page_header_v2();
        int repetition = about.getRepetition_levels_byte_length();
        int definition = about.getDefinition_levels_byte_length();
        // This refuses negative lengths, and lengths that go beyond the page.
        ByteBuffer levels = bytes.slice(repetition, definition);
        bytes.position(Math.addExact(repetition, definition));
        ByteBuffer body = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        if (about.isIs_compressed()) {
            body = decompress(body, Math.subtractExact(size, repetition + definition));
        }
        return Page.second(column, rows, levels, about.getEncoding(), body, scratch);
    }

    private static int rows(PageHeader header, long left) {
        int claimed = header.getType() == PageType.DATA_PAGE ? header.getData_page_header().getNum_values()
                : header.getData_page_header_v2().getNum_values();
        if (claimed < 0 || claimed > left) {
            throw new ParquetDecodingException("pages do not have the row group's rows");
        }
        return claimed;
    }

    private ByteBuffer decompress(ByteBuffer bytes, int size) throws IOException {
        if (size < 0 || size > mostBytes) {
            throw new ParquetDecodingException("a page of %d bytes where %d are the most".formatted(size, mostBytes));
        }
        return Codecs.decompress(codec, bytes, size, scratch).order(ByteOrder.LITTLE_ENDIAN);
    }
}
