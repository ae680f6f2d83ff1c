package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.values.ValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.DoubleByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.FixedLenByteArrayByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.FloatByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.IntegerByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.bytestreamsplit.ByteStreamSplitValuesWriter.LongByteStreamSplitValuesWriter;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.deltalengthbytearray.DeltaLengthByteArrayValuesWriter;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.plain.FixedLenByteArrayPlainValuesWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;

class RecordValuesTest {

    private static final int ROOM = 1 << 20;
    private static final int HALF_FLOAT = 2;
    private static final HeapByteBufferAllocator HEAP = new HeapByteBufferAllocator();

    private record Written(Type type, Encoding encoding, ValuesWriter writer) {}

    private static List<Written> everyEncoding() {
        return List.of(
                new Written(Type.INT32, Encoding.DELTA_BINARY_PACKED,
                        new DeltaBinaryPackingValuesWriterForInteger(ROOM, ROOM, HEAP)),
                new Written(Type.INT64, Encoding.DELTA_BINARY_PACKED,
                        new DeltaBinaryPackingValuesWriterForLong(ROOM, ROOM, HEAP)),
                new Written(Type.INT32, Encoding.BYTE_STREAM_SPLIT,
                        new IntegerByteStreamSplitValuesWriter(ROOM, ROOM, HEAP)),
                new Written(Type.INT64, Encoding.BYTE_STREAM_SPLIT,
                        new LongByteStreamSplitValuesWriter(ROOM, ROOM, HEAP)),
                new Written(Type.FLOAT, Encoding.BYTE_STREAM_SPLIT,
                        new FloatByteStreamSplitValuesWriter(ROOM, ROOM, HEAP)),
                new Written(Type.DOUBLE, Encoding.BYTE_STREAM_SPLIT,
                        new DoubleByteStreamSplitValuesWriter(ROOM, ROOM, HEAP)),
                new Written(Type.FIXED_LEN_BYTE_ARRAY, Encoding.BYTE_STREAM_SPLIT,
                        new FixedLenByteArrayByteStreamSplitValuesWriter(HALF_FLOAT, ROOM, ROOM, HEAP)),
                new Written(Type.FIXED_LEN_BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY,
                        new DeltaByteArrayWriter(ROOM, ROOM, HEAP)),
                new Written(Type.BYTE_ARRAY, Encoding.DELTA_BYTE_ARRAY, new DeltaByteArrayWriter(ROOM, ROOM, HEAP)),
                new Written(Type.BYTE_ARRAY, Encoding.DELTA_LENGTH_BYTE_ARRAY,
                        new DeltaLengthByteArrayValuesWriter(ROOM, ROOM, HEAP)));
    }

    @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
    void valuesInAnyEncodingAreTheSamePlainly(@ForAll @IntRange(min = 1, max = 2_000) int count, @ForAll long seed)
            throws IOException {
        for (Written each : everyEncoding()) {
            ValuesWriter plain = each.type == Type.FIXED_LEN_BYTE_ARRAY
                    ? new FixedLenByteArrayPlainValuesWriter(HALF_FLOAT, ROOM, ROOM, HEAP)
                    : new PlainValuesWriter(ROOM, ROOM, HEAP);
            write(plain, each.type, count, new Random(seed));
            write(each.writer, each.type, count, new Random(seed));
            assertThat(RecordValues.plain(column(each.type), each.encoding, bytes(each.writer), count))
                    .as("%s %s", each.type, each.encoding).isEqualTo(bytes(plain));
        }
    }

    private static void write(ValuesWriter writer, Type type, int count, Random random) {
        for (int i = 0; i < count; i++) {
            switch (type) {
                case INT32 -> writer.writeInteger(random.nextInt() >> random.nextInt(32));
                case INT64 -> writer.writeLong(random.nextLong() >> random.nextInt(64));
                case FLOAT -> writer.writeFloat(Float.intBitsToFloat(random.nextInt()));
                case DOUBLE -> writer.writeDouble(Double.longBitsToDouble(random.nextLong()));
                case FIXED_LEN_BYTE_ARRAY -> writer
                        .writeBytes(Binary.fromConstantByteArray(new byte[] {(byte) random.nextInt(3), (byte) i}));
                default -> writer
                        .writeBytes(Binary.fromString("landmark".substring(random.nextInt(9)) + random.nextInt(100)));
            }
        }
    }

    /// Each text is the same as the one before it: a hundred thousand of them need few bytes.
    @Example
    void textsThatGrowFarBeyondTheirPageAreRefused() throws IOException {
        int count = 100_000;
        var texts = new DeltaByteArrayWriter(ROOM, ROOM, HEAP);
        Binary text = Binary.fromString("a".repeat(60_000));
        for (int i = 0; i < count; i++) {
            texts.writeBytes(text);
        }
        ByteBuffer page = bytes(texts);
        assertThat(page.remaining()).isLessThan(70_000);
        assertRefused(Encoding.DELTA_BYTE_ARRAY, page, count);
    }

    /// For each of them, the library would allocate gigabytes.
    @Example
    void headersThatClaimWhatIsNotThereAreRefused() {
        int most = Integer.MAX_VALUE;
        assertRefused(Encoding.DELTA_BINARY_PACKED, varints(0, most, 1, 0), 1);
        assertRefused(Encoding.DELTA_BINARY_PACKED, varints(128, most, 1, 0), 1);
        assertRefused(Encoding.DELTA_BINARY_PACKED, varints(128, 4, most, 0), 1);
        assertRefused(Encoding.DELTA_LENGTH_BYTE_ARRAY, varints(most - 7, 1, 1, 0), 1);
        assertRefused(Encoding.DELTA_BYTE_ARRAY, varints(128, 4, 1, 0, 128, 4, most / 2, 0), 1);
        assertRefused(Encoding.DELTA_BYTE_ARRAY, varints(128, 4, 1, 0, most - 7, 1, 1, 0), 1);
        // The first text keeps two gigabytes of the one before it.
        assertRefused(Encoding.DELTA_BYTE_ARRAY, varints(128, 4, 1, -32, 128, 4, 1, 0), 1);
    }

    private static void assertRefused(Encoding encoding, ByteBuffer page, int count) {
        Column column = column(encoding == Encoding.DELTA_BINARY_PACKED ? Type.INT64 : Type.BYTE_ARRAY);
        assertThatExceptionOfType(ParquetDecodingException.class)
                .isThrownBy(() -> RecordValues.plain(column, encoding, page, count));
    }

    /// Unsigned numbers, seven bits per byte.
    private static ByteBuffer varints(int... numbers) {
        var bytes = new ByteArrayOutputStream();
        for (int number : numbers) {
            for (int left = number;; left >>>= 7) {
                bytes.write(left >>> 7 == 0 ? left : left & 0x7F | 0x80);
                if (left >>> 7 == 0) {
                    break;
                }
            }
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    private static ByteBuffer bytes(ValuesWriter writer) throws IOException {
        return ByteBuffer.wrap(writer.getBytes().toInputStream().readAllBytes());
    }

    private static Column column(Type type) {
        var root = new SchemaElement("clip").setNum_children(1);
        var leaf = new SchemaElement("value").setType(type).setType_length(HALF_FLOAT)
                .setRepetition_type(FieldRepetitionType.REQUIRED);
        return Column.of(List.of(root, leaf)).getFirst();
    }
}
