package islr.data.internal.parquet;

import static islr.data.internal.parquet.ParquetException.damaged;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.RowGroup;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

/// The footer of a file, checked before the library decodes it: the library would take as much memory as the footer
/// claims, and its messages are not for users.
///
/// Only the library's classes for the format itself are used. Its own classes for schema and metadata would load seven
/// hundred more, including a JSON parser, and add a twentieth of a second to the first clip of a JVM.
///
/// @param columns those at the top of the schema
/// @param groups the row groups, which together have `rows` rows
record Footer(List<Column> columns, List<RowGroup> groups, long rows) {

    private static final int TAIL = 8;
    private static final int MIN_FILE = 4 + TAIL;
    /// The footers of clips have a few kilobytes, including pandas' metadata; 16 MiB is far beyond any of them.
    private static final int MAX_FOOTER = 16 << 20;

    static Footer read(FileBytes file) throws IOException {
        byte[] bytes = bytes(file);
        try {
            Thrift.skipStruct(ByteBuffer.wrap(bytes));
            // No list or text in the footer is longer than the footer.
            FileMetaData footer = Util.readFileMetaData(new ByteArrayInputStream(bytes), bytes.length);
            if (footer.isSetEncryption_algorithm()) {
                throw ParquetException.encrypted();
            }
            requireRows(footer);
            requireColumns(footer);
            return new Footer(Column.of(footer.getSchema()), footer.getRow_groups(), footer.getNum_rows());
        } catch (ParquetException e) {
            throw e;
        } catch (IOException | RuntimeException e) {
            throw damaged(e, "its footer cannot be decoded");
        }
    }

    private static byte[] bytes(FileBytes file) throws IOException {
        long size = file.size();
        if (size == 0) {
            throw new ParquetException("the file is empty; is it a failed download?");
        }
        byte[] head = new byte[4];
        byte[] tail = new byte[TAIL];
        if (size >= MIN_FILE) {
            file.read(0, head, head.length);
            file.read(size - TAIL, tail, TAIL);
        }
        String first = new String(head, StandardCharsets.ISO_8859_1);
        String last = new String(tail, 4, 4, StandardCharsets.ISO_8859_1);
        if (last.equals("PARE")) {
            throw ParquetException.encrypted();
        }
        if (!last.equals("PAR1")) {
            throw new ParquetException(first.equals("PAR1")
                    ? "the parquet file is truncated: its end is missing; copy or download it again"
                    : "this is not a parquet file; a clip is a .parquet file of landmarks");
        }
        int length = ByteBuffer.wrap(tail).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (length <= 0 || length > size - MIN_FILE) {
            throw damaged("its footer claims %,d bytes, the file has %,d", length & 0xFFFFFFFFL, size);
        }
        if (length > MAX_FOOTER) {
            throw ParquetException
                    .of("its footer has %,d bytes, at most %,d are read; write the clip with larger row groups and "
                            + "less metadata, unless the file is damaged", length, MAX_FOOTER);
        }
        byte[] bytes = new byte[length];
        file.read(size - TAIL - length, bytes, length);
        return bytes;
    }

    /// Requires that each row group has the columns of the schema, in the same order and with the same types.
    private static void requireColumns(FileMetaData footer) throws ParquetException {
        List<SchemaElement> elements = footer.getSchema().subList(1, footer.getSchema().size());
        for (SchemaElement element : elements) {
            if (!element.isSetRepetition_type()) {
                throw damaged("footer: column %s is neither required nor optional", element.getName());
            }
        }
        List<SchemaElement> leaves = elements.stream().filter(element -> element.getNum_children() == 0).toList();
        for (RowGroup group : footer.getRow_groups()) {
            if (group.getColumns().size() != leaves.size()) {
                throw damaged("footer: %,d columns in a row group, %,d in the schema", group.getColumns().size(),
                        leaves.size());
            }
            for (int i = 0; i < leaves.size(); i++) {
                requireColumn(leaves.get(i), group.getColumns().get(i));
            }
        }
    }

    private static void requireColumn(SchemaElement leaf, ColumnChunk chunk) throws ParquetException {
        if (chunk.isSetCrypto_metadata()) {
            throw ParquetException.encrypted();
        }
        if (chunk.isSetFile_path()) {
            throw new ParquetException("the file only describes the files that hold the columns; name one of those");
        }
        ColumnMetaData column = chunk.getMeta_data();
        if (column.getType() != leaf.getType() || !column.getPath_in_schema().getLast().equals(leaf.getName())) {
            throw damaged("footer: column %s has another name or type in a row group", leaf.getName());
        }
    }

    private static void requireRows(FileMetaData footer) throws ParquetException {
        long rows = footer.getNum_rows();
        long sum = 0;
        for (RowGroup group : footer.getRow_groups()) {
            if (group.getNum_rows() < 0 || group.getNum_rows() > rows) {
                throw damaged("footer: %,d rows in a row group, %,d in the file", group.getNum_rows(), rows);
            }
            sum += group.getNum_rows();
        }
        if (sum != rows) {
            throw damaged("footer: %,d rows in all row groups, %,d in the file", sum, rows);
        }
    }
}
