package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DTypeTest {
    @TempDir
    Path folder;

    @Test
    void everyHalfIsWidenedExactly() throws IOException {
        Tensor x = allShorts("F16");
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 10 & 31;
            int fraction = bits & 1023;
            double size = exponent == 0 ? fraction * 0x1p-24
                    : exponent < 31 ? (1024 + fraction) * Math.pow(2, exponent - 25)
                            : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            assertThat((double) x.array()[bits]).as("%04x", bits)
                    .isEqualTo(Double.valueOf(bits >> 15 == 0 ? size : -size));
        }
    }

    @Test
    void everyBrainFloatIsWidenedExactly() throws IOException {
        Tensor x = allShorts("BF16");
        for (int bits = 0; bits < 1 << 16; bits++) {
            int exponent = bits >> 7 & 255;
            int fraction = bits & 127;
            double size = exponent == 0 ? fraction * 0x1p-133
                    : exponent < 255 ? (128 + fraction) * Math.pow(2, exponent - 134)
                            : fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
            assertThat((double) x.array()[bits]).as("%04x", bits)
                    .isEqualTo(Double.valueOf(bits >> 15 == 0 ? size : -size));
        }
    }

    @Test
    void everyNumberOfEightBitsIsWidenedExactly() throws IOException {
        byte[] all = new byte[256];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) i;
        }
        Tensor four = Safetensors.read(SafetensorsBytes.write(folder, SafetensorsBytes.one("F8_E4M3", "[256]", all)))
                .tensor("x");
        Tensor five = Safetensors.read(SafetensorsBytes.write(folder, SafetensorsBytes.one("F8_E5M2", "[256]", all)))
                .tensor("x");
        for (int bits = 0; bits < 256; bits++) {
            double sign = bits >> 7 == 0 ? 1 : -1;
            int exponent = bits >> 3 & 15;
            int fraction = bits & 7;
            double size = (bits & 127) == 127 ? Double.NaN
                    : exponent == 0 ? fraction / 512.0 : (1 + fraction / 8.0) * Math.pow(2, exponent - 7);
            assertThat((double) four.array()[bits]).as("E4M3 %02x", bits).isEqualTo(Double.valueOf(sign * size));
            exponent = bits >> 2 & 31;
            fraction = bits & 3;
            size = exponent == 31 ? fraction == 0 ? Double.POSITIVE_INFINITY : Double.NaN
                    : exponent == 0 ? fraction / 65536.0 : (1 + fraction / 4.0) * Math.pow(2, exponent - 15);
            assertThat((double) five.array()[bits]).as("E5M2 %02x", bits).isEqualTo(Double.valueOf(sign * size));
        }
        assertThat(four.array()[0x7E]).isEqualTo(448);
    }

    private Tensor allShorts(String dtype) throws IOException {
        short[] all = new short[1 << 16];
        for (int i = 0; i < all.length; i++) {
            all[i] = (short) i;
        }
        Path file = SafetensorsBytes.write(folder,
                SafetensorsBytes.one(dtype, "[65536]", SafetensorsBytes.shorts(all)));
        return Safetensors.read(file).tensor("x");
    }

    @Test
    void integersOfEveryWidthAreReadWithTheirSign() throws IOException {
        byte[] bytes = {1, 0, 0, 0, 0, 0, 0, 0, -1, -1, -1, -1, -1, -1, -1, -1};
        assertThat(ints("I8", "[16]", bytes)).startsWith(1, 0).endsWith(-1, -1);
        assertThat(ints("U8", "[16]", bytes)).startsWith(1, 0).endsWith(255, 255);
        assertThat(ints("BOOL", "[2, 8]", bytes)).startsWith(1, 0).endsWith(1, 1);
        assertThat(ints("I16", "[8]", bytes)).containsExactly(1, 0, 0, 0, -1, -1, -1, -1);
        assertThat(ints("U16", "[8]", bytes)).containsExactly(1, 0, 0, 0, 65535, 65535, 65535, 65535);
        assertThat(ints("I32", "[4]", bytes)).containsExactly(1, 0, -1, -1);
        assertThat(ints("I64", "[2]", bytes)).containsExactly(1, -1);
        try (SafetensorsFile file = open("U32", "[4]", bytes)) {
            assertThat(file.longs("x")).containsExactly(1, 0, 4294967295L, 4294967295L);
        }
    }

    @Test
    void numbersThatDoNotFitAreRefusedInsteadOfChanged() throws IOException {
        try (SafetensorsFile file = open("I64", "[2]", SafetensorsBytes.longs(5, (1L << 53) + 1))) {
            assertThat(file.longs("x")).containsExactly(5, (1L << 53) + 1);
            assertThatThrownBy(() -> file.ints("x")).hasMessage(folder.resolve("x.safetensors")
                    + ": tensor 'x' (I64 [2]): number 1 is 9007199254740993, beyond the range of an int");
            assertThatThrownBy(() -> file.tensor("x")).hasMessageContaining("beyond the ±2^24");
            assertThatThrownBy(() -> file.doubles("x")).hasMessageContaining("beyond the ±2^53");
        }
        try (SafetensorsFile file = open("U64", "[1]", SafetensorsBytes.longs(-1))) {
            assertThatThrownBy(() -> file.longs("x"))
                    .hasMessageContaining("number 0 is 18446744073709551615, beyond the range of a long");
        }
        try (SafetensorsFile file = open("F64", "[1]", SafetensorsBytes.doubles(1e300))) {
            assertThat(file.doubles("x")).containsExactly(1e300);
            assertThatThrownBy(() -> file.tensor("x"))
                    .hasMessageContaining("number 0 is 1.0E300, beyond float32's range");
            assertThatThrownBy(() -> file.ints("x")).hasMessageContaining("is F64, not of whole numbers");
        }
    }

    @Test
    void doublesAreRoundedToFloatsAndWholeNumbersWidenedToThem() throws IOException {
        try (SafetensorsFile file = open("F64", "[4]",
                SafetensorsBytes.doubles(0.1, -0.0, Double.NaN, Double.NEGATIVE_INFINITY))) {
            assertThat(file.tensor("x").toArray()).containsExactly(0.1f, -0.0f, Float.NaN, Float.NEGATIVE_INFINITY);
        }
        try (SafetensorsFile file = open("I64", "[]", SafetensorsBytes.longs(-(1L << 24)))) {
            assertThat(file.tensor("x").item()).isEqualTo(-16777216f);
            assertThat(file.doubles("x")).containsExactly(-16777216.0);
        }
    }

    @Test
    void anUnknownNameIsAnsweredWithTheNearest() throws IOException {
        try (SafetensorsFile file = open("I8", "[0]")) {
            assertThatThrownBy(() -> file.tensor("xx"))
                    .hasMessage(folder.resolve("x.safetensors") + ": there is no tensor 'xx'; the nearest name is 'x'");
        }
    }

    private int[] ints(String dtype, String shape, byte... data) throws IOException {
        try (SafetensorsFile file = open(dtype, shape, data)) {
            return file.ints("x");
        }
    }

    private SafetensorsFile open(String dtype, String shape, byte... data) throws IOException {
        return SafetensorsFile.open(SafetensorsBytes.write(folder, SafetensorsBytes.one(dtype, shape, data)));
    }
}
