package islr.data.parquet;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The end of a file: schema and row groups.
///
/// @param rows rows of the file
/// @param columns the columns at the top of the schema
/// @param rowGroups where their values stand
record Footer(long rows, List<Column> columns, List<RowGroup> rowGroups) {

    private static final int TAIL = 8;
    private static final int MIN_FILE = 4 + TAIL;
    /// The footers of clips have a few kilobytes, with pandas' metadata; 16 MiB is far beyond any.
    private static final int MAX_FOOTER = 16 << 20;

    static Footer read(RandomAccessFile file) throws IOException {
        long size = file.length();
        if (size == 0) {
            throw new ParquetException("the file is empty; is it a failed download?");
        }
        byte[] head = new byte[4];
        byte[] tail = new byte[TAIL];
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
        byte[] bytes = new byte[length];
        file.seek(size - TAIL - length);
        file.readFully(bytes);
        try {
            return parse(new Thrift(new Bytes(bytes, 0, length)));
        } catch (UnsupportedException e) {
            throw ParquetException.because(e, e.getMessage());
        } catch (ParquetException e) {
            throw ParquetException.damaged("footer: " + e.getMessage(), e);
        }
    }

    /// Reads a `FileMetaData`.
    private static Footer parse(Thrift in) throws ParquetException, UnsupportedException {
        long rows = -1;
        List<Column> schema = List.of();
        var rowGroups = new ArrayList<RowGroup>();
        in.enter();
        while (in.next()) {
            switch (in.id()) {
                case 2 -> schema = schema(in);
                case 3 -> rows = in.readLong();
                case 4 -> {
                    for (int i = in.readStructs(); i > 0; i--) {
                        rowGroups.add(RowGroup.read(in));
                    }
                }
                case 8 -> throw new UnsupportedException("the file is encrypted; write it without encryption");
                default -> in.skip();
            }
        }
        long sum = 0;
        for (RowGroup group : rowGroups) {
            if (group.rows() < 0 || group.rows() > rows) {
                throw new ParquetException("%,d rows in a file of %,d", group.rows(), rows);
            }
            sum += group.rows();
        }
        if (sum != rows) {
            throw new ParquetException("%,d rows in a file of %,d", sum, rows);
        }
        return new Footer(rows, topColumns(schema), rowGroups);
    }

    private static List<Column> schema(Thrift in) throws ParquetException {
        var elements = new ArrayList<Column>();
        for (int i = in.readStructs(); i > 0; i--) {
            elements.add(Column.read(in));
        }
        return elements;
    }

    /// The schema is a tree written in depth-first order, the root first; numbers the leaves at its top and drops what is below.
    private static List<Column> topColumns(List<Column> schema) throws ParquetException {
        var columns = new ArrayList<Column>();
        int leaf = 0;
        int at = 1;
        while (at < schema.size()) {
            Column column = schema.get(at);
            columns.add(column);
            if (column.children() == 0) {
                column.setLeaf(leaf);
            }
            // Walk over the subtree: each element closes one open place and opens as many as it has children.
            for (long open = 1; open > 0; at++) {
                if (at == schema.size()) {
                    throw new ParquetException("the schema does not add up");
                }
                int children = schema.get(at).children();
                leaf += children == 0 ? 1 : 0;
                open += children - 1L;
            }
        }
        return columns;
    }
}
