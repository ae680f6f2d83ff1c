package islr.data.parquet;

import islr.data.parquet.Format.Encoding;

/// What stands before a page.
final class PageHeader {

    private int type = -1;
    private int uncompressedSize = -1;
    private int compressedSize = -1;
    private boolean checked;
    private int crc;
    private int values = -1;
    private Encoding encoding = Encoding.UNKNOWN;
    private Encoding levelEncoding = Encoding.RLE;
    private int definitionBytes;
    private int repetitionBytes;
    private boolean compressed = true;

    private PageHeader() {}

    /// Reads a `PageHeader`; the cursor then stands at the page.
    static PageHeader read(Bytes bytes) throws ParquetException {
        var in = new Thrift(bytes);
        var header = new PageHeader();
        in.enter();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> header.type = in.readInt();
                case 2 -> header.uncompressedSize = in.readInt();
                case 3 -> header.compressedSize = in.readInt();
                case 4 -> {
                    header.crc = in.readInt();
                    header.checked = true;
                }
                case 5 -> header.readData(in);
                case 7 -> header.readDictionary(in);
                case 8 -> header.readDataV2(in);
                default -> in.skip();
            }
        }
        return header;
    }

    private void readData(Thrift in) throws ParquetException {
        in.enterStruct();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> values = in.readInt();
                case 2 -> encoding = Format.encoding(in.readInt());
                case 3 -> levelEncoding = Format.encoding(in.readInt());
                default -> in.skip();
            }
        }
    }

    private void readDictionary(Thrift in) throws ParquetException {
        in.enterStruct();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> values = in.readInt();
                case 2 -> encoding = Format.encoding(in.readInt());
                default -> in.skip();
            }
        }
    }

    private void readDataV2(Thrift in) throws ParquetException {
        in.enterStruct();
        while (in.next()) {
            switch (in.id()) {
                case 1 -> values = in.readInt();
                case 4 -> encoding = Format.encoding(in.readInt());
                case 5 -> definitionBytes = in.readInt();
                case 6 -> repetitionBytes = in.readInt();
                case 7 -> compressed = in.readBoolean();
                default -> in.skip();
            }
        }
    }

    /// [Format#DATA_PAGE], [Format#DATA_PAGE_V2], [Format#DICTIONARY_PAGE], or another number for a page without values.
    int type() {
        return type;
    }

    int uncompressedSize() {
        return uncompressedSize;
    }

    int compressedSize() {
        return compressedSize;
    }

    /// True if the page's bytes are those that the header's checksum was made from, or if it has none.
    boolean matches(int crcOfPage) {
        return !checked || crc == crcOfPage;
    }

    boolean isChecked() {
        return checked;
    }

    /// Values of a dictionary, rows of a data page.
    int values() {
        return values;
    }

    Encoding encoding() {
        return encoding;
    }

    /// Of definition levels in a data page of version 1.
    Encoding levelEncoding() {
        return levelEncoding;
    }

    /// Bytes of definition levels in a data page of version 2.
    int definitionBytes() {
        return definitionBytes;
    }

    /// Bytes of repetition levels in a data page of version 2.
    int repetitionBytes() {
        return repetitionBytes;
    }

    /// False if the values of a data page of version 2 are stored as they are.
    boolean isCompressed() {
        return compressed;
    }
}
