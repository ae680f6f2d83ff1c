package islr.data.parquet;

import org.apache.parquet.column.Dictionary;
import org.apache.parquet.column.values.ValuesReader;

/// Decodes the values of numeric pages as doubles, which hold floats, half floats and integers up to 2⁵³ exactly.
final class Numbers {

    private final Column column;
    private double[] values = {};
    private Dictionary dictionary;
    private double[] entries;

    Numbers(Column column) {
        this.column = column;
    }

    /// The page's values that are present. The array may be longer, and is valid until the next call.
    double[] of(Page page, Dictionary dictionary) {
        int count = page.present();
        if (values.length < count) {
            values = new double[count];
        }
        int[] ids = page.ids();
        if (ids == null) {
            read(page.values(), count);
            return values;
        }
        if (this.dictionary != dictionary) {
            entries = entries(dictionary);
            this.dictionary = dictionary;
        }
        for (int i = 0; i < count; i++) {
            values[i] = entries[ids[i]];
        }
        return values;
    }

    /// One loop a type: the reader stays the same in it, so that the JIT need not ask for every value.
    private void read(ValuesReader in, int count) {
        switch (column.type()) {
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.readDouble();
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.readFloat();
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = ofInt(in.readInteger());
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    values[i] = in.readLong();
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    values[i] = Float.float16ToFloat(in.readBytes().get2BytesLittleEndian());
                }
            }
        }
    }

    private double[] entries(Dictionary dictionary) {
        double[] entries = new double[dictionary.getMaxId() + 1];
        for (int id = 0; id < entries.length; id++) {
            entries[id] = switch (column.type()) {
                case DOUBLE -> dictionary.decodeToDouble(id);
                case FLOAT -> dictionary.decodeToFloat(id);
                case INT32 -> ofInt(dictionary.decodeToInt(id));
                case INT64 -> dictionary.decodeToLong(id);
                default -> Float.float16ToFloat(dictionary.decodeToBinary(id).get2BytesLittleEndian());
            };
        }
        return entries;
    }

    private double ofInt(int value) {
        return column.isUnsigned() ? value & 0xFFFFFFFFL : value;
    }
}
