package islr.tools.convert;

import static org.assertj.core.api.Assertions.assertThat;

import islr.golden.Goldens;
import islr.recognize.ModelHints;
import islr.recognize.SpellerFile;
import islr.tools.Tools;
import islr.weights.Formats;
import islr.weights.onnx.run.OnnxFile;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The original's files of PyTorch, and what the tools make of them.
class SpellersTest {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    private int run(Object... args) {
        return Tools.run(new PrintWriter(out, true), new PrintWriter(err, true),
                Stream.of(args).map(Object::toString).toArray(String[]::new));
    }

    private static Path original(String part) {
        return Goldens.folder().resolve("fingerspelling/" + part + "_small/model.pt");
    }

    @ParameterizedTest
    @CsvSource({"part1, fingerspelling-1", "part2, fingerspelling-2"})
    void theOriginalIsInspectedConvertedAndExported(String part, String preset) throws Exception {
        Path original = original(part);
        assertThat(run("inspect", original)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("model: " + preset + ", spells phrases of up to ");
        Path file = folder.resolve("speller.safetensors");
        assertThat(run("convert", original, file)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("preset " + preset + ", which spells", "12 of 12 sequences");
        SpellerFile read = SpellerFile.read(file, ModelHints.NONE);
        assertThat(read.preset().id()).isEqualTo(preset);
        Formats.read(original).tensors().forEach((name, tensor) -> {
            if (!name.endsWith("num_batches_tracked")) {
                assertThat(read.state().get(name).toArray()).as(name).isEqualTo(tensor.toArray());
            }
        });
        Path graph = folder.resolve("speller.onnx");
        assertThat(run("export-onnx", file, graph)).as(err.toString()).isZero();
        assertThat(out.toString()).contains("4 of 4 sequences are spelled alike");
        assertThat(OnnxFile.read(graph).metadata()).containsEntry("preset", preset);
        assertThat(OnnxFile.read(folder.resolve("speller.step.onnx")).metadata()).containsEntry("preset", preset);
        try (Stream<Path> files = Files.list(folder)) {
            assertThat(files).hasSize(3);
        }
    }

    @Test
    void whatIsThereAlreadyIsNotReplacedUnasked() throws Exception {
        Path original = original("part2");
        Path step = Files.writeString(folder.resolve("speller.step.onnx"), "mine");
        assertThat(run("export-onnx", original, folder.resolve("speller.onnx"))).isEqualTo(1);
        assertThat(err.toString()).startsWith(step.toString()).contains("--overwrite");
        assertThat(step).hasContent("mine");
        assertThat(folder.resolve("speller.onnx")).doesNotExist();
        assertThat(run("export-onnx", original, folder.resolve("speller.onnx"), "--labels", "signs.json")).isEqualTo(2);
    }
}
