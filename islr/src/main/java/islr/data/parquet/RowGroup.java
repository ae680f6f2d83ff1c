package islr.data.parquet;

import java.util.ArrayList;
import java.util.List;

/// Some rows of a file: one chunk of bytes for each leaf column.
record RowGroup(long rows, List<Chunk> chunks) {

    /// Where the values of a column stand.
    static final class Chunk {
        private boolean encrypted;
        private boolean elsewhere;
        private Format.Type type;
        private List<String> path = List.of();
        private int codec;
        private long values = -1;
        private long size = -1;
        private long dataOffset = -1;
        private long dictionaryOffset;

        private Chunk() {}

        /// Reads a `ColumnChunk`.
        private static Chunk read(Thrift in) throws ParquetException {
            var chunk = new Chunk();
            in.enter();
            while (in.next()) {
                switch (in.id()) {
                    case 1 -> {
                        chunk.elsewhere = true;
                        in.skip();
                    }
                    case 3 -> chunk.readMetaData(in);
                    case 8 -> {
                        chunk.encrypted = true;
                        in.skip();
                    }
                    default -> in.skip();
                }
            }
            return chunk;
        }

        private void readMetaData(Thrift in) throws ParquetException {
            in.enterStruct();
            while (in.next()) {
                switch (in.id()) {
                    case 1 -> type = Format.type(in.readInt());
                    case 3 -> path = in.readStrings();
                    case 4 -> codec = in.readInt();
                    case 5 -> values = in.readLong();
                    case 7 -> size = in.readLong();
                    case 9 -> dataOffset = in.readLong();
                    case 11 -> dictionaryOffset = in.readLong();
                    default -> in.skip();
                }
            }
        }

        String codec() {
            return Format.codec(codec);
        }

        /// Bytes of its pages, with their headers.
        long size() {
            return size;
        }

        /// Its first byte in the file. Some writers give no offset of the dictionary, or 0, and let the data page's point to it.
        long start() {
            return dictionaryOffset > 0 ? Math.min(dictionaryOffset, dataOffset) : dataOffset;
        }
    }

    /// Reads a `RowGroup`.
    static RowGroup read(Thrift in) throws ParquetException {
        long rows = -1;
        var chunks = new ArrayList<Chunk>();
        in.enter();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> {
                    for (int i = in.readStructs(); i > 0; i--) {
                        chunks.add(Chunk.read(in));
                    }
                }
                case 3 -> rows = in.readLong();
                default -> in.skip();
            }
        }
        return new RowGroup(rows, chunks);
    }

    /// The chunk of a column, if it can be read and agrees with the schema.
    Chunk chunk(Column column) throws ParquetException, UnsupportedException {
        if (column.leaf() >= chunks.size()) {
            throw new ParquetException("the row group has only %d columns", chunks.size());
        }
        Chunk chunk = chunks.get(column.leaf());
        if (chunk.encrypted) {
            throw new UnsupportedException("the column is encrypted; write it without encryption");
        }
        if (chunk.elsewhere) {
            throw new UnsupportedException("the column is stored in another file; write the clip as one file");
        }
        if (chunk.type != column.type() || !chunk.path.equals(List.of(column.name())) || chunk.values != rows) {
            throw new ParquetException("the footer contradicts itself");
        }
        return chunk;
    }
}
