package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `model.safetensors.index.json` and the files that it names.
class ShardedSafetensorsTest {
    @TempDir
    Path folder;

    private final Tensor a = Tensor.randn(new Random(1), 2, 3);
    private final Tensor b = Tensor.randn(new Random(2), 5);
    private final Tensor c = Tensor.randn(new Random(3), 1);

    @BeforeEach
    void shards() throws IOException {
        Safetensors.write(folder.resolve("m-1.safetensors"),
                new Checkpoint(Map.of("a", a, "c", c), Map.of("format", "pt")));
        Safetensors.write(folder.resolve("m-2.safetensors"), new Checkpoint(Map.of("b", b), Map.of("format", "pt")));
    }

    private Path index(String json) throws IOException {
        return Files.writeString(folder.resolve("m.safetensors.index.json"), json);
    }

    @Test
    void theTensorsOfAllFilesAreReadInTheOrderOfTheIndex() throws IOException {
        Path index = index("""
                {"metadata": {"total_size": 48, "by": "a test", "more": {"x": 1}, "none": null},
                 "weight_map": {"a": "m-1.safetensors", "b": "m-2.safetensors", "c": "m-1.safetensors"}}""");
        try (TensorFile open = Formats.open(index)) {
            assertThat(open.format()).isEqualTo("safetensors files (2)");
            assertThat(open.infos().keySet()).containsExactly("a", "b", "c");
            Tensors.assertSameBits(open.tensor("b"), b);
            assertThatThrownBy(() -> open.tensor("d")).hasMessageStartingWith(index + ": there is no tensor 'd'");
        }
        Checkpoint read = Formats.read(index);
        Tensors.assertSameBits(read.tensor("a"), a);
        Tensors.assertSameBits(read.tensor("c"), c);
        assertThat(read.metadata()).containsOnly(Map.entry("total_size", "48"), Map.entry("by", "a test"),
                Map.entry("format", "pt"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            {"weight_map": {"a": "../m-1.safetensors"}}     | names '../m-1.safetensors', which is no .safetensors file beside
            {"weight_map": {"a": "/etc/passwd"}}            | names '/etc/passwd', which is no
            {"weight_map": {"a": "x\\\\m-1.safetensors"}}   | which is no .safetensors file beside the index
            {"weight_map": {"a": "m-1.safetensors"}}        | does not say that 'm-1.safetensors' holds 'c'
            {"weight_map": {"b": "m-1.safetensors"}}        | tensor 'b' is not in 'm-1.safetensors'; the files do not belong
            {"weight_map": {"a": 3}}                        | gives no file for 'a'
            {"weight_map": {}}                              | has no weight_map, or an empty one
            {"weight_map": []}                              | its weight_map is not the object that it should be
            {"metadata": {"total_size": 3}}                 | has no weight_map, or an empty one
            {"weight_map": {"a": "m-1.safetensors"          | the index cannot be read: it is not valid JSON
            {"weight_map": {"a": "m", "a": "m"}}            | the index cannot be read: it is not valid JSON
            {"weight_map": {"b": "m-2.safetensors"}} x      | the index cannot be read: it is not valid JSON
            {"weight_map": {"b": "m-2.safetensors"}} {}     | something follows the index's closing brace
            """)
    void anIndexThatIsWrongIsRefusedInOneSentence(String json, String message) throws IOException {
        Path index = index(json);
        assertThatThrownBy(() -> Formats.read(index)).isInstanceOf(WeightsException.class)
                .hasMessageStartingWith(index + ": ").hasMessageContaining(message);
    }

    @Test
    void aFileThatIsMissingIsNamed() throws IOException {
        Path index = index("{\"weight_map\": {\"b\": \"m-2.safetensors\", \"d\": \"m-3.safetensors\"}}");
        assertThatThrownBy(() -> Formats.read(index)).isInstanceOf(WeightsException.class)
                .hasMessage(index + ": its file 'm-3.safetensors': there is no such file");
    }

    @Test
    void whatIsWrongInAFileIsSaidOfItAsAPartOfTheIndex() throws IOException {
        Files.write(folder.resolve("m-2.safetensors"),
                SafetensorsBytes.one("I64", "[1]", SafetensorsBytes.longs(1 << 25)));
        Path index = index("{\"weight_map\": {\"x\": \"m-2.safetensors\"}}");
        assertThatThrownBy(() -> Formats.read(index)).isInstanceOf(WeightsException.class).hasMessageStartingWith(
                index + ": its file 'm-2.safetensors': tensor 'x' (I64 [1]): number 0 is 33554432, beyond the ±2^24");
        try (TensorFile open = Formats.open(index)) {
            assertThat(open.longs("x")).containsExactly(1 << 25);
        }
    }
}
