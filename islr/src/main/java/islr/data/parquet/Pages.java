package islr.data.parquet;

import islr.data.codec.Codec;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.zip.CRC32;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.DataPageHeaderV2;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.Util;

/// The data pages of one column chunk (one column in one row group), one after the other: header, checksum, decompression and definition levels.
final class Pages {

    /// Room beyond the values for levels, and for the unused rest of delta blocks.
    private static final int SLACK = 1 << 16;

    private final Bytes chunk;
    private final Codec codec;
    private final boolean optional;
    private final long rows;
    private final long maxPage;
    private long rowsRead;
    private Page.Dictionary dictionary;
    private int[] levels = {};

    /// @param chunk the chunk's bytes, headers and all
    /// @param rows rows that its pages must have
    /// @param bytesPerRow the most bytes that a row takes when decompressed; a page that claims more is damaged
    Pages(Bytes chunk, Codec codec, boolean optional, long rows, int bytesPerRow) {
        this.chunk = chunk;
        this.codec = codec;
        this.optional = optional;
        this.rows = rows;
        this.maxPage = rows * bytesPerRow + SLACK;
    }

    /// The next data page, `null` after the last.
    Page next() throws IOException {
        while (rowsRead < rows) {
            PageHeader header = readHeader();
            Bytes body = chunk.slice(header.getCompressed_page_size());
            verify(header, body);
            switch (header.getType()) {
                case DICTIONARY_PAGE -> readDictionary(header, body);
                case DATA_PAGE -> {
                    return dataPage(header, body);
                }
                case DATA_PAGE_V2 -> {
                    return dataPageV2(header, body);
                }
                default -> {
                    // Index pages hold no values.
                }
            }
        }
        return null;
    }

    private PageHeader readHeader() throws ParquetException {
        var stream = new ByteArrayInputStream(chunk.array, chunk.position, chunk.remaining());
        try {
            PageHeader header = Util.readPageHeader(stream);
            chunk.position = chunk.limit - stream.available();
            long size = header.getUncompressed_page_size();
            if (size < 0 || size > maxPage) {
                throw new ParquetException("page of %,d bytes for at most %,d rows", size, rows);
            }
            return header;
        } catch (ParquetException e) {
            throw e;
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw ParquetException.because(e, "page header cannot be read");
        }
    }

    private static void verify(PageHeader header, Bytes body) throws ParquetException {
        if (header.isSetCrc()) {
            var crc = new CRC32();
            crc.update(body.array, body.position, body.remaining());
            if ((int) crc.getValue() != header.getCrc()) {
                throw new ParquetException("page does not match its checksum");
            }
        }
    }

    private void readDictionary(PageHeader header, Bytes body) throws IOException {
        if (dictionary != null || header.getDictionary_page_header() == null) {
            throw new ParquetException("dictionary out of place");
        }
        Encoding encoding = header.getDictionary_page_header().getEncoding();
        if (encoding != Encoding.PLAIN && encoding != Encoding.PLAIN_DICTIONARY) {
            throw new UnsupportedException("a dictionary in encoding %s is not supported; write the clip with plain dictionaries", encoding);
        }
        int size = header.getDictionary_page_header().getNum_values();
        if (size < 0 || size > maxPage) {
            throw new ParquetException("dictionary of %,d values for %,d rows", size, rows);
        }
        dictionary = new Page.Dictionary(size, decompress(body, header.getUncompressed_page_size()));
    }

    private Page dataPage(PageHeader header, Bytes body) throws IOException {
        DataPageHeader data = header.getData_page_header();
        if (data == null) {
            throw new ParquetException("page header cannot be read");
        }
        int count = countRows(data.getNum_values());
        Bytes values = decompress(body, header.getUncompressed_page_size());
        int present = count;
        if (optional) {
            if (data.getDefinition_level_encoding() != Encoding.RLE) {
                throw new UnsupportedException("levels in encoding %s are not supported; write the clip with a newer program", data.getDefinition_level_encoding());
            }
            present = readLevels(values.slice(values.readInt()), count);
        }
        return new Page(count, present, present == count ? null : levels, data.getEncoding(), values, dictionary);
    }

    /// A page of version 2 keeps its levels in front of the values, uncompressed.
    private Page dataPageV2(PageHeader header, Bytes body) throws IOException {
        DataPageHeaderV2 data = header.getData_page_header_v2();
        if (data == null) {
            throw new ParquetException("page header cannot be read");
        }
        int count = countRows(data.getNum_values());
        int start = body.position;
        body.take(data.getRepetition_levels_byte_length());
        Bytes encodedLevels = body.slice(data.getDefinition_levels_byte_length());
        int present = optional ? readLevels(encodedLevels, count) : count;
        int size = header.getUncompressed_page_size() - (body.position - start);
        boolean compressed = !data.isSetIs_compressed() || data.isIs_compressed();
        Bytes values = compressed ? decompress(body, size) : body;
        return new Page(count, present, present == count ? null : levels, data.getEncoding(), values, dictionary);
    }

    private int countRows(int count) throws ParquetException {
        if (count < 0 || count > rows - rowsRead) {
            throw new ParquetException("page of %,d rows where %,d are left", count, rows - rowsRead);
        }
        rowsRead += count;
        return count;
    }

    private int readLevels(Bytes in, int count) throws ParquetException {
        if (levels.length < count) {
            levels = new int[count];
        }
        RleDecoder.decode(in, 1, levels, count);
        int present = 0;
        int seen = 0;
        for (int i = 0; i < count; i++) {
            present += levels[i];
            seen |= levels[i];
        }
        if (seen >>> 1 != 0) {
            throw new ParquetException("definition level above 1");
        }
        return present;
    }

    private Bytes decompress(Bytes body, int size) throws IOException {
        if (size < 0) {
            throw new ParquetException("page of %,d bytes", size);
        }
        byte[] out = new byte[size];
        if (size > 0) {
            codec.decompress(body.array, body.position, body.remaining(), out);
        }
        return new Bytes(out, 0, size);
    }
}
