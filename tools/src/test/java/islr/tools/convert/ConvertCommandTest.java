package islr.tools.convert;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.data.SignList;
import islr.recognize.Classifier;
import islr.recognize.ModelFile;
import islr.recognize.Presets;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.tensor.Compute;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tools.Tools;
import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Formats;
import islr.weights.Safetensors;
import islr.weights.SafetensorsFile;
import islr.weights.TensorFile;
import islr.weights.TensorInfo;
import islr.weights.numpy.Npz;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConvertCommandTest {
    /// Graphs that TensorFlow made, see `tools/golden`.
    private static final Path GRAPHS = Path.of("../islr/src/test/resources/islr/tflite");

    @TempDir
    private Path folder;
    private Path model;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        model = TestModels.write(folder.resolve("model.safetensors"));
    }

    private int convert(Object... args) {
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Stream.concat(Stream.of("convert"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
    }

    private static Path graph(String name) {
        return GRAPHS.resolve("golden/system-" + name + ".tflite");
    }

    /// As float32 with the norms multiplied into some matrices, and as float16 with probabilities as results.
    @ParameterizedTest
    @ValueSource(strings = {"token", "token-softmax"})
    void theWeightsOfASubmissionBecomeAModelOfItsPreset(String name) throws IOException {
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(graph(name), file)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("  preset cls, 5 signs, without a list of their names",
                "  as the graph of the file: 24 of 24 synthetic clips are answered alike");
        ModelFile read = ModelFile.read(file);
        assertThat(read.settings().toMap()).containsEntry("heads", "2").containsEntry("units", "16")
                .containsEntry("frames", "12");
        SignList signs = new SignList(List.of("a", "b", "c", "d", "e"));
        try (TensorFile golden = Npz.open(graph(name).resolveSibling("system-" + name + ".npz"))) {
            Classifier.Scores scores = read.classifier(Optional.of(signs)).scores(Compute.cpu(),
                    new Clip("clip", golden.tensor("in0").toArray()));
            // The graph in float16 also rounds the factor 1/sqrt(8).
            float tolerance = name.equals("token-softmax") ? 1e-4f : 1e-5f;
            Tensor found = name.equals("token-softmax") ? scores.logits().orElseThrow().softmax(Compute.cpu())
                    : scores.logits().orElseThrow();
            assertThat(found.toArray()).containsExactly(golden.tensor("out0").toArray(), Offset.offset(tolerance));
        }
    }

    @Test
    void theEightBitWeightsOfASubmissionAreWidened() throws IOException {
        Path file = folder.resolve("new.safetensors");
        Path eight = GRAPHS.resolve("quantised/token.tflite");
        assertThat(convert(eight, file)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("  as the graph of the file: 24 of 24 synthetic clips are answered alike");
        assertThat(ModelFile.read(file).settings().toMap()).containsEntry("heads", "4").containsEntry("units", "64");
    }

    @Test
    void aSubmissionThatReadsClipsOtherwiseIsNotWritten() throws IOException {
        assertThat(convert(graph("token-other"), folder.resolve("new.safetensors"))).isEqualTo(1);
        assertThat(err.toString())
                .contains("not written: the weights are those of cls, but the graph reads or normalises clips in "
                        + "another way: ");
        assertThat(files()).containsExactly("model.safetensors");
    }

    @Test
    void ofAnotherSubmissionItIsSaidWhereItDiffers() throws IOException {
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(graph("mlp"), file)).isZero();
        assertThat(out.toString()).contains("  it is no model that can be trained on: its graph is not one of cls: "
                + "what is classified is computed by GELU, not by ADD");
        assertThat(convert(graph("mlp"), folder.resolve("b.npz"), "--preset", "cls")).isEqualTo(1);
        assertThat(convert(graph("token"), folder.resolve("b.npz"), "--preset", "gislr-64")).isEqualTo(1);
        assertThat(err.toString().lines()).containsExactly(
                graph("mlp") + ": its graph is not one of cls: what is classified is computed by GELU, not by ADD",
                graph("token") + ": the weights of gislr-64 are not looked for in graphs; those of cls are");
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"new.safetensors", "new.npz"})
    void aModelIsWrittenWithEverythingThatItsFileSays(String name) throws IOException {
        Path file = folder.resolve(name);
        assertThat(convert(model, file)).as(err.toString()).isZero();
        ModelFile before = ModelFile.read(model);
        ModelFile after = ModelFile.read(file);
        assertThat(after.metadata()).isEqualTo(before.metadata());
        before.state().forEach((key, x) -> assertThat(after.state().get(key).toArray()).isEqualTo(x.toArray()));
        assertThat(out.toString().lines()).containsExactly(
                file + ": " + before.state().size() + " tensors as f32, "
                        + islr.weights.text.Counts.bytes(Files.size(file)),
                "  preset gislr-64, 5 signs",
                "  23 of 23 synthetic clips are answered alike; the largest difference of two logits is 0.0");
        assertThat(files()).containsExactly("model.safetensors", name);
    }

    @Test
    void numbersAreWrittenAsHalvesAndTheDifferenceIsTold() throws IOException {
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(model, file, "--weights", "f16")).as(err.toString()).isZero();
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.infos().values()).extracting(TensorInfo::dtype).containsOnly(DType.F16);
        }
        assertThat(out.toString()).contains("23 of 23 synthetic clips are answered alike")
                .doesNotContain("logits is 0.0\n");
    }

    /// The model is large enough that its matrices are worth it.
    @ParameterizedTest
    @CsvSource({"bf16, BF16, 0.55", "int8, I8, 0.35"})
    void weightMatricesAreWrittenNarrowAndPredictNarrow(String weights, DType dtype, double size) throws IOException {
        Preset preset = Presets.of("signs-small");
        Path wide = TestModels.write(folder.resolve("wide.safetensors"), preset, preset.defaults());
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(wide, file, "--weights", weights)).as(err.toString()).isZero();
        Checkpoint compact = Formats.readCompact(file);
        compact.tensors().forEach((name, tensor) -> assertThat(tensor.narrow() != null).as(name)
                .isEqualTo(tensor.shape().rank() == 2 && tensor.size() >= 1024));
        assertThat(compact.metadata()).containsEntry("weights", weights);
        try (SafetensorsFile open = SafetensorsFile.open(file)) {
            assertThat(open.entry("embed.weight").dtype()).isEqualTo(dtype);
        }
        assertThat((double) Files.size(file) / Files.size(wide)).isLessThan(size);
        assertThat(out.toString()).containsPattern("(2[1234]) of (2[34]) synthetic clips are answered alike")
                .contains("tensors as " + weights).doesNotContain("logits is 0.0\n");
        // And back: the numbers stay, the file says nothing of narrow ones any more.
        Path again = folder.resolve("again.safetensors");
        assertThat(convert(file, again)).as(err.toString()).isZero();
        assertThat(Safetensors.read(again).metadata()).doesNotContainKey("weights");
        assertThat(Safetensors.read(again).tensor("embed.weight").toArray())
                .isEqualTo(compact.tensor("embed.weight").widened().toArray());
    }

    @Test
    void onlyModelsHaveInt8Weights() throws IOException {
        Path tensors = folder.resolve("tensors.npz");
        Npz.write(tensors, new Checkpoint(Map.of("x", Tensor.zeros(3, 4)), Map.of()));
        assertThat(convert(tensors, folder.resolve("new.safetensors"), "--weights", "int8")).isEqualTo(1);
        assertThat(err.toString()).startsWith(tensors + ": its tensors are those of no preset");
    }

    @ParameterizedTest
    @MethodSource("islr.recognize.TestModels#presets")
    void whatTheFileDoesNotSayIsAdded(Preset preset) throws IOException {
        Path whole = TestModels.write(folder.resolve("whole.safetensors"), preset, TestModels.tiny(preset));
        Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(whole).metadata());
        List.of("preset", "signs").forEach(metadata::remove);
        Path bare = folder.resolve("bare.npz");
        Npz.write(bare, new Checkpoint(ModelFile.read(whole).state(), metadata));
        Path labels = Files.writeString(folder.resolve("signs.json"), TestModels.SIGNS.toJson());
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(bare, file, "--preset", preset.id(), "--labels", labels)).as(err.toString()).isZero();
        assertThat(ModelFile.read(file).settings()).isEqualTo(ModelFile.read(whole).settings());
        assertThat(ModelFile.read(file).signs()).contains(TestModels.SIGNS);
    }

    @Test
    void whereRoundingChangesAnAnswerNothingIsWritten() throws IOException {
        Map<String, Tensor> state = new LinkedHashMap<>(TestModels.state(1));
        // The same rows for all signs, and biases of which f16 leaves no difference: the last sign is the answer.
        Shape shape = state.get("classifier.weight").shape();
        state.put("classifier.weight", Tensor.zeros(shape.rows(), shape.columns()));
        state.put("classifier.bias", Tensor.of(Shape.of(5), 1, 1.0001f, 1.0002f, 1.0003f, 1.0004f));
        Path close = folder.resolve("close.safetensors");
        Safetensors.write(close, new Checkpoint(state, Safetensors.read(model).metadata()));
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(close, file, "--weights", "f16")).isEqualTo(1);
        assertThat(err.toString()).startsWith(file + ": not written: as f16, only 0 of 23 synthetic clips are answered "
                + "alike; the largest difference of two logits is 0.00040; choose wider numbers with --weights");
        assertThat(files()).containsExactly("close.safetensors", "model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"f32", "int8"})
    void clipsThatSayNothingOfTheModelAreNoReasonToWriteIt(String weights) throws IOException {
        Path nothing = folder.resolve("nothing.parquet");
        ClipWriter.write(nothing, TestModels.nothing("nothing", 4));
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(model, file, nothing, "--weights", weights)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo(
                file + ": not written: there is nothing in these clips that the model looks at; name others");
        assertThat(files()).containsExactly("model.safetensors", "nothing.parquet");
    }

    @Test
    void tensorsOfNoPresetAreWrittenAsTheyAre() throws IOException {
        Path other = folder.resolve("other.npz");
        Npz.write(other, new Checkpoint(Map.of("w", Tensor.of(Shape.of(2, 1), Float.NaN, -3)), Map.of("a", "b")));
        Path file = folder.resolve("new.safetensors");
        assertThat(convert(other, file)).as(err.toString()).isZero();
        Checkpoint read = Formats.read(file);
        assertThat(read.tensors().get("w").shape()).isEqualTo(Shape.of(2, 1));
        assertThat(read.tensors().get("w").toArray()).containsExactly(Float.NaN, -3);
        assertThat(read.metadata()).containsExactly(Map.entry("a", "b"));
        assertThat(out.toString()).contains("1 tensors as f32", "they fit no preset and have the names that they had");
        assertThat(convert(other, file, "--overwrite", "--set", "heads=2")).isEqualTo(1);
        assertThat(err.toString()).contains("those of no preset, so that --labels, --set and --statistics have no use");
    }

    @Test
    void aFileThatIsThereIsReplacedOnlyIfThatIsSaid() throws IOException {
        Path file = Files.writeString(folder.resolve("new.safetensors"), "mine");
        assertThat(convert(model, file)).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo(file + ": there is a file of this name; --overwrite replaces it");
        assertThat(file).hasContent("mine");
        assertThat(convert(model, file, "--overwrite")).as(err.toString()).isZero();
        assertThat(ModelFile.read(file).preset()).isEqualTo(TestModels.GISLR_64);
        assertThat(files()).containsExactly("model.safetensors", "new.safetensors");
    }

    @Test
    void aWrongCommandLineIsToldInOneSentence() throws IOException {
        assertThat(convert(model, folder.resolve("new.pt"))).isEqualTo(2);
        assertThat(err.toString()).contains("a name that ends in .safetensors or .npz is needed");
        assertThat(convert(model, folder.resolve("new.npz"), "--weights", "f16")).isEqualTo(2);
        assertThat(err.toString()).contains("--weights f16 goes with .safetensors; .npz is written as f32");
        assertThat(convert(folder.resolve("none"), folder.resolve("new.npz"))).isEqualTo(1);
        assertThat(err.toString()).contains("none: there is no such file");
        assertThat(convert(model, folder.resolve("none/new.npz"))).isEqualTo(1);
        assertThat(err.toString()).contains("there is no folder " + folder.resolve("none"));
        assertThat(convert(model, folder.resolve("new.npz"), "--preset", "cls")).isEqualTo(1);
        assertThat(err.toString()).contains("its metadata name the preset 'gislr-64', not 'cls'");
        assertThat(convert(model, folder.resolve("new.npz"), "--set", "colour=red")).isEqualTo(1);
        assertThat(err.toString()).contains("there is no setting 'colour'");
        assertThat(files()).containsExactly("model.safetensors");
    }
}
