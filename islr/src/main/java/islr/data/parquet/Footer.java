package islr.data.parquet;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/// Reads the end of a file: magic, length, and the schema and row groups that Thrift wrote before them.
final class Footer {

    private static final int TAIL = 8;
    private static final int MIN_FILE = 4 + TAIL;
    /// The footers of clips have a few kilobytes, with pandas metadata; 16 MiB is far beyond any.
    private static final int MAX_FOOTER = 16 << 20;

    private Footer() {}

    static FileMetaData read(RandomAccessFile file) throws IOException {
        long size = file.length();
        if (size == 0) {
            throw new ParquetException("the file is empty; is it a failed download?");
        }
        byte[] tail = new byte[TAIL];
        byte[] head = new byte[4];
        if (size >= MIN_FILE) {
            file.readFully(head);
            file.seek(size - TAIL);
            file.readFully(tail);
        }
        String first = new String(head, StandardCharsets.ISO_8859_1);
        String last = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (last.equals("PARE")) {
            throw new ParquetException("the file is encrypted; write it without encryption");
        }
        if (!last.equals("PAR1")) {
            throw new ParquetException(first.equals("PAR1")
                ? "the parquet file is truncated: its end is missing; copy or download it again"
                : "this is not a parquet file; a clip is a .parquet file of landmarks");
        }
        int length = Bytes.intAt(tail, 0);
        if (length <= 0 || length > size - MIN_FILE || length > MAX_FOOTER) {
            throw ParquetException.damaged(String.format(Locale.ROOT, "its footer claims %,d of %,d bytes", length & 0xFFFFFFFFL, size));
        }
        byte[] footer = new byte[length];
        file.seek(size - TAIL - length);
        file.readFully(footer);
        FileMetaData meta = parse(footer);
        if (meta.isSetEncryption_algorithm()) {
            throw new ParquetException("the file is encrypted; write it without encryption");
        }
        return meta;
    }

    private static FileMetaData parse(byte[] footer) throws ParquetException {
        try {
            return Util.readFileMetaData(new ByteArrayInputStream(footer));
        } catch (IOException | RuntimeException | StackOverflowError e) {
            throw ParquetException.damaged("its footer cannot be read", e);
        }
    }

    /// The columns at the top of the schema, which is a tree written in depth-first order. A nested one has index −1.
    static List<Column> columns(FileMetaData meta) throws ParquetException {
        List<SchemaElement> schema = meta.getSchema();
        var columns = new ArrayList<Column>();
        int leaf = 0;
        int at = 1;
        while (at < schema.size()) {
            SchemaElement element = schema.get(at);
            boolean nested = element.getNum_children() > 0;
            columns.add(new Column(element.getName(), nested ? -1 : leaf, element));
            // Walk over the subtree: each element closes one open place and opens as many as it has children.
            long open = 1;
            while (open > 0) {
                if (at >= schema.size() || schema.get(at).getNum_children() < 0) {
                    throw ParquetException.damaged("its schema does not add up");
                }
                int children = schema.get(at++).getNum_children();
                leaf += children == 0 ? 1 : 0;
                open += children - 1L;
            }
        }
        return columns;
    }
}
