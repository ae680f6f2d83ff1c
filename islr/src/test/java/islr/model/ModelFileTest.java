package islr.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import islr.data.Clip;
import islr.features.FeatureSet;
import islr.golden.Goldens;
import islr.nn.Parameters;
import islr.system.gislr.KerasNames;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelFileTest {
    private static final Map<String, Optional<String>> SAME = Map.of();

    @TempDir
    private Path folder;
    private Path sound;
    private Path other;

    @BeforeEach
    void writeModel() throws IOException {
        sound = TestModels.write(folder.resolve("sound.safetensors"));
        other = folder.resolve("other.safetensors");
    }

    @Test
    void whatIsWrittenIsReadBitForBit() throws IOException {
        ModelFile read = ModelFile.read(sound);
        assertThat(read.model().settings()).isEqualTo(TestModels.TINY);
        assertThat(read.signs()).contains(TestModels.SIGNS);
        Map<String, Tensor> state = TestModels.state(1);
        Map<String, Tensor> tensors = Safetensors.read(sound).tensors();
        assertThat(tensors.keySet()).containsExactlyElementsOf(state.keySet());
        state.forEach((name, tensor) -> {
            assertThat(tensors.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(tensors.get(name).toArray()).as(name).isEqualTo(tensor.toArray());
        });
        ModelFile.write(other, TestModels.TINY, tensors, TestModels.SIGNS, Map.of());
        assertThat(other).hasSameBinaryContentAs(sound);
    }

    @Test
    void itKnowsItsFeaturesAndWhetherPaddingIsLookedAt() throws IOException {
        Gislr64.Settings settings = new Gislr64.Settings(8, 16, 12, 2, 1, 5, FeatureSet.BOTH_HANDS, Padding.MASKED);
        Parameters parameters = Parameters.fresh(1);
        new Gislr64(settings, parameters);
        ModelFile.write(other, settings, parameters.state(), TestModels.SIGNS, Map.of());
        assertThat(ModelFile.read(other).model().settings()).isEqualTo(settings);
        assertThat(Safetensors.read(other).metadata()).containsEntry("features", "both-hands").containsEntry("padding",
                "masked");
    }

    @Test
    void aFileThatSaysNothingOfThemHasThoseOfTheOriginal() throws IOException {
        rewrite(sound, other, tensors -> tensors, Map.of("features", Optional.empty(), "padding", Optional.empty()));
        assertThat(ModelFile.read(other).model().settings()).isEqualTo(TestModels.TINY);
    }

    @Test
    void furtherMetadataAreKeptAndCannotReplaceOurs() throws IOException {
        ModelFile.write(sound, TestModels.TINY, TestModels.state(1), TestModels.SIGNS,
                Map.of("trained", "12 epochs", "preset", "mine"));
        assertThat(Safetensors.read(sound).metadata()).containsEntry("trained", "12 epochs").containsEntry("preset",
                "gislr-64");
    }

    @Test
    void theKerasNamedCheckpointAnswersAsTheSameInOurNames() throws IOException {
        Path keras = keras();
        Checkpoint checkpoint = Safetensors.read(keras);
        Gislr64.Settings settings = ModelFile.read(keras).model().settings();
        SignList signs = numbered(settings.classes());
        ModelFile.write(other, settings, KerasNames.gislr().toOurs(checkpoint.tensors()), signs, Map.of());
        Clip clip = TestModels.clip("clip", 40, 9);
        try (Recognizer theirs = Recognizer.load(keras, Optional.of(signs), 1);
                Recognizer ours = Recognizer.load(other)) {
            assertThat(ours.recognize(clip)).isEqualTo(theirs.recognize(clip));
        }
    }

    @Test
    void aKerasNamedCheckpointKnowsItsHeads() throws IOException {
        Path keras = keras();
        int heads = Integer.parseInt(Safetensors.read(keras).text("heads"));
        rewrite(keras, other, tensors -> tensors, Map.of("heads", Optional.of("1")));
        assertRefused("metadata: 'heads' is 1, but the tensors are those of " + heads + " heads");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "absent", textBlock = """
            preset         | absent          | its metadata names no preset; only checkpoints of gislr-64 with 'preset' in their metadata can be run
            preset         | gislr-32        | this is a checkpoint of 'gislr-32'; only gislr-64 can be run
            heads          | absent          | metadata: 'heads' is missing; a whole number is needed
            heads          | two             | metadata: 'heads' is 'two'; a whole number is needed
            heads          | 0               | metadata: heads 0 is not in 1 to 16
            heads          | 3               | metadata: units 16 do not divide into 3 heads
            units          | 99999999999     | metadata: 'units' is '99999999999'; a whole number is needed
            units          | 1000000000      | metadata: units 1000000000 is not in 1 to 8192
            blocks         | -1              | metadata: blocks -1 is not in 1 to 64
            blocks         | 3               | load: 'blocks.2.attn.q_proj.weight' [16, 16] is missing
            blocks         | 1               | load: 'blocks.1.attn.q_proj.weight' [16, 16] is in the file, but not in the model
            classes        | 6               | load: 'classifier.weight' is [5, 16] in the file and [6, 16] in the model: 5 against 6
            landmark_units | 13              | load: 'embedding.lips.empty' is [12] in the file and [13] in the model: 12 against 13
            features       | hands           | metadata: there are no features 'hands'; there are dominant-hand, both-hands
            features       | both-hands      | load: 'embedding.pose.fc1.weight' is [12, 10] in the file and [12, 20] in the model: 10 against 20
            padding        | soft            | metadata: there is no padding 'soft'; there are attended, masked
            signs          | ["a"            | sign list: this is no JSON (line 1, column 5): Unexpected end-of-input
            signs          | ["a"]           | metadata: 1 signs for 5 classes
            """)
    void metadataThatDoNotFitAreRefusedByFileAndReason(String key, String value, String reason) throws IOException {
        rewrite(sound, other, tensors -> tensors, Map.of(key, Optional.ofNullable(value)));
        assertRefused(reason);
    }

    @Test
    void absurdSizesTakeNoMemory() throws IOException {
        rewrite(sound, other, tensors -> tensors, Map.of("units", Optional.of("8192"), "landmark_units",
                Optional.of("8192"), "blocks", Optional.of("64"), "classes", Optional.of("100000")));
        assertRefused("metadata: units 8192, landmark_units 8192, blocks 64 and classes 100000 make a model of over "
                + "35,380,264,960 numbers; the file has ");
    }

    @ParameterizedTest
    @CsvSource({"NaN, 0", "NaN, 4", "Infinity, 3", "-Infinity, 1", "-Infinity, 4"})
    void aTensorThatHoldsNoNumberIsRefusedByName(float value, int at) throws IOException {
        rewrite(sound, other, tensors -> {
            float[] bias = tensors.get("classifier.bias").toArray();
            bias[at] = value;
            tensors.put("classifier.bias", Tensor.of(tensors.get("classifier.bias").shape(), bias));
            return tensors;
        }, SAME);
        assertRefused("'classifier.bias' [5] holds " + value + " at " + at
                + "; take a checkpoint from before the training diverged");
    }

    @Test
    void aMissingAndASuperfluousTensorAreRefusedByName() throws IOException {
        rewrite(sound, other, tensors -> {
            tensors.put("head.bias", tensors.remove("classifier.bias"));
            return tensors;
        }, SAME);
        assertRefused("load: 'classifier.bias' [5] is missing; the nearest name in the file is 'head.bias' [5]");
        rewrite(sound, other, tensors -> {
            tensors.remove("embedding.positional.weight");
            return tensors;
        }, SAME);
        assertRefused("load: 'embedding.positional.weight' [frames + 1, units] is missing");
    }

    @Test
    void aDeviationOfZeroIsRefused() throws IOException {
        rewrite(sound, other, tensors -> {
            tensors.computeIfPresent("stats.lips.std",
                    (name, std) -> Tensor.of(std.shape(), new float[std.shape().size()]));
            return tensors;
        }, SAME);
        assertRefused("statistics: a standard deviation of 0.0 cannot be divided by");
    }

    @Test
    void atWhateverByteAFileIsCutItIsRefusedInOneLine() throws IOException {
        byte[] bytes = Files.readAllBytes(sound);
        for (int length = 0; length < bytes.length; length += length < 64 ? 1 : 97) {
            Files.write(other, Arrays.copyOf(bytes, length));
            assertRefused("");
        }
    }

    @Test
    void aModelThatWasReadCanBeTrainedOnAndItsStatisticsStay() throws IOException {
        Parameters parameters = Parameters.of(Safetensors.read(sound).tensors());
        new Gislr64(TestModels.TINY, parameters);
        assertThat(parameters.state().keySet()).containsExactlyElementsOf(TestModels.state(2).keySet());
        assertThat(parameters.trainable().keySet()).noneMatch(name -> name.startsWith("stats."))
                .hasSize(parameters.state().size() - 6);
    }

    private void assertRefused(String reason) {
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ModelFile.read(other))
                .satisfies(e -> assertThat(e.getMessage()).startsWith(e.getMessage().startsWith(other.toString())
                        ? other + ": " + reason : other.getFileName() + ": " + reason).hasLineCount(1));
    }

    /// A checkpoint in the original's names, if the goldens are there.
    private static Path keras() {
        Path file = Goldens.models(Gislr64.PRESET).getLast().resolve("weights.safetensors");
        Goldens.compared(file);
        return file;
    }

    private static SignList numbered(int classes) {
        return new SignList(IntStream.range(0, classes).mapToObj(i -> "sign " + i).toList());
    }

    /// Copies a checkpoint with other tensors and metadata; an empty value takes an entry away.
    static void rewrite(Path from, Path to, UnaryOperator<Map<String, Tensor>> tensors,
            Map<String, Optional<String>> changes) throws IOException {
        Checkpoint checkpoint = Safetensors.read(from);
        Map<String, String> metadata = new LinkedHashMap<>(checkpoint.metadata());
        changes.forEach(
                (key, value) -> value.ifPresentOrElse(text -> metadata.put(key, text), () -> metadata.remove(key)));
        Safetensors.write(to, new Checkpoint(tensors.apply(new LinkedHashMap<>(checkpoint.tensors())), metadata));
    }
}
