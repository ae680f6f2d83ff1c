package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import islr.golden.Goldens;
import islr.nn.Parameters;
import islr.system.fingerspelling.Fingerspelling;
import islr.system.fingerspelling.Part;
import islr.system.fingerspelling.SpellingPreset;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Formats;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpellerFileTest {
    private static final Map<String, String> SMALL = Map.of("units", "16", "blocks", "1", "heads", "2", "kernel", "5",
            "decoder_heads", "2", "decoder_units", "12", "frames", "40", "letters", "8");

    @TempDir
    private Path folder;

    private static Map<String, Tensor> fresh(SpellingPreset preset) {
        Parameters parameters = Parameters.fresh(3);
        Fingerspelling.network(preset.defaults(), parameters);
        return parameters.state();
    }

    private Path written(String preset) throws IOException {
        SpellingPreset of = Presets.speller(preset).with(SMALL);
        Path file = folder.resolve(preset + ".safetensors");
        SpellerFile.write(file, of, of.defaults(), fresh(of), List.of("a", "b"), Map.of("epochs_done", "7"));
        return file;
    }

    @ParameterizedTest
    @CsvSource({"fingerspelling-1,2515040", "fingerspelling-2,9736305"})
    void thePublishedSizesHaveThePublishedNumbersOfParameters(String preset, long parameters) {
        SpellingPreset of = Presets.speller(preset);
        assertThat(of.blank(of.defaults(), 0).trainable().values().stream().mapToLong(Tensor::size).sum())
                .isEqualTo(parameters);
    }

    @ParameterizedTest
    @ValueSource(strings = {"fingerspelling-1", "fingerspelling-2"})
    void whatIsWrittenIsReadAgain(String preset) throws IOException {
        Path file = written(preset);
        SpellerFile read = SpellerFile.read(file, ModelHints.NONE);
        assertThat(SpellerFile.isIn(file, Optional.empty())).isTrue();
        assertThat(read.preset().id()).isEqualTo(preset);
        assertThat(read.settings().toMap()).isEqualTo(Presets.speller(preset).with(SMALL).defaults().toMap());
        assertThat(read.trainedOn()).hasValue(List.of("a", "b"));
        Checkpoint again = read.checkpoint();
        assertThat(again.metadata()).containsEntry("epochs_done", "7").containsEntry("preset", preset);
        fresh(Presets.speller(preset).with(SMALL)).forEach(
                (name, tensor) -> assertThat(again.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }

    @Test
    void aModelOfSignsIsNoSpeller() throws IOException {
        Path file = folder.resolve("signs.safetensors");
        Safetensors.write(file, new Checkpoint(Map.of("x", Tensor.zeros(2)), Map.of("preset", "cls")));
        assertThat(SpellerFile.isIn(file, Optional.empty())).isFalse();
        assertThat(SpellerFile.isIn(file, Optional.of("fingerspelling-2"))).isTrue();
        assertThat(SpellerFile.isIn(folder.resolve("none.safetensors"), Optional.empty())).isFalse();
    }

    @Test
    void tablesThatAFileLacksAreComputed() throws IOException {
        SpellingPreset of = Presets.speller("fingerspelling-2").with(SMALL);
        Map<String, Tensor> all = fresh(of);
        Map<String, Tensor> some = new LinkedHashMap<>(all);
        List<String> tables = List.of("cos", "sin", "decoder.decoder.embed_positions.weights",
                "decoder2.decoder.embed_positions.weights");
        tables.forEach(some::remove);
        Path file = folder.resolve("some.safetensors");
        SpellerFile.write(file, of, of.defaults(), some, List.of(), Map.of());
        SpellerFile read = SpellerFile.read(file, ModelHints.NONE);
        tables.forEach(
                name -> assertThat(read.state().get(name).toArray()).as(name).isEqualTo(all.get(name).toArray()));
    }

    @Test
    void whatDoesNotFitIsNamed() throws IOException {
        SpellingPreset of = Presets.speller("fingerspelling-2").with(SMALL);
        Map<String, Tensor> some = new LinkedHashMap<>(fresh(of));
        some.remove("aux_fc.bias");
        Path file = folder.resolve("some.safetensors");
        SpellerFile.write(file, of, of.defaults(), some, List.of(), Map.of());
        assertThatThrownBy(() -> SpellerFile.read(file, ModelHints.NONE)).isInstanceOf(IOException.class)
                .hasMessageStartingWith(file + ": ").hasMessageContaining("aux_fc.bias");
        assertThatThrownBy(() -> SpellerFile.read(file, ModelHints.preset("fingerspelling-1")))
                .hasMessageContaining("its metadata name the preset 'fingerspelling-2', not 'fingerspelling-1'");
        assertThatThrownBy(() -> Recognizer.load(file)).isInstanceOf(IOException.class)
                .hasMessageContaining("fingerspelling-2");
    }

    @ParameterizedTest
    @CsvSource({"part1_small,ONE", "part2_small,TWO"})
    void theOriginalsFileTellsItsSizes(String model, Part part) throws IOException {
        Path file = Goldens.folder().resolve("fingerspelling").resolve(model).resolve("model.pt");
        assertThat(SpellerFile.isIn(file, Optional.empty())).isTrue();
        SpellerFile read = SpellerFile.read(file, ModelHints.NONE);
        assertThat(read.network().sizes().part()).isEqualTo(part);
        Map<String, Tensor> theirs = Formats.read(file).tensors();
        read.state()
                .forEach((name, tensor) -> assertThat(tensor.toArray()).as(name).isEqualTo(theirs.get(name).toArray()));
    }
}
