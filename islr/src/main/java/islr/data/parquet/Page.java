package islr.data.parquet;

import islr.data.parquet.Format.Encoding;

/// A decompressed data page.
///
/// @param rows rows, among them those whose value is NULL
/// @param present rows with a value; so many values are encoded
/// @param levels for each row 1 if it has a value, else 0; `null` if all have one. Valid until the next page is read
/// @param encoding how the values are written
/// @param values the encoded values
/// @param dictionary the values that a dictionary encoding refers to, `null` if the chunk has none
record Page(int rows, int present, int[] levels, Encoding encoding, Bytes values, Dictionary dictionary) {

    /// @param size number of values
    /// @param plain the values in plain encoding
    record Dictionary(int size, Bytes plain) {}

    /// The indices into the dictionary of the values that are present.
    ///
    /// @param decodedSize number of decoded dictionary entries; an index outside is damage
    void readIndices(int[] out, int decodedSize) throws ParquetException {
        RleDecoder.decode(values, values.readByte(), out, present);
        int outside = 0;
        for (int i = 0; i < present; i++) {
            outside |= out[i] | decodedSize - 1 - out[i];
        }
        if (outside < 0) {
            throw new ParquetException("index outside of the dictionary's %,d values", decodedSize);
        }
    }

    boolean isDictionaryEncoded() throws ParquetException {
        boolean encoded = encoding == Encoding.RLE_DICTIONARY || encoding == Encoding.PLAIN_DICTIONARY;
        if (encoded && dictionary == null) {
            throw new ParquetException("the dictionary is missing");
        }
        return encoded;
    }
}
