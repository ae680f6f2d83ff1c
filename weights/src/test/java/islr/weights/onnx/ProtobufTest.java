package islr.weights.onnx;

import static org.assertj.core.api.Assertions.assertThat;

import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.AtomicFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;

class ProtobufTest {

    @Test
    void theExamplesOfTheFormatsDescriptionComeOut() throws IOException {
        assertThat(hex(new Protobuf().integer(1, 150))).isEqualTo("08 96 01");
        assertThat(hex(new Protobuf().text(2, "testing"))).isEqualTo("12 07 74 65 73 74 69 6e 67");
        assertThat(hex(new Protobuf().message(3, new Protobuf().integer(1, 150)))).isEqualTo("1a 03 08 96 01");
    }

    @Test
    void aNumberTakesAsManyGroupsAsItNeeds() throws IOException {
        assertThat(hex(new Protobuf().integer(1, 0))).isEqualTo("08 00");
        assertThat(hex(new Protobuf().integer(1, 127))).isEqualTo("08 7f");
        assertThat(hex(new Protobuf().integer(1, 128))).isEqualTo("08 80 01");
        assertThat(hex(new Protobuf().integer(1, -1))).isEqualTo("08 ff ff ff ff ff ff ff ff ff 01");
        assertThat(hex(new Protobuf().integer(20, 1))).isEqualTo("a0 01 01");
    }

    @Test
    void aFloatIsFourBytesWithTheLeastSignificantFirst() throws IOException {
        assertThat(hex(new Protobuf().real(2, -2))).isEqualTo("15 00 00 00 c0");
    }

    @Test
    void anEmptyMessageIsALengthOfZero() throws IOException {
        assertThat(hex(new Protobuf().message(4, new Protobuf()))).isEqualTo("22 00");
    }

    @Test
    void aTensorsNumbersAreThoseFromItsOffsetOn() {
        Tensor whole = Tensor.of(Shape.of(3), 9, 1, -2);
        assertThat(HexFormat.ofDelimiter(" ").formatHex(Protobuf.littleEndian(whole.view(1, Shape.of(2)))))
                .isEqualTo("00 00 80 3f 00 00 00 c0");
    }

    @Property(tries = 100)
    void whatIsWrittenIsReadBack(@ForAll long whole, @ForAll String text) throws IOException {
        byte[] large = new byte[3000];
        Protobuf inner = new Protobuf().integer(1, whole).bytes(2, large).real(3, 0.5f);
        ProtobufReader read = ProtobufReader
                .of(written(new Protobuf().text(1, text).message(300, inner).integer(2, 7)));

        assertThat(read.all(1)).containsExactly(text.getBytes(StandardCharsets.UTF_8));
        assertThat(read.message(300).all(1)).containsExactly(whole);
        assertThat(read.message(300).all(2)).containsExactly(large);
        assertThat(read.message(300).all(3)).containsExactly(0.5f);
        assertThat(read.all(2)).containsExactly(7L);
        assertThat(read.fields()).hasSize(3);
    }

    private static String hex(Protobuf message) throws IOException {
        return HexFormat.ofDelimiter(" ").formatHex(written(message));
    }

    private static byte[] written(Protobuf message) throws IOException {
        Path file = Files.createTempFile("message", ".bin");
        try {
            AtomicFile.write(file, message::writeTo);
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }
}
