package islr.data.internal.parquet;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.parquet.format.ConvertedType;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Type;

class NumbersTest {

    @Property(tries = 500)
    void anUnsignedLongIsTheNearestDouble(@ForAll long bits) {
        assertThat(plain(ConvertedType.UINT_64, bits))
                .isEqualTo(new BigInteger(Long.toUnsignedString(bits)).doubleValue());
    }

    @Property(tries = 500)
    void aSignedLongIsTheNearestDouble(@ForAll long bits) {
        assertThat(plain(ConvertedType.INT_64, bits)).isEqualTo((double) bits);
    }

    /// A number halfway between two doubles, and the next one.
    @Example
    void theLowestBitDecidesHalfWays() {
        assertThat(plain(ConvertedType.UINT_64, Long.MIN_VALUE | 1 << 10)).isEqualTo(0x1p63);
        assertThat(plain(ConvertedType.UINT_64, Long.MIN_VALUE | 1 << 10 | 1)).isEqualTo(0x1p63 + 0x1p11);
    }

    private static double plain(ConvertedType meaning, long bits) {
        var root = new SchemaElement("clip").setNum_children(1);
        Column column = Column
                .of(List.of(root, new SchemaElement("value").setType(Type.INT64).setConverted_type(meaning)))
                .getFirst();
        double[] out = new double[1];
        Numbers.plain(column, ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, bits), out, 1);
        return out[0];
    }
}
