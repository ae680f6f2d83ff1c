package islr.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.apache.parquet.hadoop.metadata.ColumnChunkMetaData;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.SeekableInputStream;

/// The headers of a chunk's pages, checked before the library believes them: it takes memory for a page of whatever size its header claims.
final class PageHeaders {

    /// Some old writers leave the dictionary's header, of up to 19 bytes, out of a chunk's size: its last page ends behind it.
    private static final int BEHIND_CHUNK = 64;

    private PageHeaders() {}

    /// Checks the pages up to the one with the chunk's last value: the library reads no further.
    ///
    /// @param file moved to wherever this ends
    /// @param size the file's bytes, among which the chunk's are known to be
    /// @throws ParquetDecodingException if a page is larger than what is left of the chunk
    static void requireSound(SeekableInputStream file, long size, ColumnChunkMetaData chunk) throws IOException {
        long start = chunk.getStartingPos();
        var bytes = new byte[Math.toIntExact(Math.min(chunk.getTotalSize() + BEHIND_CHUNK, size - start))];
        file.seek(start);
        file.readFully(bytes);
        var rest = ByteBuffer.wrap(bytes);
        long values = 0;
        while (values < chunk.getValueCount()) {
            int at = rest.position();
            Thrift.skipStruct(rest);
            PageHeader header = Util.readPageHeader(new ByteArrayInputStream(bytes, at, rest.position() - at));
            int length = header.getCompressed_page_size();
            int levels = levels(header);
            if (length > rest.remaining() || levels < 0 || levels > length) {
                throw new ParquetDecodingException(
                        "a page of %d bytes, %d of them levels, of %d".formatted(length, levels, rest.remaining()));
            }
            values += values(header);
            rest.position(rest.position() + length);
        }
    }

    /// The bytes of a page's levels as far as its header has them; −1 if that is no size.
    private static int levels(PageHeader header) {
        if (header.getType() != PageType.DATA_PAGE_V2) {
            return 0;
        }
        int repetition = header.getData_page_header_v2().getRepetition_levels_byte_length();
        int definition = header.getData_page_header_v2().getDefinition_levels_byte_length();
        long sum = (long) repetition + definition;
        return repetition < 0 || definition < 0 || sum > Integer.MAX_VALUE ? -1 : (int) sum;
    }

    private static int values(PageHeader header) {
        return switch (header.getType()) {
            case DATA_PAGE -> header.getData_page_header().getNum_values();
            case DATA_PAGE_V2 -> header.getData_page_header_v2().getNum_values();
            case DICTIONARY_PAGE, INDEX_PAGE -> 0;
        };
    }
}
