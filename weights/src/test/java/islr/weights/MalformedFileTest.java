package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is wrong with a file is reported in one sentence, never by another exception.
class MalformedFileTest {
    private static final String F32 = "\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[0,4]";

    @TempDir
    Path folder;

    static Stream<Arguments> headers() {
        return Stream.of(
                // Not the JSON of a header.
                Arguments.of("{}x", 0, "the header is not valid JSON at character"),
                Arguments.of("{} {}", 0, "something follows the header's closing brace"),
                Arguments.of("{\"x\":{" + F32 + "}", 4, "the header is not valid JSON"),
                Arguments.of("{\"x\":{" + F32 + "},}", 4, "the header is not valid JSON"),
                Arguments.of("{\"x\":{" + F32 + "}}\0\0", 4, "the header is not valid JSON"),
                Arguments.of("{'x':{" + F32 + "}}", 4, "the header is not valid JSON"),
                Arguments.of("{\"x\":{" + F32 + "},\"x\":{" + F32 + "}}", 4,
                        "a name occurs twice in the header, at character "),
                Arguments.of("{\"x\":{" + F32 + ",\"dtype\":\"F32\"}}", 4,
                        "a name occurs twice in the header, at character "),
                Arguments.of("{\"\\ud800\":{" + F32 + "}}", 4, "not valid JSON"),
                Arguments.of("{\"\\udc00\":{" + F32 + "}}", 4, "not valid JSON"),
                Arguments.of("{\"__metadata__\":{\"a\":\"\\ud800\"}}", 0, "half of a character: '\\ud800'"),
                Arguments.of("{\"__metadata__\":{\"a\":\"\\udc00\"}}", 0, "half of a character: '\\udc00'"),
                // Metadata.
                Arguments.of("{\"__metadata__\":[]}", 0, "__metadata__ is not an object of texts"),
                Arguments.of("{\"__metadata__\":3}", 0, "__metadata__ is not an object of texts"),
                Arguments.of("{\"__metadata__\":{\"a\":null}}", 0, "the metadata entry 'a' is not a text"),
                Arguments.of("{\"__metadata__\":{\"heads\":8}}", 0, "the metadata entry 'heads' is not a text"),
                Arguments.of("{\"__metadata__\":{\"a\":{\"b\":\"c\"}}}", 0, "the metadata entry 'a' is not a text"),
                Arguments.of("{\"__metadata__\":{\"a\":\"1\",\"a\":\"2\"}}", 0,
                        "a name occurs twice in the header, at character "),
                Arguments.of("{\"__metadata__\":{},\"__metadata__\":{}}", 0,
                        "a name occurs twice in the header, at character "),
                // The description of a tensor.
                Arguments.of("{\"x\":3}", 0, "tensor 'x' is not described by an object"),
                Arguments.of("{\"x\":{}}", 0, "tensor 'x' has no dtype"),
                Arguments.of("{\"x\":{\"dtype\":\"F32\",\"data_offsets\":[0,4]}}", 4, "tensor 'x' has no shape"),
                Arguments.of("{\"x\":{\"dtype\":\"F32\",\"shape\":[1]}}", 4, "tensor 'x' has no data_offsets"),
                Arguments.of("{\"x\":{" + F32 + ",\"strides\":[1]}}", 4, "tensor 'x' has an unknown field 'strides'"),
                Arguments.of("{\"x\":{" + F32.replace("\"F32\"", "32") + "}}", 4,
                        "tensor 'x': its dtype is not a text"),
                Arguments.of("{\"x\":{" + F32.replace("F32", "F8_E8M0") + "}}", 4,
                        "the dtype 'F8_E8M0', which is not read here"),
                Arguments.of("{\"x\":{" + F32.replace("F32", "f32") + "}}", 4,
                        "the dtype 'f32', which is not read here"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "1") + "}}", 4, "tensor 'x': its shape is not an array"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[-1]") + "}}", 4,
                        "tensor 'x': its shape holds something that is not a whole number"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[1.0]") + "}}", 4, "not a whole number"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[\"1\"]") + "}}", 4, "not a whole number"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[[1]]") + "}}", 4, "not valid JSON"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[NaN]") + "}}", 4, "not valid JSON"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[18446744073709551617]") + "}}", 4,
                        "not a whole number from 0 to 2^63 - 1"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[" + "1,".repeat(64) + "1]") + "}}", 4,
                        "its shape has more than 64 numbers"),
                Arguments.of("{\"x\":{" + F32.replace("[0,4]", "[0,4,4]") + "}}", 4,
                        "its data_offsets has more than 2 numbers"),
                Arguments.of("{\"x\":{" + F32.replace("[0,4]", "[4]") + "}}", 4,
                        "data_offsets [4] are not a begin and an end"),
                Arguments.of("{\"x\":{" + F32.replace("[0,4]", "[4,0]") + "}}", 4,
                        "data_offsets [4, 0] are not a begin and an end"),
                // Sizes. A product that overflows to a small number must not be taken for it.
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[2]") + "}}", 4,
                        "tensor 'x': F32 [2] needs 8 bytes, its data_offsets [0, 4] hold 4"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[4294967297]") + "}}", 4,
                        "has more than the 2^31 numbers of a Java array"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[65536,65536,65536,65536]") + "}}", 4,
                        "has more than the 2^31 numbers"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[9223372036854775807,9223372036854775807]") + "}}", 4,
                        "has more than the 2^31 numbers"),
                Arguments.of("{\"x\":{" + F32.replace("[1]", "[1073741825]") + "}}", 4, "needs 4,294,967,300 bytes"),
                // Places.
                Arguments.of("{\"x\":{" + F32 + "}}", 3,
                        "tensor 'x' ends at data byte 4, but the data end after 3: the file is truncated"),
                Arguments.of("{\"x\":{" + F32 + "}}", 0, "the file is truncated"),
                Arguments.of("{\"x\":{" + F32 + "}}", 5, "the last 1 byte of the file are no tensor's"),
                Arguments.of("{}", 4, "the last 4 bytes of the file are no tensor's"),
                Arguments.of("{\"x\":{" + F32.replace("[0,4]", "[4,8]") + "}}", 8,
                        "tensor 'x' begins at data byte 4: the 4 bytes before it are no tensor's"),
                Arguments.of("{\"x\":{" + F32 + "},\"y\":{" + F32 + "}}", 4,
                        "tensor 'y' begins at data byte 0, inside tensor 'x' that ends at 4"),
                Arguments.of("{\"x\":{" + F32.replace("[0,4]", "[9223372036854775803,9223372036854775807]") + "}}", 4,
                        "the file is truncated"),
                Arguments.of(
                        "{\"x\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
                                + "\"e\":{\"dtype\":\"F32\",\"shape\":[0]," + "\"data_offsets\":[4,4]}}",
                        8, "tensor 'e' begins at data byte 4, inside tensor 'x'"));
    }

    @ParameterizedTest
    @MethodSource("headers")
    void aMalformedHeaderIsRefusedInOneSentence(String header, int dataBytes, String message) throws IOException {
        assertRefused(SafetensorsBytes.file(header, new byte[dataBytes]), message);
    }

    @Test
    void aFileThatIsNotSafetensorsIsRefusedWithWhatItLooksLike() throws IOException {
        assertRefused(new byte[0], "the file is empty, get it again from its source");
        assertRefused(new byte[] {1, 2, 3}, "the file ends after 3 bytes, before its header");
        assertRefused(new byte[64], "not a safetensors file, nor one of another known kind");
        assertRefused(start("PK\3\4\24\0\0\0\0\0"), "this is a zip archive");
        assertRefused(start("\u0089HDF\r\n\32\n\0\0"), "this is an HDF5 file");
        assertRefused(start("\34\0\0\0TFL3\24\0"), "this is a TFLite model");
        assertRefused("version https://git-lfs.github.com/spec/v1\n".getBytes(StandardCharsets.UTF_8),
                "`git lfs pull` fetches it");
        assertRefused("<!DOCTYPE html><html>".getBytes(StandardCharsets.UTF_8), "this is an HTML or XML page");
        assertRefused(SafetensorsBytes.file("[]", new byte[4]), "its header does not begin with '{'");
        assertRefused(SafetensorsBytes.file(" {}", new byte[4]), "its header does not begin with '{'");
        assertRefused(SafetensorsBytes.file(100_000_001L, "{}".getBytes(StandardCharsets.UTF_8)),
                "it does not begin with the length of a header");
        assertRefused(SafetensorsBytes.file(-1, "{}".getBytes(StandardCharsets.UTF_8)),
                "it does not begin with the length of a header");
        assertRefused(SafetensorsBytes.file(1000, "{}".getBytes(StandardCharsets.UTF_8)),
                "the header should be 1,000 bytes long, but the file ends after 2 of them: the file is truncated");
    }

    @Test
    void anotherEncodingThanUtf8IsRefused() throws IOException {
        byte[] broken = "{\"\u00ff\":1}".getBytes(StandardCharsets.ISO_8859_1);
        assertRefused(SafetensorsBytes.file(broken.length, broken), "the header is not UTF-8");
        byte[] wide = "{}".getBytes(StandardCharsets.UTF_16LE);
        assertRefused(SafetensorsBytes.file(wide.length, wide), "the header is not valid JSON");
    }

    @Test
    void deepNestingAndLongNamesEndInASentenceToo() throws IOException {
        assertRefused(SafetensorsBytes.file("{\"x\":" + "[".repeat(100_000) + "}"),
                "tensor 'x' is not described by an object");
        assertRefused(SafetensorsBytes.file("{\"__metadata__\":{\"x\":" + "{\"a\":".repeat(100_000) + "}"),
                "is not a text");
        String name = "n".repeat(40_000);
        assertRefused(SafetensorsBytes.file("{\"" + name + "\":3}"), "tensor '" + "n".repeat(100) + "…'");
        assertRefused(SafetensorsBytes.file("{\"a\\nb\\u001b[31m\":3}"), "tensor 'a\\u000ab\\u001b[31m'");
    }

    @Test
    void whatIsNoFileIsRefused() {
        assertThatThrownBy(() -> Safetensors.read(folder)).isInstanceOf(WeightsException.class)
                .hasMessage(folder + ": this is a directory, not a safetensors file; name a file in it");
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("none.safetensors")))
                .isInstanceOf(WeightsException.class)
                .hasMessage(folder.resolve("none.safetensors") + ": there is no such file");
    }

    @Test
    void aFileLargerThanTheMemoryOfThisJvmIsRefusedBeforeAnyIsTaken() throws IOException {
        // Bytes of U8 take four times their size as float32, so the file needs only half the heap; it is sparse.
        long bytes = Math.min(Runtime.getRuntime().maxMemory() / 2, 1L << 40);
        StringBuilder header = new StringBuilder("{");
        long at = 0;
        while (at < bytes) {
            long size = Math.min(bytes - at, 1L << 30);
            header.append(at == 0 ? "" : ",").append("\"x" + at + "\":{\"dtype\":\"U8\",\"shape\":[" + size
                    + "],\"data_offsets\":[" + at + "," + (at + size) + "]}");
            at += size;
        }
        Path file = SafetensorsBytes.write(folder, SafetensorsBytes.file(header.append("}").toString()));
        try (RandomAccessFile sparse = new RandomAccessFile(file.toFile(), "rw")) {
            sparse.setLength(sparse.length() + bytes);
        }
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsException.class).hasMessageMatching(
                ".*x\\.safetensors: its tensors take [0-9,]+ MB, this JVM may use [0-9,]+ MB; start java with a "
                        + "larger -Xmx");
    }

    @Test
    void aFileThatBecomesShorterWhileItIsReadEndsInASentence() throws IOException {
        Path path = folder.resolve("shrinking.safetensors");
        Safetensors.write(path, new Checkpoint(Map.of("x", Tensor.zeros(100_000)), Map.of()));
        try (SafetensorsFile file = SafetensorsFile.open(path)) {
            try (RandomAccessFile raw = new RandomAccessFile(path.toFile(), "rw")) {
                raw.setLength(100);
            } catch (IOException e) {
                Assumptions.abort("this system does not shorten a mapped file");
            }
            assertThatThrownBy(() -> file.tensor("x")).isInstanceOf(WeightsException.class)
                    .hasMessage(path + ": the file became shorter while it was being read; try again");
        }
    }

    @Property(tries = 600)
    void changedBytesAreReadOrRefusedButNeverAnythingElse(@ForAll Random random,
            @ForAll @IntRange(min = 1, max = 4) int changes) throws IOException {
        byte[] bytes = small().clone();
        for (int i = 0; i < changes; i++) {
            bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
        }
        readOrRefuse(bytes);
    }

    @Property(tries = 400)
    void changedDigitsAndBracketsAreReadOrRefusedButNeverAnythingElse(@ForAll Random random) throws IOException {
        byte[] bytes = small().clone();
        for (int i = 0; i < 2; i++) {
            bytes[8 + random.nextInt(bytes.length - 8)] = (byte) "0123456789[]{},:\"\\-eE.".charAt(random.nextInt(22));
        }
        readOrRefuse(bytes);
    }

    @Test
    void aFileCutAnywhereIsRefused() throws IOException {
        byte[] whole = small();
        for (int length = 0; length < whole.length; length++) {
            byte[] cut = Arrays.copyOf(whole, length);
            assertThat(readOrRefuse(cut)).as("cut after %d of %d bytes", length, whole.length).isFalse();
        }
        assertThat(readOrRefuse(whole)).isTrue();
        assertThat(readOrRefuse(Arrays.copyOf(whole, whole.length + 1))).isFalse();
    }

    private static byte[] start(String characters) {
        return Arrays.copyOf(characters.getBytes(StandardCharsets.ISO_8859_1), 200);
    }

    private static byte[] small() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc.weight", Tensor.randn(new Random(1), 3, 2));
        tensors.put("fc.bias", Tensor.randn(new Random(2), 3));
        tensors.put("nothing", Tensor.zeros(0, 2));
        tensors.put("scale", Tensor.scalar(2));
        Path file = Files.createTempFile("small", ".safetensors");
        try {
            Safetensors.write(file, new Checkpoint(tensors, Map.of("preset", "test")));
            return Files.readAllBytes(file);
        } finally {
            Files.delete(file);
        }
    }

    private static boolean readOrRefuse(byte[] bytes) throws IOException {
        Path file = Files.createTempFile("fuzz", ".safetensors");
        try {
            Files.write(file, bytes);
            Safetensors.read(file);
            return true;
        } catch (WeightsException e) {
            assertThat(e.getMessage()).startsWith(file + ": ").hasSizeLessThan(1000)
                    .doesNotContainPattern("[\\p{Cntrl}]");
            return false;
        } finally {
            Files.delete(file);
        }
    }

    private void assertRefused(byte[] bytes, String message) throws IOException {
        Path file = SafetensorsBytes.write(folder, bytes);
        assertThatThrownBy(() -> Safetensors.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining(message).message().hasSizeLessThan(1000)
                .doesNotContainPattern("[\\p{Cntrl}]");
    }
}
