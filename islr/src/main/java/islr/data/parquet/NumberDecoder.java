package islr.data.parquet;

import java.io.IOException;

/// Decodes the values of numeric pages as doubles, which hold floats, half floats and integers up to 2⁵³ exactly.
final class NumberDecoder {

    private final Column column;
    private double[] values = {};
    private int[] indices = {};
    private Page.Dictionary dictionary;
    private double[] dictionaryValues;

    NumberDecoder(Column column) {
        this.column = column;
    }

    /// The page's values that are present. The array may be longer, and is valid until the next call.
    double[] decode(Page page) throws IOException {
        int count = page.present();
        if (values.length < count) {
            values = new double[count];
        }
        if (count == 0) {
            return values;
        }
        if (page.isDictionaryEncoded()) {
            lookUp(page);
            return values;
        }
        switch (page.encoding()) {
            case PLAIN -> plain(page.values(), values, count);
            case BYTE_STREAM_SPLIT -> plain(joinStreams(page.values(), count), values, count);
            case DELTA_BINARY_PACKED -> delta(page.values(), count);
            default -> throw new UnsupportedException("encoding %s of numbers is not supported; write the clip with plain or dictionary encoding", page.encoding());
        }
        return values;
    }

    private void lookUp(Page page) throws ParquetException {
        if (page.dictionary() != dictionary) {
            dictionaryValues = new double[Math.toIntExact(dictionaryBytes(page) / column.width())];
            plain(page.dictionary().plain(), dictionaryValues, dictionaryValues.length);
            dictionary = page.dictionary();
        }
        int count = page.present();
        if (indices.length < count) {
            indices = new int[count];
        }
        page.readIndices(indices, dictionaryValues.length);
        for (int i = 0; i < count; i++) {
            values[i] = dictionaryValues[indices[i]];
        }
    }

    private long dictionaryBytes(Page page) throws ParquetException {
        long bytes = (long) page.dictionary().size() * column.width();
        if (bytes > page.dictionary().plain().remaining()) {
            throw new ParquetException("dictionary ends early");
        }
        return bytes;
    }

    private void plain(Bytes in, double[] out, int count) throws ParquetException {
        byte[] array = in.array;
        int at = in.take((long) count * column.width());
        switch (column.element().getType()) {
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Bytes.doubleAt(array, at + 8 * i);
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Bytes.floatAt(array, at + 4 * i);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ofInt(Bytes.intAt(array, at + 4 * i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Bytes.longAt(array, at + 8 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat(Bytes.shortAt(array, at + 2 * i));
                }
            }
        }
    }

    /// Byte k of every value stands in stream k; brings the bytes of a value together.
    private Bytes joinStreams(Bytes in, int count) throws ParquetException {
        int width = column.width();
        byte[] joined = new byte[Math.multiplyExact(count, width)];
        int at = in.take(joined.length);
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < count; i++) {
                joined[i * width + k] = in.array[at + k * count + i];
            }
        }
        return new Bytes(joined, 0, joined.length);
    }

    private void delta(Bytes in, int count) throws IOException {
        boolean narrow = switch (column.element().getType()) {
            case INT32 -> true;
            case INT64 -> false;
            default -> throw new ParquetException("delta encoding of " + column.typeName());
        };
        long[] decoded = DeltaDecoder.decode(in, count);
        for (int i = 0; i < count; i++) {
            values[i] = narrow ? ofInt((int) decoded[i]) : decoded[i];
        }
    }

    private double ofInt(int value) {
        return column.isUnsigned() ? value & 0xFFFFFFFFL : value;
    }
}
