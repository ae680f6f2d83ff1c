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
        assertRefused("PK\3\4\24\0\0\0\0\0",
                "this is a zip archive (PyTorch's .pt and Keras's .keras are such); "
                        + "this program cannot read it yet; load it in Python and write its tensors with "
                        + "safetensors.numpy.save_file");
        assertRefused("\u0089HDF\r\n\32\n\0\0", "this is an HDF5 file (Keras's .h5); this program cannot read it yet");
        assertRefused("\34\0\0\0TFL3\24\0", "this is a TFLite model; ");
        assertRefused("\u0093NUMPY\1\0v\0", "this is a NumPy array (.npy); ");
        assertRefused("\u0080\2\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P", "this is a Python pickle (an old .pt); ");
        assertRefused("PAR1\25\0\25", "this is a parquet file; it holds a table, such as a clip, and no weights");
        assertRefused("\u001f\u008b\10\0\0\0\0\0\0\3", "this is a gzip archive; unpack it first");
        assertRefused("version https://git-lfs.github.com/spec/v1\n", "`git lfs pull` fetches it");
        assertRefused("{\"TV\": 0}", "this is a JSON text; it holds no weights; name the file that does");
        assertRefused("<!DOCTYPE html><html>", "this is an HTML or XML page; the download gave a page");
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
                .hasMessageStartingWith(file + ": this is a").hasMessageContaining(message).message()
                .hasSizeLessThan(300);
    }
}
