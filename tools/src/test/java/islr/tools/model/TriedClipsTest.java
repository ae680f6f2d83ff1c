package islr.tools.model;

import static org.assertj.core.api.Assertions.assertThat;

import islr.data.Clip;
import islr.data.ClipWriter;
import islr.recognize.TestModels;
import islr.tools.Tools;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the commands do that try models on clips, where some of the clips are damaged.
class TriedClipsTest {
    @TempDir
    private Path folder;
    private Path model;
    private Path clips;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @BeforeEach
    void write() throws IOException {
        model = TestModels.write(folder.resolve("model.safetensors"));
        clips = Files.createDirectory(folder.resolve("clips"));
        Files.writeString(clips.resolve("a.parquet"), "PAR1 and nothing else");
        ClipWriter.write(clips.resolve("b.parquet"), TestModels.clip("b", 3, 1));
        ClipWriter.write(clips.resolve("c.parquet"), TestModels.clip("c", 11, 2));
    }

    /// @param command `compare`, or one that writes a file with this end of its name
    private int run(String command, Object... asked) {
        List<String> args = new ArrayList<>(
                List.of(command.split(" ")[0], model.toString(), command.startsWith("compare") ? model.toString()
                        : folder.resolve("new" + command.split(" ")[1]).toString()));
        Stream.of(asked).map(Object::toString).forEach(args::add);
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true), args.toArray(String[]::new));
    }

    private List<String> errors() {
        return err.toString().lines().toList();
    }

    private List<String> files() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "convert .safetensors", "export-onnx .onnx"})
    void theyAreNamedAndTheOthersAreAnswered(String command) {
        Path none = folder.resolve("none.parquet");
        assertThat(run(command, clips, none)).as(err.toString()).isZero();
        assertThat(errors()).hasSize(3);
        assertThat(errors().get(0)).startsWith(clips.resolve("a.parquet") + ": ");
        assertThat(errors().get(1)).startsWith(none + ": ");
        assertThat(errors().get(2)).isEqualTo("Skipped, because they cannot be read: 2 of 4 clips.");
        assertThat(out.toString()).contains("2 of 2 clips are answered alike");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "convert .safetensors", "export-onnx .onnx"})
    void whereNoClipCanBeReadThatIsAnError(String command) throws IOException {
        Path none = folder.resolve("none.parquet");
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThat(run(command, clips.resolve("a.parquet"), none, empty)).isEqualTo(1);
        assertThat(errors()).hasSize(4);
        assertThat(errors().get(2)).startsWith(empty + ": there is no .parquet file in this directory");
        assertThat(errors().get(3)).isEqualTo("none of the 3 clips can be read; name others");
        assertThat(out.toString()).doesNotContain("answered alike");
        assertThat(files()).containsExactly("clips", "empty", "model.safetensors");
    }

    @ParameterizedTest
    @ValueSource(strings = {"compare", "convert .safetensors", "export-onnx .onnx"})
    void aSingleOneIsToldInOneSentence(String command) throws IOException {
        assertThat(run(command, clips.resolve("a.parquet"))).isEqualTo(1);
        assertThat(errors()).hasSize(1).first().asString().startsWith(clips.resolve("a.parquet") + ": ");
        assertThat(files()).containsExactly("clips", "model.safetensors");
    }

    /// The sums of such coordinates are infinite, and what is divided by them is NaN.
    @ParameterizedTest
    @ValueSource(strings = {"compare", "convert .npz", "export-onnx .onnx"})
    void aClipOfHugeCoordinatesIsSkippedToo(String command) throws IOException {
        float[] huge = TestModels.clip("huge", 5, 3).landmarks().clone();
        for (int i = 0; i < huge.length; i++) {
            huge[i] *= 3e37f;
        }
        Path file = clips.resolve("huge.parquet");
        ClipWriter.write(file, new Clip("huge", huge));
        assertThat(run(command, clips)).as(err.toString()).isZero();
        assertThat(errors()).contains(file + ": the answer is not a number; are all coordinates of ordinary size?",
                "Skipped, because they cannot be read: 2 of 4 clips.");
        assertThat(out.toString()).contains("2 of 2 clips are answered alike").doesNotContain("Infinity");
    }
}
