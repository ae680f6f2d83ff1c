package islr.tools.inspect;

import static org.assertj.core.api.Assertions.assertThat;

import islr.recognize.TestModels;
import islr.tensor.Shape;
import islr.tensor.Tensor;
import islr.tools.Tools;
import islr.weights.Checkpoint;
import islr.weights.DType;
import islr.weights.Safetensors;
import islr.weights.numpy.Npz;
import islr.weights.tflite.TfliteBytes;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectCommandTest {
    /// Graphs that TensorFlow made, see `tools/golden`.
    private static final Path GRAPHS = Path.of("../islr/src/test/resources/islr/tflite");

    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(String... args) {
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true), args);
    }

    private Path file() throws IOException {
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        tensors.put("fc.weight", Tensor.of(Shape.of(2, 3), 1, -2, 0.5f, 4, 0.25f, 3));
        tensors.put("fc.bias", Tensor.of(Shape.of(3), Float.NaN, 1, Float.POSITIVE_INFINITY));
        tensors.put("empty", Tensor.of(Shape.of(0)));
        Path file = folder.resolve("m.safetensors");
        Safetensors.write(file, new Checkpoint(tensors, Map.of("preset", "x\u001b[2J")), DType.F16);
        return file;
    }

    @Test
    void tensorsMetadataRangesAndWhatIsNoNumberAreShown() throws IOException {
        Path file = file();
        assertThat(run("inspect", file.toString())).isZero();
        assertThat(out.toString().lines()).containsExactly(
                file + ": a safetensors file, " + Files.size(file) + " bytes, 3 tensors, 9 numbers",
                "  preset = x\\u001b[2J", "  tensor     dtype  shape   least   mean  largest",
                "  fc.weight  F16    [2, 3]     -2  1.125        4",
                "  fc.bias    F16    [3]         1      1        1  1 NaN, 1 infinite", "  empty      F16    [0]",
                "warning: 2 numbers of 1 tensors are NaN or infinite; nothing can be predicted with them",
                "model: its tensors are those of no preset");
        assertThat(err.toString()).isEmpty();
    }

    @Test
    void ofAModelItSaysAsWhatItCanBeUsed() throws IOException {
        Path model = TestModels.write(folder.resolve("model.safetensors"));
        assertThat(run("inspect", model.toString())).isZero();
        assertThat(lastLine())
                .isEqualTo("model: gislr-64, 5 signs; islr-infer, convert, compare and export-onnx take it");
        // A number that is missing from it, and names of signs that are.
        Map<String, Tensor> state = new LinkedHashMap<>(TestModels.state(1));
        Map<String, String> metadata = new LinkedHashMap<>(Safetensors.read(model).metadata());
        metadata.remove("signs");
        Safetensors.write(model, new Checkpoint(state, metadata));
        run("inspect", model.toString());
        assertThat(lastLine()).contains("5 signs without names (--labels gives them);");
        state.remove("classifier.bias");
        Safetensors.write(model, new Checkpoint(state, metadata));
        run("inspect", model.toString());
        assertThat(lastLine()).startsWith("model: gislr-64, but not usable: ").contains("classifier.bias");
    }

    @Test
    void aGraphThatCannotBeRunIsShownAllTheSame() throws IOException {
        Path refused = GRAPHS.resolve("refused");
        try (Stream<Path> files = Files.list(refused)) {
            for (Path file : files.toList()) {
                err.getBuffer().setLength(0);
                int code = run("inspect", file.toString());
                assertThat(err.toString().lines().count()).as(file + ": " + err).isEqualTo(code);
            }
        }
        Path cyclic = refused.resolve("cyclic.tflite");
        out.getBuffer().setLength(0);
        err.getBuffer().setLength(0);
        assertThat(run("inspect", cyclic.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("  operators: 2 RESHAPE, ").doesNotContain("every operator is supported");
        assertThat(err.toString()).startsWith(cyclic + ": operator 0 reads tensor 13, which nothing before it");
    }

    @Test
    void aSubmissionWhoseGraphIsThatOfAPresetIsRecognised() {
        Path token = GRAPHS.resolve("golden/system-token.tflite");
        assertThat(run("inspect", token.toString())).isZero();
        assertThat(lastLine()).isEqualTo("model: its tensors are those of no preset, but its graph is one of cls; "
                + "convert takes its weights over, and islr-infer runs it as it is");
    }

    private String lastLine() {
        return out.toString().lines().toList().getLast();
    }

    @Test
    void severalFilesAreShownAndOneThatCannotBeReadIsNamed() throws IOException {
        Path npz = folder.resolve("m.npz");
        Npz.write(npz, new Checkpoint(Map.of("w", Tensor.scalar(2)), Map.of()));
        Path text = Files.writeString(folder.resolve("m.txt"), "hello");
        assertThat(run("inspect", npz.toString(), text.toString())).isEqualTo(1);
        assertThat(out.toString()).contains("m.npz: an archive of NumPy arrays (.npz), ", "  w       F32    []");
        assertThat(err.toString().lines()).hasSize(1).first().asString().startsWith(text + ": ");
    }

    @Test
    void aWrongCommandLineIsAnsweredWithItsUsage() {
        assertThat(run()).isEqualTo(2);
        assertThat(run("inspect")).isEqualTo(2);
        assertThat(err.toString()).contains("Usage: islr-tools", "Missing required parameter: 'FILE'");
    }

    @Test
    void ofAGraphInputsOutputsOperatorsAndParametersAreShown() throws IOException {
        // One operator, FULLY_CONNECTED, and a constant of two numbers.
        Path file = Files.write(folder.resolve("m.tflite"),
                new TfliteBytes().tensor("x", 0, new int[] {1, 2})
                        .tensor("w", 0, new int[] {1, 2}, new byte[] {0, 0, 0, 64, 0, 0, 0, 63})
                        .tensor("y", 0, new int[] {1, 1}).operator(new int[] {0, 1, -1}, new int[] {2}, 0).done());
        assertThat(run("inspect", file.toString())).isZero();
        assertThat(out.toString().lines()).contains("graph: 1 subgraphs, 1 operators", "  input 'x' FLOAT32 [-1, 2]",
                "  output 'y' FLOAT32 [-1, -1]", "  operators: 1 FULLY_CONNECTED", "  parameters: 2", "    2 F32",
                "  every operator is supported");
    }

    @Test
    void ofAGraphWhatCannotBeRunIsNamed() throws IOException {
        // Option 0 of FULLY_CONNECTED is its activation.
        Path file = Files.write(folder.resolve("m.tflite"),
                new TfliteBytes().tensor("x", 0, new int[] {1, 2})
                        .tensor("w", 0, new int[] {1, 2}, new byte[] {0, 0, 0, 64, 0, 0, 0, 63})
                        .tensor("y", 0, new int[] {1, 1}).operator(new int[] {0, 1, -1}, new int[] {2}, 77).done());
        assertThat(run("inspect", file.toString())).isZero();
        assertThat(out.toString().lines()).contains("  not supported: the operator FULLY_CONNECTED with activation 77")
                .doesNotContain("  every operator is supported");
    }
}
