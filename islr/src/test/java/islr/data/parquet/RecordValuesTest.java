package islr.data.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

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
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForInteger;
import org.apache.parquet.column.values.deltastrings.DeltaByteArrayWriter;
import org.apache.parquet.column.values.plain.PlainValuesWriter;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.FieldRepetitionType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;
import org.apache.parquet.io.ParquetDecodingException;
import org.apache.parquet.io.api.Binary;

class RecordValuesTest {

    private static final int ROOM = 1 << 20;

    @Property(tries = 100, edgeCases = EdgeCasesMode.NONE)
    void valuesInDeltasAndSplitBytesAreTheSamePlainly(@ForAll @IntRange(min = 1, max = 2_000) int count, @ForAll long seed)
            throws IOException {
        var random = new Random(seed);
        var deltas = new DeltaBinaryPackingValuesWriterForInteger(ROOM, ROOM, new HeapByteBufferAllocator());
        var split = new DoubleByteStreamSplitValuesWriter(ROOM, ROOM, new HeapByteBufferAllocator());
        var texts = new DeltaByteArrayWriter(ROOM, ROOM, new HeapByteBufferAllocator());
        PlainValuesWriter[] plain = {plain(), plain(), plain()};
        for (int i = 0; i < count; i++) {
            int integer = random.nextInt() >> random.nextInt(32);
            deltas.writeInteger(integer);
            plain[0].writeInteger(integer);
            double number = Double.longBitsToDouble(random.nextLong());
            split.writeDouble(number);
            plain[1].writeDouble(number);
            Binary text = Binary.fromString("landmark".substring(random.nextInt(8)) + random.nextInt(100));
            texts.writeBytes(text);
            plain[2].writeBytes(text);
        }
        assertThat(RecordValues.plain(column(Type.INT32), Encoding.DELTA_BINARY_PACKED, bytes(deltas), count)).isEqualTo(bytes(plain[0]));
        assertThat(RecordValues.plain(column(Type.DOUBLE), Encoding.BYTE_STREAM_SPLIT, bytes(split), count)).isEqualTo(bytes(plain[1]));
        assertThat(RecordValues.plain(column(Type.BYTE_ARRAY), Encoding.DELTA_BYTE_ARRAY, bytes(texts), count)).isEqualTo(bytes(plain[2]));
    }

    /// Each text is the one before it once more: a hundred thousand of them in a few bytes.
    @Example
    void textsThatGrowFarBeyondTheirPageAreRefused() throws IOException {
        int count = 100_000;
        var texts = new DeltaByteArrayWriter(ROOM, ROOM, new HeapByteBufferAllocator());
        Binary text = Binary.fromString("a".repeat(60_000));
        for (int i = 0; i < count; i++) {
            texts.writeBytes(text);
        }
        ByteBuffer page = bytes(texts);
        assertThat(page.remaining()).isLessThan(70_000);
        assertThatExceptionOfType(ParquetDecodingException.class)
                .isThrownBy(() -> RecordValues.plain(column(Type.BYTE_ARRAY), Encoding.DELTA_BYTE_ARRAY, page, count))
                .withMessage("values of more than %d bytes", column(Type.BYTE_ARRAY).mostBytes(count));
    }

    private static PlainValuesWriter plain() {
        return new PlainValuesWriter(ROOM, ROOM, new HeapByteBufferAllocator());
    }

    private static ByteBuffer bytes(ValuesWriter writer) throws IOException {
        return ByteBuffer.wrap(writer.getBytes().toInputStream().readAllBytes());
    }

    private static Column column(Type type) {
        var root = new SchemaElement("clip").setNum_children(1);
        var leaf = new SchemaElement("value").setType(type).setRepetition_type(FieldRepetitionType.REQUIRED);
        return Column.of(List.of(root, leaf)).getFirst();
    }
}
