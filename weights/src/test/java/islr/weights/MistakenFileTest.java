package islr.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that users give where a model is wanted, and what they are told of them.
class MistakenFileTest {
    private record Mistake(String kind, byte[] bytes) {}

    @TempDir
    private Path folder;

    private static Mistake text(String kind, String text) {
        return new Mistake(kind, text.getBytes(StandardCharsets.UTF_8));
    }

    private static Mistake bytes(String kind, String latin) {
        return new Mistake(kind, (latin + "\0".repeat(20)).getBytes(StandardCharsets.ISO_8859_1));
    }

    private static List<Mistake> mistakes() {
        return List.of(text("a text", "path,participant_id,sequence_id,sign\n"), text("a text", "hello"),
                text("a text", "ja \u00fcber ".repeat(100)), bytes("a text", "\u00ff\u00feh\0e\0"),
                text("a JSON text", "{\"preset\": \"gislr-64\"}"), text("a JSON text", "\uFEFF\n  [1, 2]"),
                text("an HTML or XML page", "<!DOCTYPE html>\n<html>"), text("an HTML or XML page", "\r\n <html>"),
                text("a Git LFS pointer", "version https://git-lfs.github.com/spec/v1\noid sha256:1\nsize 2\n"),
                bytes("a zip archive", "PK\3\4"), bytes("an HDF5 file", "\u0089HDF\r\n\u001a\n"),
                bytes("a TFLite model", "\u001c\0\0\0TFL3"), bytes("an ONNX model", "\b\t\u0012\7pytorch"),
                bytes("an ONNX model", "\b\b:\u00ff\1"), bytes("a gzip archive", "\u001f\u008b\b"),
                text("the file is empty", ""));
    }

    @ParameterizedTest
    @MethodSource("mistakes")
    void eachIsNamedByItsPathAndByWhatItIs(Mistake mistake) throws IOException {
        Path file = Files.createDirectories(folder.resolve("runs/a")).resolve("model.safetensors");
        Files.write(file, mistake.bytes);
        Path relative = Path.of("").toAbsolutePath().relativize(file);
        for (Path typed : List.of(file, relative)) {
            assertThatThrownBy(() -> Safetensors.read(typed)).isInstanceOf(WeightsException.class)
                    .hasMessageStartingWith(typed + ": ").hasMessageContaining(mistake.kind)
                    .hasMessageNotContainingAny("header", "Exception", "bytes");
        }
    }

    @Test
    void whatIsNoneOfTheseIsNotGivenAFigureThatSaysNothing() throws IOException {
        Path file = Files.write(folder.resolve("x"), new byte[] {-3, 7, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        assertThatThrownBy(() -> Safetensors.read(file))
                .hasMessage(file + ": not a safetensors file, nor one of another "
                        + "known kind: it does not begin with the length of a header; get it again from its source");
        assertThatThrownBy(() -> Safetensors.read(folder.resolve("y")))
                .hasMessage(folder.resolve("y") + ": there is no such file");
    }

    @Test
    void aFileOfOursThatVanishesWhileItIsWrittenIsNamedAsTheUserKnowsIt() {
        Path target = folder.resolve("settings.json");
        assertThatThrownBy(() -> AtomicFile.replace(target, out -> {
            try (Stream<Path> files = Files.list(folder)) {
                for (Path file : files.toList()) {
                    Files.delete(file);
                }
            }
        })).isInstanceOf(FileSystemException.class).hasMessageStartingWith(target + ": another program removed")
                .hasMessageNotContaining(".part");
        assertThat(folder).isEmptyDirectory();
    }
}
