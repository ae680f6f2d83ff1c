package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatRuntimeException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Statistics;
import org.apache.parquet.format.Util;
import org.junit.jupiter.api.Test;

class ThriftTest {

    @Test
    void aPageHeaderIsSkippedToItsEnd() throws IOException {
        var page = new DataPageHeader(543, Encoding.PLAIN, Encoding.RLE, Encoding.BIT_PACKED);
        page.setStatistics(
                new Statistics().setMax_value(new byte[300]).setNull_count(Long.MAX_VALUE).setIs_max_value_exact(true));
        var header = new PageHeader(PageType.DATA_PAGE, 4_344, 1_234);
        header.setData_page_header(page);
        var bytes = new ByteArrayOutputStream();
        Util.writePageHeader(header, bytes);
        int end = bytes.size();
        bytes.write(7);
        ByteBuffer in = ByteBuffer.wrap(bytes.toByteArray());
        Thrift.skipStruct(in);
        assertThat(in.position()).isEqualTo(end);
    }

    @Test
    void everyTypeIsSkipped() {
        // One field each: true, byte, int, double, text of 2, list of 2 ints, set of 1 false, map of 1 byte to byte,
        // empty map, struct.
        ByteBuffer in = bytes(0x11, 0x13, 9, 0x15, 0x80, 1, 0x17, 1, 2, 3, 4, 5, 6, 7, 8, 0x18, 2, 'o', 'k', 0x19, 0x25,
                3, 4, 0x1A, 0x12, 2, 0x1B, 1, 0x33, 5, 6, 0x1B, 0, 0x1C, 0x05, 60, 1, 0, 0);
        Thrift.skipStruct(in);
        assertThat(in.hasRemaining()).isFalse();
    }

    @Test
    void aListOfTwoBillionElementsWithoutBytesIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Thrift.skipStruct(bytes(0x19, 0xF0, 0xFF, 0xFF, 0xFF, 0xFF, 7, 0)))
                .withMessage("2147483647 elements in 1 bytes");
    }

    @Test
    void aTextOfSixtyMegabytesIsRefused() {
        assertThatExceptionOfType(IllegalArgumentException.class)
                .isThrownBy(() -> Thrift.skipStruct(bytes(0x18, 0xFF, 0xFF, 0xFF, 0x1F, 'n', 'o', 0)))
                .withMessage("67108863 elements in 3 bytes");
    }

    @Test
    void deepNestingAndWhatDoesNotEndAreRefused() {
        byte[] structs = new byte[1 << 16];
        Arrays.fill(structs, (byte) 0x1C);
        byte[] lists = new byte[1 << 16];
        Arrays.fill(lists, (byte) 0x19);
        byte[] number = new byte[100];
        Arrays.fill(number, (byte) 0x85);
        for (byte[] bytes : new byte[][] {structs, lists, number, {0x15, 2}, {0x1D, 0}}) {
            assertThatRuntimeException().isThrownBy(() -> Thrift.skipStruct(ByteBuffer.wrap(bytes)));
        }
    }

    private static ByteBuffer bytes(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(values.length);
        for (int value : values) {
            bytes.put((byte) value);
        }
        return bytes.flip();
    }
}
