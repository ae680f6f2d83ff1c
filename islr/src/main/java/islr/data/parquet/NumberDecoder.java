package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;

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
            default -> throw new UnsupportedException(
                    "encoding %s of numbers is not supported; write the clip with plain or dictionary encoding", page.encoding());
        }
        return values;
    }

    private void lookUp(Page page) throws ParquetException {
        if (page.dictionary() != dictionary) {
            // Checked before memory is taken.
            if ((long) page.dictionary().size() * column.width() > page.dictionary().plain().remaining()) {
                throw new ParquetException("dictionary ends early");
            }
            dictionaryValues = new double[page.dictionary().size()];
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

    private void plain(Bytes in, double[] out, int count) throws ParquetException {
        ByteBuffer buffer = in.buffer((long) count * column.width());
        switch (column.type()) {
            case DOUBLE -> buffer.asDoubleBuffer().get(out, 0, count);
            case FLOAT -> {
                float[] narrow = new float[count];
                buffer.asFloatBuffer().get(narrow);
                for (int i = 0; i < count; i++) {
                    out[i] = narrow[i];
                }
            }
            case INT32 -> {
                int[] narrow = new int[count];
                buffer.asIntBuffer().get(narrow);
                for (int i = 0; i < count; i++) {
                    out[i] = ofInt(narrow[i]);
                }
            }
            case INT64 -> {
                long[] whole = new long[count];
                buffer.asLongBuffer().get(whole);
                for (int i = 0; i < count; i++) {
                    out[i] = whole[i];
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat(buffer.getShort());
                }
            }
        }
    }

    /// Byte k of every value stands in stream k; brings the bytes of a value together.
    private Bytes joinStreams(Bytes in, int count) throws ParquetException {
        int width = column.width();
        int at = in.take((long) count * width);
        byte[] joined = new byte[count * width];
        for (int k = 0; k < width; k++) {
            for (int i = 0; i < count; i++) {
                joined[i * width + k] = in.array[at + k * count + i];
            }
        }
        return new Bytes(joined, 0, joined.length);
    }

    private void delta(Bytes in, int count) throws IOException {
        boolean narrow = switch (column.type()) {
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
