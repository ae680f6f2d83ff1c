package islr.data.parquet;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.ValuesType;
import org.apache.parquet.column.values.ValuesReader;
import org.apache.parquet.io.ParquetDecodingException;

/// Decodes the values of numeric columns as doubles, which hold floats, half floats and integers up to 2⁵³ exactly.
final class Numbers {

    /// Far above the few hundred of every writer; the library takes memory for a whole block.
    private static final int MAX_DELTA_BLOCK = 1 << 16;

    private Numbers() {}

    /// Decodes values of the encoding PLAIN: as they stand in memory, the lowest byte first.
    static void plain(Column column, ByteBuffer bytes, double[] out, int count) {
        ByteBuffer in = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        switch (column.type()) {
            case DOUBLE -> in.asDoubleBuffer().get(out, 0, count);
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getFloat(4 * i);
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ofInt(column, in.getInt(4 * i));
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.getLong(8 * i);
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat(in.getShort(2 * i));
                }
            }
        }
    }

    /// Decodes the present values of a page without ids.
    static void of(Column column, Page page, double[] out) throws IOException {
        if (page.encoding() == Encoding.PLAIN) {
            plain(column, page.values(), out, page.present());
        } else {
            unusual(column, page, out);
        }
    }

    /// Deltas and split bytes, by the library's readers, which hand out one value a call.
    ///
    /// One loop a type: the reader stays the same in it, so that the JIT need not ask for every value.
    private static void unusual(Column column, Page page, double[] out) throws IOException {
        int count = page.present();
        requireDeltaBlock(page);
        ValuesReader in = page.encoding().getValuesReader(column.descriptor(), ValuesType.VALUES);
        in.initFromPage(count, ByteBufferInputStream.wrap(page.values()));
        switch (column.type()) {
            case DOUBLE -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.readDouble();
                }
            }
            case FLOAT -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.readFloat();
                }
            }
            case INT32 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = ofInt(column, in.readInteger());
                }
            }
            case INT64 -> {
                for (int i = 0; i < count; i++) {
                    out[i] = in.readLong();
                }
            }
            default -> {
                for (int i = 0; i < count; i++) {
                    out[i] = Float.float16ToFloat(in.readBytes().get2BytesLittleEndian());
                }
            }
        }
    }

    /// Delta encodings start with block size, blocks' parts and number of values, for which the library takes memory at once.
    static void requireDeltaBlock(Page page) {
        Encoding encoding = page.encoding();
        boolean delta = encoding == Encoding.DELTA_BINARY_PACKED || encoding == Encoding.DELTA_LENGTH_BYTE_ARRAY
                || encoding == Encoding.DELTA_BYTE_ARRAY;
        if (delta) {
            ByteBuffer head = page.values().duplicate();
            int block = Runs.varint(head);
            Runs.varint(head);
            int values = Runs.varint(head);
            if (block < 0 || block > MAX_DELTA_BLOCK || values != page.present()) {
                throw new ParquetDecodingException("a delta block of %d for %d of %d values".formatted(block, values, page.present()));
            }
        }
    }

    private static double ofInt(Column column, int value) {
        return column.isUnsigned() ? value & 0xFFFFFFFFL : value;
    }
}
