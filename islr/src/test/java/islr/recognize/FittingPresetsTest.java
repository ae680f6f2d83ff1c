package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import islr.data.Clip;
import islr.system.Preset;
import islr.system.Settings;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Models in files that do not say which preset they are of.
class FittingPresetsTest {
    @TempDir
    private Path folder;

    private static Map<String, String> settings(ModelFile file) {
        Map<String, String> used = new LinkedHashMap<>();
        file.settings().list().stream().filter(setting -> !setting.isOnlyForTraining())
                .forEach(setting -> used.put(setting.key(), file.settings().text(setting)));
        return used;
    }

    private Path bare(String name, Map<String, Tensor> tensors, Map<String, String> metadata) throws IOException {
        Path file = folder.resolve(name);
        Safetensors.write(file, new Checkpoint(tensors, metadata));
        return file;
    }

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void aFileThatSaysAllButThePresetIsReadAsTheSameModel(Preset preset) throws IOException {
        Settings settings = TestModels.tiny(preset);
        Path whole = TestModels.write(folder.resolve("whole.safetensors"), preset, settings);
        Map<String, String> metadata = new HashMap<>(Safetensors.read(whole).metadata());
        metadata.remove("preset");
        ModelFile found = ModelFile.read(bare("bare.safetensors", Safetensors.read(whole).tensors(), metadata));
        ModelFile expected = ModelFile.read(whole);
        assertThat(found.preset().architecture()).hasSameClassAs(preset.architecture());
        assertThat(settings(found)).isEqualTo(settings(expected));
        Clip clip = TestModels.clip("clip", 11, 3);
        try (Recognizer one = new Recognizer(found.classifier(Optional.empty()), 1);
                Recognizer two = new Recognizer(expected.classifier(Optional.empty()), 1)) {
            assertThat(one.recognize(clip)).isEqualTo(two.recognize(clip));
        }
    }

    @Test
    void theSizesOfAPresetTellItWithoutAnyMetadata() throws IOException {
        Preset preset = Presets.of("gislr-64-small");
        Map<String, Tensor> state = TestModels.state(preset, preset.defaults(), 5);
        ModelFile found = ModelFile.read(bare("bare.safetensors", state, Map.of()));
        assertThat(found.preset()).isEqualTo(preset);
        assertThat(found.settings()).isEqualTo(preset.defaults());
        assertThat(found.signs()).isEmpty();
    }

    @Test
    void whereTheTensorsDoNotTellThePresetsAreNamed() throws IOException {
        Path file = bare("bare.safetensors", TestModels.state(1), Map.of());
        assertThatIOException().isThrownBy(() -> ModelFile.read(file))
                .withMessage(file + ": its metadata name no preset, and its tensors fit several: gislr-64, "
                        + "gislr-64-small, but nothing says 'heads'; name the one that it is with --preset");
        ModelFile named = ModelFile.read(file,
                new ModelHints(Optional.of("gislr-64"), Map.of("heads", "2"), Optional.empty()));
        assertThat(settings(named)).isEqualTo(settings(ModelFile.read(TestModels.write(folder.resolve("all")))))
                .containsEntry("heads", "2");
        assertThat(ModelFile.read(file, ModelHints.preset("gislr-64")).settings().toMap()).containsEntry("heads", "8");
    }

    @Test
    void tensorsOfNoPresetAreRefusedAndThePresetsAreNamed() throws IOException {
        Map<String, Tensor> state = new LinkedHashMap<>(TestModels.state(1));
        state.put("another", Tensor.zeros(2));
        Path file = bare("bare.safetensors", state, Map.of());
        assertThatIOException().isThrownBy(() -> ModelFile.read(file))
                .withMessageStartingWith(file + ": its metadata name no preset, and its tensors are those of none; ")
                .withMessageContaining("--preset to be told what differs: signs-small, gislr-64, gislr-64-small,");
        assertThatIOException().isThrownBy(() -> ModelFile.read(file, ModelHints.preset("gislr-64")))
                .withMessage(file + ": load: 'another' [2] is in the file, but not in the model");
        assertThatIOException().isThrownBy(() -> ModelFile.read(file, ModelHints.preset("gislr-46")))
                .withMessageStartingWith(file + ": there is no preset 'gislr-46', did you mean 'gislr-64'");
    }

    @Test
    void aFileThatNamesItsPresetIsNotTakenForAnother() throws IOException {
        Path file = TestModels.write(folder.resolve("whole.safetensors"));
        assertThat(ModelFile.read(file, ModelHints.preset("gislr-64")).preset().id()).isEqualTo("gislr-64");
        assertThatIOException().isThrownBy(() -> ModelFile.read(file, ModelHints.preset("cls")))
                .withMessage(file + ": its metadata name the preset 'gislr-64', not 'cls'; leave --preset out");
    }

    @Test
    void statisticsAreTakenFromAnotherFile() throws IOException {
        Map<String, Tensor> weights = new LinkedHashMap<>(TestModels.state(1));
        weights.keySet().removeIf(name -> name.startsWith("stats."));
        Path whole = TestModels.write(folder.resolve("whole.safetensors"));
        Path file = bare("bare.safetensors", weights, Safetensors.read(whole).metadata());
        assertThatIOException().isThrownBy(() -> ModelFile.read(file)).withMessage(file
                + ": the statistics of the training set, 'stats.lips.mean' and others, are missing, and nothing can be "
                + "predicted without them; name a file that has them with --statistics");
        ModelFile read = ModelFile.read(file, new ModelHints(Optional.empty(), Map.of(), Optional.of(whole)));
        assertThat(read.state()).containsOnlyKeys(TestModels.state(1).keySet());
        read.state().forEach((name, x) -> assertThat(x.toArray()).isEqualTo(TestModels.state(1).get(name).toArray()));
    }

    @Test
    void whatIsWrittenAsNumPyArchiveIsReadAsTheSameModel() throws IOException {
        ModelFile model = ModelFile.read(TestModels.write(folder.resolve("whole.safetensors")));
        Path npz = folder.resolve("model.npz");
        Npz.write(npz, model.checkpoint(Optional.empty()));
        ModelFile read = ModelFile.read(npz);
        assertThat(read.settings()).isEqualTo(model.settings());
        assertThat(read.signs()).isEqualTo(model.signs());
        assertThat(read.metadata()).isEqualTo(model.metadata());
        read.state().forEach((name, x) -> assertThat(x.toArray()).isEqualTo(model.state().get(name).toArray()));
        assertThat(List.of(ModelFile.presets(read.checkpoint(Optional.empty()), ModelHints.NONE)))
                .containsExactly(List.of(model.preset()));
    }
}
