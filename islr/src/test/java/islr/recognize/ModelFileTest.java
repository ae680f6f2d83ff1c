package islr.recognize;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import islr.data.Clip;
import islr.data.SignList;
import islr.golden.Goldens;
import islr.nn.Parameters;
import islr.system.Preset;
import islr.system.Settings;
import islr.system.gislr.KerasNames;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

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
        assertThat(read.settings()).isEqualTo(TestModels.TINY);
        assertThat(read.signs()).contains(TestModels.SIGNS);
        Map<String, Tensor> state = TestModels.state(1);
        Map<String, Tensor> tensors = Safetensors.read(sound).tensors();
        assertThat(tensors.keySet()).containsExactlyElementsOf(state.keySet());
        state.forEach((name, tensor) -> {
            assertThat(tensors.get(name).shape()).isEqualTo(tensor.shape());
            assertThat(tensors.get(name).toArray()).as(name).isEqualTo(tensor.toArray());
        });
        ModelFile.write(other, TestModels.GISLR_64, TestModels.TINY, tensors, TestModels.SIGNS, List.of(), Map.of());
        assertThat(other).hasSameBinaryContentAs(sound);
    }

    @Test
    void itKnowsItsFeaturesAndWhetherPaddingIsLookedAt() throws IOException {
        Settings settings = TestModels.TINY.with("features", "both-hands").with("padding", "masked");
        TestModels.write(other, TestModels.GISLR_64, settings);
        assertThat(ModelFile.read(other).settings()).isEqualTo(settings);
        assertThat(Safetensors.read(other).metadata()).containsEntry("features", "both-hands").containsEntry("padding",
                "masked");
    }

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void everyPresetIsReadAsItWasWritten(Preset preset) throws IOException {
        Settings settings = TestModels.tiny(preset);
        TestModels.write(other, preset, settings);
        ModelFile read = ModelFile.read(other);
        assertThat(read.preset()).isEqualTo(preset);
        assertThat(read.settings()).isEqualTo(settings);
        assertThat(read.signs()).contains(TestModels.SIGNS);
        Map<String, Tensor> tensors = Safetensors.read(other).tensors();
        Map<String, Tensor> state = TestModels.state(preset, settings, 1);
        assertThat(tensors.keySet()).containsExactlyElementsOf(state.keySet());
        state.forEach((name, x) -> assertThat(tensors.get(name).toArray()).as(name).isEqualTo(x.toArray()));
        assertThat(ModelFile.features(other)).isEqualTo(read.features());
    }

    /// Checkpoints that were written before there were other presets: sizes, features and padding, and what was set for
    /// the training under longer names.
    @Test
    void aFileWrittenBeforeThereWereOtherPresetsIsRead() throws IOException {
        Map<String, Optional<String>> old = new HashMap<>();
        List.of("frames", "norm", "epochs", "batch", "rate", "warm_up", "decay", "decay_power", "smoothing",
                "frame_masking", "dropout", "classifier_dropout", "seed")
                .forEach(key -> old.put(key, Optional.empty()));
        old.put("training.preset", Optional.of("gislr-64-small"));
        old.put("training.frames", Optional.of("8"));
        old.put("training.dropout", Optional.of("0.7"));
        rewrite(sound, other, tensors -> tensors, old);
        assertThat(ModelFile.read(other).settings()).isEqualTo(TestModels.TINY);
        Clip clip = TestModels.clip("clip", 40, 9);
        try (Recognizer before = Recognizer.load(other); Recognizer now = Recognizer.load(sound)) {
            assertThat(before.recognize(clip)).isEqualTo(now.recognize(clip));
        }
    }

    @Test
    void aFileThatSaysNothingOfThemHasThoseOfItsPreset() throws IOException {
        rewrite(sound, other, tensors -> tensors,
                Map.of("features", Optional.empty(), "padding", Optional.empty(), "norm", Optional.empty()));
        assertThat(ModelFile.read(other).settings()).isEqualTo(TestModels.TINY);
    }

    @Test
    void furtherMetadataAreKeptAndCannotReplaceOurs() throws IOException {
        ModelFile.write(sound, TestModels.GISLR_64, TestModels.TINY, TestModels.state(1), TestModels.SIGNS,
                List.of("7", "8"), Map.of("trained", "12 epochs", "preset", "mine"));
        assertThat(Safetensors.read(sound).metadata()).containsEntry("trained", "12 epochs").containsEntry("preset",
                "gislr-64");
        assertThat(ModelFile.read(sound).trainedOn()).contains(List.of("7", "8"));
    }

    @Test
    void howFarItCanBeBelievedIsReadAsItWasWritten() throws IOException {
        assertThat(ModelFile.read(sound).certainty())
                .isEqualTo(new Certainty(1, OptionalDouble.empty(), OptionalDouble.empty()));
        for (Certainty certainty : List.of(new Certainty(1.75, OptionalDouble.of(0.4137), OptionalDouble.empty()),
                new Certainty(0.05, OptionalDouble.empty(), OptionalDouble.empty()),
                new Certainty(1, OptionalDouble.of(1), OptionalDouble.empty()))) {
            ModelFile.write(other, TestModels.GISLR_64, TestModels.TINY, TestModels.state(1), TestModels.SIGNS,
                    List.of(), certainty.toMetadata());
            assertThat(ModelFile.read(other).certainty()).isEqualTo(certainty);
        }
        rewrite(sound, other, tensors -> tensors, Map.of("sure_from", Optional.of("0.25")));
        assertThat(ModelFile.read(other).certainty())
                .isEqualTo(new Certainty(1, OptionalDouble.of(0.25), OptionalDouble.empty()));
    }

    @Test
    void howFarItCanBeBelievedIsWrittenIntoAFileAndNothingElseChanges() throws IOException {
        rewrite(sound, other, tensors -> tensors, Map.of("sure_from", Optional.of("0.5"), "mine", Optional.of("kept")));
        Checkpoint before = Safetensors.read(other);
        ModelFile.write(other, new Certainty(1.75, OptionalDouble.of(0.25), OptionalDouble.empty()));
        Map<String, String> expected = new LinkedHashMap<>(before.metadata());
        expected.putAll(Map.of("temperature", "1.75", "sure_from", "0.25"));
        assertSame(before, expected);
        ModelFile.write(other, new Certainty(0.5, OptionalDouble.empty(), OptionalDouble.empty()));
        expected.put("temperature", "0.5");
        expected.remove("sure_from");
        assertSame(before, expected);
        assertThat(ModelFile.read(other).certainty())
                .isEqualTo(new Certainty(0.5, OptionalDouble.empty(), OptionalDouble.empty()));
    }

    @Test
    void distancesAreWrittenIntoAFileAndReadAsTheyWere() throws IOException {
        Certainty certainty = new Certainty(1.75, OptionalDouble.empty(), OptionalDouble.of(3.25));
        for (long seed = 1; seed <= 2; seed++) {
            SignDistances distances = TestModels.distances(TestModels.SIGNS.size(), seed);
            ModelFile.write(sound, certainty, distances);
            ModelFile read = ModelFile.read(sound);
            assertThat(read.certainty()).isEqualTo(certainty);
            assertThat(read.distances().orElseThrow().means().toArray()).isEqualTo(distances.means().toArray());
            assertThat(read.distances().orElseThrow().whitening().toArray()).isEqualTo(distances.whitening().toArray());
            assertThat(read.state().keySet()).containsExactlyInAnyOrderElementsOf(TestModels.state(1).keySet());
            read.state().forEach((name, tensor) -> assertThat(tensor.toArray()).as(name)
                    .isEqualTo(TestModels.state(1).get(name).toArray()));
        }
        ModelFile.write(sound, new Certainty(2, OptionalDouble.of(0.5), OptionalDouble.empty()));
        assertThat(ModelFile.read(sound).distances()).isPresent();
        assertThat(ModelFile.read(sound).certainty().sureWithin()).isEmpty();
    }

    @Test
    void distancesThatDoNotFitAreRefused() throws IOException {
        int classes = TestModels.SIGNS.size();
        SignDistances fitting = TestModels.distances(classes, 1);
        Map<String, Optional<String>> none = Map.of();
        assertRefused(with(Map.of("sign_distances.means", fitting.means())), none,
                "'sign_distances.whitening' is missing, which 'sign_distances.means' needs");
        assertRefused(with(Map.of("sign_distances.whitening", fitting.means())), none,
                "'sign_distances.means' is missing, which 'sign_distances.whitening' needs");
        Tensor large = TestModels.distances(classes + 1, 1).means();
        assertRefused(with(Map.of("sign_distances.means", large, "sign_distances.whitening", large)), none,
                "'sign_distances.means' is [" + (classes + 1) + ", " + (classes + 1) + "]; [" + classes + ", " + classes
                        + "] is needed, a row for each sign");
        assertRefused(with(Map.of("sign_distances.means", fitting.means(), "sign_distances.whitening", large)), none,
                "'sign_distances.whitening' is [" + (classes + 1));
        Tensor nan = Tensor.of(Shape.of(classes, classes), new float[classes * classes]);
        nan.array()[classes] = Float.NaN;
        assertRefused(with(Map.of("sign_distances.means", fitting.means(), "sign_distances.whitening", nan)), none,
                "'sign_distances.whitening' [" + classes + ", " + classes + "] holds NaN at " + classes);
        assertRefused(tensors -> tensors, Map.of("sure_within", Optional.of("2")),
                "metadata: they say from which distance on an answer is not sure, but the file has no "
                        + "'sign_distances.means' and '.whitening'");
        for (String bad : List.of("-1", "NaN", "Infinity", "near")) {
            assertRefused(tensors -> tensors, Map.of("sure_within", Optional.of(bad)),
                    "metadata: 'sure_within' is '" + bad + "'; a number from 0 on is needed");
        }
    }

    private static UnaryOperator<Map<String, Tensor>> with(Map<String, Tensor> more) {
        return tensors -> {
            Map<String, Tensor> all = new LinkedHashMap<>(tensors);
            all.putAll(more);
            return all;
        };
    }

    private void assertRefused(UnaryOperator<Map<String, Tensor>> tensors, Map<String, Optional<String>> metadata,
            String message) throws IOException {
        rewrite(sound, other, tensors, metadata);
        assertThatIOException().isThrownBy(() -> ModelFile.read(other)).withMessageStartingWith(other + ": " + message);
    }

    /// The other file has these tensors, bit by bit and in this order, and these metadata.
    private void assertSame(Checkpoint tensors, Map<String, String> metadata) throws IOException {
        Checkpoint after = Safetensors.read(other);
        assertThat(after.metadata()).isEqualTo(metadata);
        assertThat(after.tensors().keySet()).containsExactlyElementsOf(tensors.tensors().keySet());
        tensors.tensors().forEach(
                (name, tensor) -> assertThat(after.tensors().get(name).toArray()).as(name).isEqualTo(tensor.toArray()));
    }

    @Test
    void theKerasNamedCheckpointAnswersAsTheSameInOurNames() throws IOException {
        Path keras = keras();
        Checkpoint checkpoint = Safetensors.read(keras);
        ModelFile theirFile = ModelFile.read(keras);
        SignList signs = numbered(theirFile.classes());
        ModelFile.write(other, theirFile.preset(), theirFile.settings(),
                KerasNames.gislr().toOurs(checkpoint.tensors()), signs, List.of(), Map.of());
        Clip clip = TestModels.clip("clip", 40, 9);
        try (Recognizer theirs = Recognizer.load(keras, Optional.of(signs), 1);
                Recognizer ours = Recognizer.load(other)) {
            assertThat(ours.recognize(clip)).isEqualTo(theirs.recognize(clip));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', nullValues = "absent", textBlock = """
            preset         | gislr-65        | this is a checkpoint of 'gislr-65', which cannot be run here: there is no preset 'gislr-65', did you mean 'gislr-64'; there are signs-small, gislr-64, gislr-64-small,
            heads          | absent          | metadata: 'heads' is missing; attention heads; they divide the width, a whole number from 1 to 1024
            heads          | two             | metadata: heads: 'two' is not a number
            heads          | 0               | metadata: heads: 0 is not a whole number from 1 to 1024
            heads          | 3               | units 16 do not divide into 3 heads
            units          | 99999999999     | metadata: units: 99999999999 is not a whole number from 1 to 8192
            units          | 1000000000      | metadata: units: 1000000000 is not a whole number from 1 to 8192
            blocks         | -1              | metadata: blocks: -1 is not a whole number from 1 to 64
            blocks         | 3               | load: 'blocks.2.attn.q_proj.weight' [16, 16] is missing
            blocks         | 1               | load: 'blocks.1.attn.q_proj.weight' [16, 16] is in the file, but not in the model
            classes        | 6               | load: 'classifier.weight' is [5, 16] in the file and [6, 16] in the model: 5 against 6
            classes        | many            | metadata: 'classes' is 'many'; a whole number from 1 to 100000 is needed
            landmark_units | 13              | load: 'embedding.lips.empty' is [12] in the file and [13] in the model: 12 against 13
            features       | hands           | metadata: features: 'hands' is not dominant-hand or both-hands or positive-hands
            features       | both-hands      | load: 'embedding.pose.fc1.weight' is [12, 10] in the file and [12, 20] in the model: 10 against 20
            norm           | pre             | load: 'blocks.0.norm1.weight' [16] is missing
            padding        | soft            | metadata: padding: 'soft' is not attended or masked
            temperature    | hot             | metadata: 'temperature' is 'hot'; a number from 0.01 to 100 is needed
            temperature    | 0               | metadata: 'temperature' is '0'; a number from 0.01 to 100 is needed
            temperature    | 100.5           | metadata: 'temperature' is '100.5'; a number from 0.01 to 100 is needed
            temperature    | NaN             | metadata: 'temperature' is 'NaN'; a number from 0.01 to 100 is needed
            sure_from      | often           | metadata: 'sure_from' is 'often'; a number from 0 to 1 is needed
            sure_from      | 1.0001          | metadata: 'sure_from' is '1.0001'; a number from 0 to 1 is needed
            sure_from      | -0.5            | metadata: 'sure_from' is '-0.5'; a number from 0 to 1 is needed
            signs          | ["a"            | sign list: this is no JSON (line 1, column 5)
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
        assertRefused("metadata: {");
        assertThatExceptionOfType(IOException.class).isThrownBy(() -> ModelFile.read(other))
                .withMessageContaining(" make a model of over ").withMessageContaining("units=8192");
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
        assertRefused("load: 'embedding.positional.weight' [9, 16] is missing");
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
        TestModels.GISLR_64.architecture().model(TestModels.TINY, TestModels.SIGNS.size(), parameters);
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
        Path file = Goldens.models("gislr-64").getLast().resolve("weights.safetensors");
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
