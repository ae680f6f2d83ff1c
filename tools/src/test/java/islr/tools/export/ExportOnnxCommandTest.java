package islr.tools.export;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.ClipWriter;
import islr.recognize.ModelFile;
import islr.recognize.TestModels;
import islr.system.Preset;
import islr.tensor.Tensor;
import islr.tools.Tools;
import islr.weights.Checkpoint;
import islr.weights.Safetensors;
import islr.weights.onnx.run.OnnxFile;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ExportOnnxCommandTest {
    @TempDir
    private Path folder;
    private Path model;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        model = TestModels.write(folder.resolve("model.safetensors"));
    }

    private int export(Object... args) {
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Stream.concat(Stream.of("export-onnx"), Stream.of(args)).map(Object::toString).toArray(String[]::new));
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    static Stream<Preset> presets() {
        return TestModels.presets();
    }

    @ParameterizedTest
    @MethodSource("presets")
    void aModelOfEveryPresetIsWrittenAndItsFileAnswersAsTheModel(Preset preset) throws IOException {
        TestModels.write(model, preset, TestModels.tiny(preset));
        Path file = folder.resolve("new.onnx");
        assertThat(export(model, file)).as(err.toString()).isZero();
        assertThat(out.toString().lines().toList()).hasSize(4).startsWith(
                file + ": " + islr.weights.text.Counts.bytes(Files.size(file)), "  preset " + preset.id() + ", 5 signs",
                "  landmarks [frames, 543, 3] to logits [5], opset 20");
        assertThat(out.toString().lines().toList().getLast()).matches(
                "  2([34]) of 2\\1 synthetic clips are answered alike; the largest difference .* is .*e-0[5-9]");
        assertThat(files()).containsExactly("model.safetensors", "new.onnx");
    }

    @Test
    void theFileSaysWhatTheCheckpointSays() throws IOException {
        Path file = folder.resolve("new.onnx");
        assertThat(export(model, file)).as(err.toString()).isZero();
        assertThat(OnnxFile.read(file).metadata()).containsAllEntriesOf(ModelFile.read(model).metadata())
                .containsKeys("input", "output");
    }

    @Test
    void itIsAskedAboutTheClipsThatAreGiven() throws IOException {
        Path clips = Files.createDirectory(folder.resolve("clips"));
        ClipWriter.write(clips.resolve("a.parquet"), TestModels.clip("a", 3, 1));
        ClipWriter.write(clips.resolve("b.parquet"), TestModels.clip("b", 11, 2));
        ClipWriter.write(folder.resolve("nothing.parquet"), TestModels.nothing("nothing", 4));
        Path file = folder.resolve("new.onnx");
        assertThat(export(model, file, clips, folder.resolve("nothing.parquet"))).as(err.toString()).isZero();
        assertThat(out.toString()).contains("  2 of 2 clips are answered alike");
        assertThat(export(model, file, folder.resolve("nothing.parquet"), "--overwrite")).isEqualTo(1);
        assertThat(err.toString().strip()).isEqualTo(
                file + ": not written: there is nothing in these clips that the model looks at; name others");
        assertThat(files()).containsExactly("clips", "model.safetensors", "new.onnx", "nothing.parquet");
    }

    /// Logits of a million, of which float32 leaves a tenth.
    @Test
    void whereALogitDiffersByMoreThanRoundingNothingIsWritten() throws IOException {
        Map<String, Tensor> state = new LinkedHashMap<>(TestModels.state(1));
        float[] large = state.get("classifier.weight").toArray();
        for (int i = 0; i < large.length; i++) {
            large[i] *= 1e6f;
        }
        state.put("classifier.weight", Tensor.of(state.get("classifier.weight").shape(), large));
        Safetensors.write(model, new Checkpoint(state, Safetensors.read(model).metadata()));
        Path file = folder.resolve("new.onnx");
        assertThat(export(model, file)).isEqualTo(1);
        assertThat(err.toString().strip()).startsWith(file + ": not written: ")
                .endsWith(", more than 1e-04, or an answer differs");
        assertThat(files()).containsExactly("model.safetensors");
    }

    @Test
    void aWrongCommandLineIsToldInOneSentence() throws IOException {
        assertThat(export(model, folder.resolve("new.pt"))).isEqualTo(2);
        assertThat(err.toString()).contains("a name that ends in .onnx is needed");
        assertThat(export(folder.resolve("none"), folder.resolve("new.onnx"))).isEqualTo(1);
        assertThat(err.toString()).contains("none: there is no such file");
        assertThat(export(model, folder.resolve("none/new.onnx"))).isEqualTo(1);
        assertThat(err.toString()).contains("there is no folder " + folder.resolve("none"));
        assertThat(export(model, folder.resolve("new.onnx"), "--preset", "cls")).isEqualTo(1);
        assertThat(err.toString()).contains("its metadata name the preset 'gislr-64', not 'cls'");
        assertThat(export(model, folder.resolve("new.onnx"), folder.resolve("no.parquet"))).isEqualTo(1);
        assertThat(err.toString()).contains("no.parquet");
        Path mine = Files.writeString(folder.resolve("mine.onnx"), "mine");
        assertThat(export(model, mine)).isEqualTo(1);
        assertThat(err.toString()).contains("there is a file of this name; --overwrite replaces it");
        assertThat(mine).hasContent("mine");
        assertThat(files()).containsExactly("mine.onnx", "model.safetensors");
    }
}
