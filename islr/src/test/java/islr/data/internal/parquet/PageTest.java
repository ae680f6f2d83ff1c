package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.LogicalType;
import org.apache.parquet.format.NullType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.ParquetDecodingException;
import org.junit.jupiter.api.Test;

/// Pages of format version 1, put together by hand: a column of doubles that has no levels by its schema.
class PageTest {
    private static final int ROWS = 3;
    private final Scratch scratch = Scratch.take();

    private static SchemaElement element(FieldRepetitionType repetition, Type type) {
        return new SchemaElement("x").setType(type).setRepetition_type(repetition);
    }

    private static Column column(SchemaElement element) {
        return Column.of(List.of(new SchemaElement("schema").setNum_children(1), element)).getFirst();
    }

    private Page open(Encoding encoding, ByteBuffer body) throws IOException {
        return Page.first(column(element(FieldRepetitionType.REQUIRED, Type.DOUBLE)), ROWS, Encoding.RLE, encoding,
                body, scratch);
    }

    private static ByteBuffer bytes(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /// A run of ones: a value in each of so many rows.
    private static ByteBuffer putLevels(ByteBuffer body, int present) {
        return body.putInt(2).put((byte) (present << 1)).put((byte) 1);
    }

    private double[] numbers(Page page) {
        double[] out = new double[ROWS];
        Numbers.of(column(element(FieldRepetitionType.REQUIRED, Type.DOUBLE)), page, out);
        return out;
    }

    /// As fastparquet writes them.
    @Test
    void bytesAfterTheValuesAreNotLookedAt() throws IOException {
        for (int more : new int[] {0, 1, 6, 8, 64}) {
            ByteBuffer body = bytes(ROWS * 8 + more).putDouble(1.5).putDouble(-2).putDouble(0).rewind();
            assertThat(numbers(open(Encoding.PLAIN, body))).containsExactly(1.5, -2, 0);
        }
    }

    @Test
    void bytesAfterTheIdsAreNotLookedAt() throws IOException {
        for (int more : new int[] {0, 1, 8}) {
            // Two bits an id, one run of three times id 2.
            ByteBuffer body = bytes(3 + more).put((byte) 2).put((byte) (ROWS << 1)).put((byte) 2).rewind();
            Page page = open(Encoding.RLE_DICTIONARY, body);
            assertThat(Arrays.copyOf(page.ids(), ROWS)).containsExactly(2, 2, 2);
        }
    }

    @Test
    void levelsThatTheSchemaDeniesAreNotTakenForValues() {
        ByteBuffer values = putLevels(bytes(6 + ROWS * 8), ROWS).putDouble(1.5).putDouble(-2).putDouble(0).rewind();
        assertThatThrownBy(() -> open(Encoding.PLAIN, values)).isInstanceOf(ParquetDecodingException.class)
                .hasMessageContaining("levels");
        // Three bytes of levels, of which the last is not needed. Read as ids of three bits they begin with empty runs
        // and then give three times id 2, before the real ids.
        ByteBuffer ids = bytes(4 + 3 + 3).putInt(3).put((byte) (ROWS << 1)).put((byte) 1).put((byte) (ROWS << 1))
                .put((byte) 2).put((byte) (ROWS << 1)).put((byte) 2).rewind();
        assertThatThrownBy(() -> open(Encoding.RLE_DICTIONARY, ids)).isInstanceOf(ParquetDecodingException.class)
                .hasMessageContaining("levels");
    }

    /// pandas writes a column of `None` so.
    @Test
    void aColumnOfTheNullTypeIsReadAsNumbersThatAreMissing() {
        for (Type type : new Type[] {Type.INT32, Type.BOOLEAN, Type.BYTE_ARRAY}) {
            SchemaElement element = element(FieldRepetitionType.OPTIONAL, type);
            element.setLogicalType(LogicalType.UNKNOWN(new NullType()));
            assertThat(column(element).isNumber()).isTrue();
            ByteBuffer one = putLevels(bytes(6 + 8), 1).rewind();
            assertThatThrownBy(() -> Page.first(column(element), 1, Encoding.RLE, Encoding.PLAIN, one, scratch))
                    .isInstanceOf(ParquetDecodingException.class).hasMessageContaining("null type");
        }
        assertThat(column(element(FieldRepetitionType.OPTIONAL, Type.BOOLEAN)).isNumber()).isFalse();
    }
}
