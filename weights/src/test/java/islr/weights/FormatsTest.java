package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FormatsTest {
    @TempDir
    Path folder;

    @Test
    void aSafetensorsFileIsReadWhateverItsNameIs() throws IOException {
        Path file = folder.resolve("m.bin");
        Checkpoint written = new Checkpoint(Map.of("w", Tensor.randn(new Random(1), 2, 3)), Map.of("preset", "x"));
        Safetensors.write(file, written);
        Checkpoint read = Formats.read(file);
        assertThat(read.source()).isEqualTo(file.toString());
        assertThat(read.metadata()).isEqualTo(written.metadata());
        Tensors.assertSameBits(read.tensor("w"), written.tensor("w"));
    }

    /// 123 is '{', 60 is '<', 640 the beginning of a pickle, and 35,615 that of a gzip archive.
    @ParameterizedTest
    @CsvSource({"123", "60", "640", "35615", "559903"})
    void aHeaderLengthThatBeginsLikeAnotherFormatIsStillSafetensors(int length) throws IOException {
        String header = "{" + " ".repeat(length - 2) + "}";
        Path file = SafetensorsBytes.write(folder, SafetensorsBytes.file(header));
        assertThat(Formats.read(file).tensors()).isEmpty();
    }

    @Test
    void aFormatThatIsNotReadSaysWhatItIsAndWhatToDo() throws IOException {
        assertRefused("\b\t\22\7pytorch", "this is an ONNX model; this program cannot read it yet; load it in Python");
        assertRefused("PAR1\25\0\25", "this is a parquet file; it holds a table, such as a clip, and no weights");
        assertRefused("7z\u00bc\u00af\u0027\u001c\0\4", "this is a 7z archive; unpack it first");
        assertRefused("\u001f\u008b\10\0\0\0\0\0\0\3", "this is a gzip archive; unpack it first");
        assertRefused("version https://git-lfs.github.com/spec/v1\n", "`git lfs pull` fetches it");
        assertRefused("{\"TV\": 0}", "this is a JSON text; it holds no weights; name the file that does");
        assertRefused("<!DOCTYPE html><html>", "this is an HTML or XML page; the download gave a page");
    }

    /// Each is recognised by its beginning, and its own reader says that the rest is missing.
    @Test
    void theBeginningOfAFileOfAnyOtherFormatIsReadByThatFormat() throws IOException {
        assertRefused("PK\3\4\24\0\0\0\0\0", "this zip archive has no directory at its end");
        assertRefused("\u0089HDF\r\n\32\n\0\0", "this HDF5 file is truncated or damaged");
        assertRefused("\34\0\0\0TFL3\24\0", "this flatbuffer is truncated or damaged");
        assertRefused("\u0093NUMPY\1\0v\0", "this NumPy array ends inside its header");
        assertRefused("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j", "this Python pickle, byte 2: a value is said to have");
        assertRefused("{\"weight_map\": {", "the index cannot be read: it is not valid JSON");
    }

    @Test
    void whatFitsNoFormatIsAnsweredByTheReaderOfSafetensors() throws IOException {
        assertThatThrownBy(() -> Formats.read(Files.createFile(folder.resolve("empty"))))
                .isInstanceOf(WeightsException.class)
                .hasMessage(folder.resolve("empty") + ": the file is empty, get it again from its source");
        assertThatThrownBy(() -> Formats.read(Files.write(folder.resolve("zeros"), new byte[600])))
                .isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(folder.resolve("zeros") + ": not a safetensors file, ");
        assertThatThrownBy(() -> Formats.read(folder)).isInstanceOf(WeightsException.class)
                .hasMessageContaining("this is a directory");
        assertThatThrownBy(() -> Formats.read(folder.resolve("none"))).isInstanceOf(WeightsException.class)
                .hasMessage(folder.resolve("none") + ": there is no such file");
    }

    private void assertRefused(String characters, String message) throws IOException {
        Path file = Files.write(folder.resolve("m"), characters.getBytes(StandardCharsets.ISO_8859_1));
        assertThatThrownBy(() -> Formats.read(file)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(file + ": th").hasMessageContaining(message).message().hasSizeLessThan(300);
    }
}
