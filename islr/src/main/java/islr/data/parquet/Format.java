package islr.data.parquet;

/// The enumerations of the parquet format (parquet-format, `parquet.thrift`) that a flat column needs. A number beyond them gives a name
/// for messages.
final class Format {

    /// Physical types; their order is that of the format.
    enum Type {
        BOOLEAN, INT32, INT64, INT96, FLOAT, DOUBLE, BYTE_ARRAY, FIXED_LEN_BYTE_ARRAY
    }

    /// Encodings of values and levels.
    enum Encoding {
        PLAIN, UNKNOWN, PLAIN_DICTIONARY, RLE, BIT_PACKED, DELTA_BINARY_PACKED, DELTA_LENGTH_BYTE_ARRAY, DELTA_BYTE_ARRAY, RLE_DICTIONARY,
        BYTE_STREAM_SPLIT
    }

    static final int OPTIONAL = 1;
    static final int REPEATED = 2;

    static final int DATA_PAGE = 0;
    static final int DICTIONARY_PAGE = 2;
    static final int DATA_PAGE_V2 = 3;

    private static final Type[] TYPES = Type.values();
    private static final Encoding[] ENCODINGS = Encoding.values();
    private static final String[] CODECS = {"UNCOMPRESSED", "SNAPPY", "GZIP", "LZO", "BROTLI", "LZ4", "ZSTD", "LZ4_RAW"};

    private Format() {}

    static Type type(int number) throws ParquetException {
        if (number < 0 || number >= TYPES.length) {
            throw new ParquetException("physical type %d", number);
        }
        return TYPES[number];
    }

    static Encoding encoding(int number) {
        return number < 0 || number >= ENCODINGS.length ? Encoding.UNKNOWN : ENCODINGS[number];
    }

    static String codec(int number) {
        return number < 0 || number >= CODECS.length ? "number " + number : CODECS[number];
    }
}
