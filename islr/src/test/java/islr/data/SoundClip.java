package islr.data;

import islr.data.ThriftNumbers.Number;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.Util;

/// The file of a clip, and where its footer and its page headers are.
///
/// @param name what messages call it
record SoundClip(String name, byte[] bytes) {

    private static final int TAIL = 8;

    int footer() {
        int length = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).getInt(bytes.length - TAIL);
        return bytes.length - TAIL - length;
    }

    /// The numbers of the footer.
    List<Number> footerNumbers() {
        return ThriftNumbers.at(bytes, footer()).numbers();
    }

    /// The page headers, in the file's order.
    List<Integer> pageHeaders() {
        var headers = new ArrayList<Integer>();
        for (ColumnMetaData chunk : chunks(metadata())) {
            int at = (int) start(chunk);
            int end = at + (int) chunk.getTotal_compressed_size();
            while (at < end) {
                headers.add(at);
                ThriftNumbers header = ThriftNumbers.at(bytes, at);
                // Type, uncompressed size, compressed size.
                at = header.end() + (int) header.numbers().get(2).value();
            }
        }
        return headers.stream().sorted().toList();
    }

    /// The file with some bytes of a page header replaced. A longer header moves everything after it, and the footer is
    /// updated.
    SoundClip withPageBytes(int at, int length, byte[] instead) {
        FileMetaData metadata = metadata();
        int longer = instead.length - length;
        for (ColumnMetaData chunk : chunks(metadata)) {
            if (start(chunk) <= at && at < start(chunk) + chunk.getTotal_compressed_size()) {
                chunk.setTotal_compressed_size(chunk.getTotal_compressed_size() + longer);
            }
            if (chunk.isSetDictionary_page_offset() && chunk.getDictionary_page_offset() > at) {
                chunk.setDictionary_page_offset(chunk.getDictionary_page_offset() + longer);
            }
            if (chunk.getData_page_offset() > at) {
                chunk.setData_page_offset(chunk.getData_page_offset() + longer);
            }
        }
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(instead);
        out.write(bytes, at + length, footer() - at - length);
        return new SoundClip(name, withFooter(out, metadata));
    }

    /// The file with some bytes of the footer replaced and the footer's length corrected.
    byte[] withFooterBytes(int at, int length, byte[] instead) {
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(instead);
        out.write(bytes, at + length, bytes.length - TAIL - at - length);
        return withTail(out, footer());
    }

    /// The file with a changed footer.
    byte[] withFooter(Consumer<FileMetaData> change) {
        FileMetaData metadata = metadata();
        change.accept(metadata);
        var out = new ByteArrayOutputStream();
        out.write(bytes, 0, footer());
        return withFooter(out, metadata);
    }

    private static byte[] withFooter(ByteArrayOutputStream out, FileMetaData metadata) {
        int footer = out.size();
        try {
            Util.writeFileMetaData(metadata, out);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
        return withTail(out, footer);
    }

    private static byte[] withTail(ByteArrayOutputStream out, int footer) {
        int length = out.size() - footer;
        out.writeBytes(
                ByteBuffer.allocate(TAIL).order(ByteOrder.LITTLE_ENDIAN).putInt(length).put("PAR1".getBytes()).array());
        return out.toByteArray();
    }

    private FileMetaData metadata() {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(bytes, footer(), bytes.length));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static List<ColumnMetaData> chunks(FileMetaData metadata) {
        return metadata.getRow_groups().stream().map(RowGroup::getColumns).flatMap(List::stream)
                .map(ColumnChunk::getMeta_data).toList();
    }

    private static long start(ColumnMetaData chunk) {
        long data = chunk.getData_page_offset();
        return chunk.isSetDictionary_page_offset() ? Math.min(data, chunk.getDictionary_page_offset()) : data;
    }
}
