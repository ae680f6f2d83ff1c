package islr.data.parquet;

import islr.data.codec.Codec;
import islr.data.parquet.Format.Encoding;
import java.io.IOException;
import java.util.zip.CRC32;

/// The data pages of one column chunk (one column in one row group), one after the other: header, checksum, decompression and definition
/// levels.
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
            PageHeader header = PageHeader.read(chunk);
            if (header.uncompressedSize() < 0 || header.uncompressedSize() > maxPage) {
                throw new ParquetException("page of %,d bytes for at most %,d rows", header.uncompressedSize(), rows);
            }
            Bytes body = chunk.slice(header.compressedSize());
            if (header.isChecked() && !header.matches(crc(body))) {
                throw new ParquetException("page does not match its checksum");
            }
            switch (header.type()) {
                case Format.DICTIONARY_PAGE -> readDictionary(header, body);
                case Format.DATA_PAGE -> {
                    return dataPage(header, body);
                }
                case Format.DATA_PAGE_V2 -> {
                    return dataPageV2(header, body);
                }
                default -> {
                    // Index pages hold no values.
                }
            }
        }
        return null;
    }

    private static int crc(Bytes body) {
        var crc = new CRC32();
        crc.update(body.array, body.position, body.remaining());
        return (int) crc.getValue();
    }

    private void readDictionary(PageHeader header, Bytes body) throws IOException {
        if (dictionary != null) {
            throw new ParquetException("second dictionary");
        }
        if (header.encoding() != Encoding.PLAIN && header.encoding() != Encoding.PLAIN_DICTIONARY) {
            throw new UnsupportedException("a dictionary in encoding %s is not supported; write the clip with plain dictionaries",
                    header.encoding());
        }
        if (header.values() < 0) {
            throw new ParquetException("dictionary of %,d values", header.values());
        }
        dictionary = new Page.Dictionary(header.values(), decompress(body, header.uncompressedSize()));
    }

    private Page dataPage(PageHeader header, Bytes body) throws IOException {
        int count = countRows(header.values());
        Bytes values = decompress(body, header.uncompressedSize());
        int present = count;
        if (optional) {
            if (header.levelEncoding() != Encoding.RLE) {
                throw new UnsupportedException("levels in encoding %s are not supported; write the clip with a newer program",
                        header.levelEncoding());
            }
            present = readLevels(values.slice(values.readInt()), count);
        }
        return new Page(count, present, present == count ? null : levels, header.encoding(), values, dictionary);
    }

    /// A page of version 2 keeps its levels in front of the values, uncompressed.
    private Page dataPageV2(PageHeader header, Bytes body) throws IOException {
        int count = countRows(header.values());
        body.take(header.repetitionBytes());
        Bytes encodedLevels = body.slice(header.definitionBytes());
        int present = optional ? readLevels(encodedLevels, count) : count;
        int size = header.uncompressedSize() - header.repetitionBytes() - header.definitionBytes();
        Bytes values = header.isCompressed() ? decompress(body, size) : body;
        return new Page(count, present, present == count ? null : levels, header.encoding(), values, dictionary);
    }

    private int countRows(int count) throws ParquetException {
        if (count < 0 || count > rows - rowsRead) {
            throw new ParquetException("page of %,d rows where %,d are left", count, rows - rowsRead);
        }
        rowsRead += count;
        return count;
    }

    private int readLevels(Bytes in, int count) throws ParquetException {
        if (count > 0 && RleDecoder.skipOnes(in, count)) {
            return count;
        }
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
